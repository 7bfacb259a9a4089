// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import java.time.Duration;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Where finished spans wait that can not be sent, longer than memory lets them.
 */
@ConfigurationProperties("telemetry.spool")
public class TelemetrySpoolProperties implements InitializingBean {

	private static final DataSize SMALLEST = DataSize.ofMegabytes(1);

	private static final Duration LONGEST = Duration.ofDays(365);

	/**
	 * Directory where spans wait on the disk that can not be sent. Unset, they wait in
	 * memory alone.
	 */
	private String directory;

	/**
	 * How much one application may have there; when it is more, the oldest spans are
	 * lost.
	 */
	private DataSize maxSize = DataSize.ofMegabytes(256);

	/**
	 * How long spans may wait there; older ones are lost.
	 */
	private Duration maxAge = Duration.ofDays(1);

	/**
	 * The directory.
	 * @return the directory, or {@code null}
	 */
	public String getDirectory() {
		return this.directory;
	}

	/**
	 * Sets the directory.
	 * @param directory the directory, which is created if need be
	 */
	public void setDirectory(String directory) {
		this.directory = directory;
	}

	/**
	 * How much one application may have there.
	 * @return the size
	 */
	public DataSize getMaxSize() {
		return this.maxSize;
	}

	/**
	 * Sets how much one application may have there.
	 * @param maxSize the size, at least 1 MB
	 */
	public void setMaxSize(DataSize maxSize) {
		this.maxSize = maxSize;
	}

	/**
	 * How long spans may wait there.
	 * @return the time
	 */
	public Duration getMaxAge() {
		return this.maxAge;
	}

	/**
	 * Sets how long spans may wait there.
	 * @param maxAge the time, up to a year
	 */
	public void setMaxAge(Duration maxAge) {
		this.maxAge = maxAge;
	}

	/**
	 * Refuses a size and a time that no spool can have.
	 * @throws InvalidTelemetryPropertyException if it is one of those
	 */
	@Override
	public void afterPropertiesSet() {
		if (this.maxSize == null || this.maxSize.compareTo(SMALLEST) < 0) {
			throw new InvalidTelemetryPropertyException("telemetry.spool.max-size", String.valueOf(this.maxSize),
					"it is less than 1MB", "Write a size from 1MB, for example 256MB.");
		}
		if (this.maxAge == null || this.maxAge.isNegative() || this.maxAge.isZero()
				|| this.maxAge.compareTo(LONGEST) > 0) {
			throw new InvalidTelemetryPropertyException("telemetry.spool.max-age", String.valueOf(this.maxAge),
					"it is not between zero and a year", "Write a duration above zero, for example 1d.");
		}
	}

}
