// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What becomes of the baggage that travels with a trace, besides travelling.
 *
 * @see <a href="https://www.w3.org/TR/baggage/">W3C Baggage</a>
 */
@ConfigurationProperties("telemetry.baggage")
public class TelemetryBaggageProperties implements InitializingBean {

	/** What the ids of the span are called in the log. */
	private static final Set<String> IDS = Set.of("trace_id", "span_id", "traceId", "spanId");

	/**
	 * Keys of baggage that each log line carries, under the same name in the MDC.
	 */
	private List<String> log = new ArrayList<>();

	/**
	 * Keys of baggage that each span carries, as an attribute of the same name.
	 */
	private List<String> tags = new ArrayList<>();

	/**
	 * The keys for the log.
	 * @return legal keys
	 */
	public List<String> getLog() {
		return this.log;
	}

	/**
	 * Sets the keys for the log.
	 * @param log the keys
	 */
	public void setLog(List<String> log) {
		this.log = log;
	}

	/**
	 * The keys for spans.
	 * @return legal keys
	 */
	public List<String> getTags() {
		return this.tags;
	}

	/**
	 * Sets the keys for spans.
	 * @param tags the keys
	 */
	public void setTags(List<String> tags) {
		this.tags = tags;
	}

	/**
	 * Refuses what can not be the key of baggage.
	 * @throws InvalidTelemetryPropertyException if a key is illegal
	 */
	@Override
	public void afterPropertiesSet() {
		check("telemetry.baggage.log", this.log);
		check("telemetry.baggage.tags", this.tags);
		for (String key : this.log) {
			if (IDS.contains(key)) {
				throw new InvalidTelemetryPropertyException("telemetry.baggage.log", key,
						"log lines carry an id of the span under this name", "Use another key.");
			}
		}
	}

	private static void check(String property, List<String> keys) {
		for (String key : keys) {
			if (!HttpTokens.isToken(key)) {
				throw new InvalidTelemetryPropertyException(property, key, "it is not a legal key of baggage",
						HttpTokens.REMEDY);
			}
		}
	}

}
