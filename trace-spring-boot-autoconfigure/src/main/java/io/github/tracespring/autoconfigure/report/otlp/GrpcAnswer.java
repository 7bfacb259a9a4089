// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;

import okhttp3.Response;

import io.github.tracespring.autoconfigure.report.wire.Answer;
import io.github.tracespring.autoconfigure.report.wire.ExportException;

/**
 * What the answer to a gRPC call means for the spans.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#failures">OTLP/gRPC,
 * failures</a>
 */
final class GrpcAnswer {

	private static final List<String> STATUS = List.of("OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT",
			"DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED",
			"FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS",
			"UNAUTHENTICATED");

	private static final Set<String> RETRYABLE = Set.of("CANCELLED", "DEADLINE_EXCEEDED", "ABORTED", "OUT_OF_RANGE",
			"UNAVAILABLE", "DATA_LOSS");

	/** Of the collector, and not of what it was sent. */
	private static final Set<String> BROKEN = Set.of("UNKNOWN", "INTERNAL");

	private static final int MAX_BYTES = 64 * 1024;

	private final Response response;

	private final OtlpAnswer otlp = new OtlpAnswer();

	private GrpcAnswer(Response response) {
		this.response = response;
	}

	/**
	 * Reads an answer, up to a bound.
	 * @param response its headers, with the body to come
	 * @return why the batch was not taken whole, or {@code null}
	 * @throws IOException if the answer breaks off before that is known
	 */
	static Throwable read(Response response) throws IOException {
		return new GrpcAnswer(response).read();
	}

	private Throwable read() throws IOException {
		byte[] body = body();
		if (!this.response.header("Content-Type", "").startsWith("application/grpc")) {
			return proxy(this.otlp.ofRefusal("", body));
		}
		String code = header("grpc-status", body);
		if (code == null && body.length > 0) {
			// no server begins to answer a call that fails
			code = "0";
		}
		String status = (code != null) ? name(code) : "UNKNOWN";
		if (status.equals("OK")) {
			return this.otlp
				.ofSuccess(Arrays.copyOfRange(body, Math.min(GrpcMessage.PREFIX, body.length), body.length));
		}
		return refused(status, text(header("grpc-message", body)), details(header("grpc-status-details-bin", body)));
	}

	/** Something in between that knows HTTP alone. */
	private Throwable proxy(String body) {
		int status = this.response.code();
		return (status / 100 == 2) ? new IOException("HTTP " + status + ", and what answers does not speak gRPC")
				: Answer.refused(status, this.response.request().url().uri(), this.response::header, body);
	}

	private static Throwable refused(String status, String message, byte[] details) {
		String reason = "gRPC status " + status + (message.isEmpty() ? "" : ": " + message);
		Duration retryAfter = OtlpAnswer.retryDelay(details);
		if (RETRYABLE.contains(status) || (status.equals("RESOURCE_EXHAUSTED") && retryAfter != null)) {
			return ExportException.retryable(reason, retryAfter, null);
		}
		return BROKEN.contains(status) ? new IOException(reason) : ExportException.rejected(reason);
	}

	/** What has come of it before it breaks off is enough. */
	private byte[] body() throws IOException {
		byte[] body = new byte[MAX_BYTES];
		int length = 0;
		InputStream in = this.response.body().byteStream();
		try {
			int read = 0;
			while (read >= 0 && length < MAX_BYTES) {
				read = in.read(body, length, MAX_BYTES - length);
				length += Math.max(0, read);
			}
		}
		catch (IOException ex) {
			if (length == 0) {
				throw ex;
			}
		}
		return Arrays.copyOf(body, length);
	}

	/** Where there is no message, trailers may be in the headers' place. */
	private String header(String name, byte[] body) {
		String header = this.response.header(name);
		if (header != null || body.length == MAX_BYTES) {
			return header;
		}
		try {
			return this.response.trailers().get(name);
		}
		catch (IllegalStateException | IOException ex) {
			// broken off after it had begun
			return null;
		}
	}

	private static String name(String code) {
		int number = code.matches("\\d{1,2}") ? Integer.parseInt(code) : -1;
		return (number >= 0 && number < STATUS.size()) ? STATUS.get(number) : "UNKNOWN";
	}

	/** Percent-encoded UTF-8. */
	private static String text(String message) {
		if (message == null) {
			return "";
		}
		try {
			return URLDecoder.decode(message.replace("+", "%2B"), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return message;
		}
	}

	private static byte[] details(String base64) {
		try {
			return (base64 != null) ? Base64.getDecoder().decode(base64) : new byte[0];
		}
		catch (IllegalArgumentException ex) {
			return new byte[0];
		}
	}

}
