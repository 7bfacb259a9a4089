// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.wire;

import java.io.IOException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What an answer means for the spans, as OTLP's specification has it for all back ends.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#failures-1">OTLP/HTTP,
 * failures</a>
 */
public final class Answer {

	/** OTLP's, and a request that took too long to arrive. */
	private static final Set<Integer> RETRYABLE = Set.of(408, 429, 502, 503, 504);

	private Answer() {
	}

	/**
	 * No answer, which may be the network's fault.
	 * @param failure what the client failed with
	 * @return what the export fails with
	 */
	public static Throwable unreachable(Throwable failure) {
		if (failure instanceof IOException) {
			String message = failure.getMessage();
			String reason = failure.getClass().getSimpleName() + ((message != null) ? ": " + message : "");
			return ExportException.retryable(reason, null, failure);
		}
		return failure;
	}

	/**
	 * An answer that is no success. A redirect is somebody's mistake that can be mended.
	 * @param status the HTTP status
	 * @param asked where the request went
	 * @param headers gives a header of the answer, or {@code null}
	 * @param why the reason that it gives, or empty
	 * @return what the export fails with
	 */
	public static IOException refused(int status, URI asked, UnaryOperator<String> headers, String why) {
		if (status / 100 == 3) {
			return ExportException.retryable("HTTP " + status + " to " + target(asked, headers.apply("Location"))
					+ ", and redirects are not followed", null, null);
		}
		String reason = "HTTP " + status + (why.isEmpty() ? "" : ": " + why);
		if (RETRYABLE.contains(status)) {
			return ExportException.retryable(reason, retryAfter(headers.apply("Retry-After")), null);
		}
		return (status / 100 == 4) ? ExportException.rejected(reason) : new IOException(reason);
	}

	/** The host alone: the rest may be secret. */
	private static String target(URI asked, String address) {
		try {
			URI location = asked.resolve((address != null) ? address : "");
			String port = (location.getPort() < 0) ? "" : ":" + location.getPort();
			return (location.getHost() != null) ? location.getHost() + port : "nowhere";
		}
		catch (IllegalArgumentException ex) {
			return "nowhere";
		}
	}

	/** In seconds or as a date (RFC 9110, 10.2.3), or {@code null}. */
	private static Duration retryAfter(String header) {
		String value = (header != null) ? header.trim() : "";
		try {
			if (!value.isEmpty() && Character.isDigit(value.charAt(0))) {
				return Duration.ofSeconds(Integer.parseInt(value));
			}
			Instant date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
			return Duration.between(Instant.now(), date);
		}
		catch (NumberFormatException | DateTimeException ex) {
			return null;
		}
	}

}
