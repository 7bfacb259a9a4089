// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

import io.github.tracespring.autoconfigure.report.wire.AnswerBody;
import io.github.tracespring.autoconfigure.report.wire.ExportException;

/**
 * What an OTLP collector says: an {@code ExportTraceServiceResponse} where it took the
 * spans, a {@code google.rpc.Status} or a text where it did not. The numbers here are
 * field numbers.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#partial-success">OTLP, partial
 * success</a>
 */
final class OtlpAnswer implements AnswerBody {

	@Override
	public ExportException ofSuccess(byte[] body) {
		long[] rejected = { 0 };
		String[] reason = { "" };
		fields(ByteBuffer.wrap(body), (field, value) -> {
			if (field == 1 && value instanceof ByteBuffer partialSuccess) {
				fields(partialSuccess, (inner, content) -> {
					if (inner == 1 && content instanceof Long count) {
						rejected[0] = Math.max(0, count);
					}
					else if (inner == 2 && content instanceof ByteBuffer text) {
						reason[0] = text(text);
					}
				});
			}
		});
		if (rejected[0] == 0 && reason[0].isEmpty()) {
			return null;
		}
		return ExportException.partial((int) Math.min(rejected[0], Integer.MAX_VALUE),
				reason[0].isEmpty() ? "it does not say why" : reason[0]);
	}

	@Override
	public String ofRefusal(String contentType, byte[] body) {
		return contentType.startsWith("application/x-protobuf") ? message(body)
				: AnswerBody.super.ofRefusal(contentType, body);
	}

	/**
	 * Reads a {@code google.rpc.Status}.
	 * @param status its bytes
	 * @return its message, empty if there is none
	 */
	static String message(byte[] status) {
		String[] message = { "" };
		fields(ByteBuffer.wrap(status), (field, value) -> {
			if (field == 2 && value instanceof ByteBuffer text) {
				message[0] = text(text);
			}
		});
		return message[0];
	}

	private static String text(ByteBuffer utf8) {
		return StandardCharsets.UTF_8.decode(utf8).toString();
	}

	/** Reads what can be read: nobody is helped by a complaint about the rest. */
	private static void fields(ByteBuffer message, BiConsumer<Integer, Object> reader) {
		message.order(ByteOrder.LITTLE_ENDIAN);
		try {
			while (message.hasRemaining()) {
				long tag = varint(message);
				Object value = switch ((int) tag & 7) {
					case 0 -> varint(message);
					case 1 -> message.getLong();
					case 2 -> part(message, varint(message));
					case 5 -> message.getInt();
					default -> throw new BufferUnderflowException();
				};
				reader.accept((int) (tag >>> 3), value);
			}
		}
		catch (BufferUnderflowException ex) {
			// damaged, or longer than is read of an answer
		}
	}

	private static ByteBuffer part(ByteBuffer message, long length) {
		if (length < 0 || length > message.remaining()) {
			throw new BufferUnderflowException();
		}
		ByteBuffer part = message.slice(message.position(), (int) length);
		message.position(message.position() + (int) length);
		return part;
	}

	private static long varint(ByteBuffer message) {
		long value = 0;
		for (int shift = 0; shift < Long.SIZE; shift += 7) {
			byte next = message.get();
			value |= (long) (next & 0x7f) << shift;
			if (next >= 0) {
				return value;
			}
		}
		throw new BufferUnderflowException();
	}

}
