// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.wire;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.concurrent.CompletionException;

/**
 * What an answer means for the spans, as OTLP's specification has it for all back ends.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#failures-1">OTLP/HTTP,
 * failures</a>
 */
final class Answer {

	/** OTLP's, and a request that took too long to arrive. */
	private static final Set<Integer> RETRYABLE = Set.of(408, 429, 502, 503, 504);

	private Answer() {
	}

	/** No answer, which may be the network's fault. */
	static Throwable unreachable(Throwable failure) {
		boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
		Throwable cause = wrapped ? failure.getCause() : failure;
		if (cause instanceof IOException) {
			String message = cause.getMessage();
			String reason = cause.getClass().getSimpleName() + ((message != null) ? ": " + message : "");
			return ExportException.retryable(reason, null, cause);
		}
		return cause;
	}

	/**
	 * An answer that is no success. A redirect is somebody's mistake that can be mended.
	 */
	static IOException refused(HttpResponse<byte[]> response, AnswerBody answers) {
		int status = response.statusCode();
		if (status / 100 == 3) {
			return ExportException.retryable(
					"HTTP " + status + " to " + target(response) + ", and redirects are not followed", null, null);
		}
		String type = response.headers().firstValue("Content-Type").orElse("");
		String why = answers.ofRefusal(type, response.body());
		String reason = "HTTP " + status + (why.isEmpty() ? "" : ": " + why);
		if (RETRYABLE.contains(status)) {
			return ExportException.retryable(reason, retryAfter(response), null);
		}
		return (status / 100 == 4) ? ExportException.rejected(reason) : new IOException(reason);
	}

	/** The host alone: the rest may be secret. */
	private static String target(HttpResponse<?> response) {
		try {
			URI location = response.uri().resolve(response.headers().firstValue("Location").orElse(""));
			String port = (location.getPort() < 0) ? "" : ":" + location.getPort();
			return (location.getHost() != null) ? location.getHost() + port : "nowhere";
		}
		catch (IllegalArgumentException ex) {
			return "nowhere";
		}
	}

	/** In seconds or as a date (RFC 9110, 10.2.3), or {@code null}. */
	private static Duration retryAfter(HttpResponse<?> response) {
		String value = response.headers().firstValue("Retry-After").orElse("").trim();
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
