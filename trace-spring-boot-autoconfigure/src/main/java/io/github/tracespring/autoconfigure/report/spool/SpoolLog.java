// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.spool;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log what goes wrong: each kind of trouble when it begins, and after that at
 * most every ten minutes.
 */
final class SpoolLog {

	private static final Logger logger = LoggerFactory.getLogger(FileSpool.class);

	private static final long QUIET = TimeUnit.MINUTES.toMillis(10);

	private final Map<Trouble, Long> told = new EnumMap<>(Trouble.class);

	private final SpoolDirectory directory;

	private final LongSupplier clock;

	SpoolLog(SpoolDirectory directory, LongSupplier clock) {
		this.directory = directory;
		this.clock = clock;
	}

	void tell(Trouble trouble, Object detail) {
		// as text, so that a failure has no stack trace
		String reason = String.valueOf(detail);
		long now = this.clock.getAsLong();
		Long before = this.told.get(trouble);
		if (before == null || now - before > QUIET) {
			this.told.put(trouble, now);
			logger.warn("The spool {} {} ({}). The next line on this is in ten minutes at the earliest", this.directory,
					trouble.text, reason);
		}
		else {
			logger.debug("The spool {} {} ({})", this.directory, trouble.text, reason);
		}
	}

	enum Trouble {

		WRITE("can not be written, so spans that can not be sent wait in memory, as far as there is room"),

		READ("can not be read, so what is there waits"),

		MARK("can not be written, so what was sent from it may be sent again after a restart"),

		DAMAGE("is damaged, and what is whole is sent"),

		FULL("has reached telemetry.spool.max-size, so its oldest spans are lost"),

		AGE("has spans older than telemetry.spool.max-age, which are lost");

		private final String text;

		Trouble(String text) {
			this.text = text;
		}

	}

}
