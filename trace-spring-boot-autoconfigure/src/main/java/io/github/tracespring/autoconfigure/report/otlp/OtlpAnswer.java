// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.time.Duration;
import java.util.zip.DataFormatException;

import io.github.tracespring.autoconfigure.report.wire.AnswerBody;
import io.github.tracespring.autoconfigure.report.wire.ExportException;

/**
 * What an OTLP collector says: an {@code ExportTraceServiceResponse} where it took the
 * spans, a {@code google.rpc.Status} or a text where it did not. What can not be read, as
 * it is damaged or longer than is read of an answer, is left aside. The numbers here are
 * field numbers.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#partial-success">OTLP, partial
 * success</a>
 */
final class OtlpAnswer implements AnswerBody {

	/** A day: more is a mistake. */
	private static final long MOST_SECONDS = 86_400;

	@Override
	public ExportException ofSuccess(byte[] body) {
		long rejected = 0;
		String reason = "";
		try {
			ProtobufReader response = new ProtobufReader(body);
			while (seek(response, 1)) {
				ProtobufReader partialSuccess = response.message();
				while (partialSuccess.next()) {
					switch (partialSuccess.field()) {
						case 1 -> rejected = Math.max(0, partialSuccess.varint());
						case 2 -> reason = partialSuccess.text();
						default -> partialSuccess.skip();
					}
				}
			}
		}
		catch (DataFormatException ex) {
			// nobody is helped by a complaint
		}
		if (rejected == 0 && reason.isEmpty()) {
			return null;
		}
		return ExportException.partial((int) Math.min(rejected, Integer.MAX_VALUE),
				reason.isEmpty() ? "it does not say why" : reason);
	}

	@Override
	public String ofRefusal(String contentType, byte[] body) {
		return contentType.startsWith("application/x-protobuf") ? message(body)
				: AnswerBody.super.ofRefusal(contentType, body);
	}

	private static String message(byte[] status) {
		try {
			ProtobufReader reader = new ProtobufReader(status);
			return seek(reader, 2) ? reader.text() : "";
		}
		catch (DataFormatException ex) {
			return "";
		}
	}

	/**
	 * Looks for a {@code google.rpc.RetryInfo} among the details of a
	 * {@code google.rpc.Status}.
	 * @param status its bytes
	 * @return when to try again, or {@code null} if it does not say
	 */
	static Duration retryDelay(byte[] status) {
		try {
			ProtobufReader details = new ProtobufReader(status);
			while (seek(details, 3)) {
				ProtobufReader any = details.message();
				if (seek(any, 1) && any.text().endsWith("/google.rpc.RetryInfo")) {
					return seek(any, 2) ? delay(any.message()) : Duration.ZERO;
				}
			}
		}
		catch (DataFormatException ex) {
			// the usual pause will do
		}
		return null;
	}

	private static Duration delay(ProtobufReader retryInfo) throws DataFormatException {
		long seconds = 0;
		long nanos = 0;
		if (seek(retryInfo, 1)) {
			ProtobufReader duration = retryInfo.message();
			while (duration.next()) {
				switch (duration.field()) {
					case 1 -> seconds = duration.varint();
					case 2 -> nanos = duration.varint();
					default -> duration.skip();
				}
			}
		}
		return Duration.ofSeconds(Math.max(0, Math.min(seconds, MOST_SECONDS)),
				Math.max(0, Math.min(nanos, 999_999_999)));
	}

	/** Moves to the next field with a number, which lower ones come before. */
	private static boolean seek(ProtobufReader message, int field) throws DataFormatException {
		while (message.next()) {
			if (message.field() == field) {
				return true;
			}
			message.skip();
		}
		return false;
	}

}
