// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.load;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds the spans of an {@code ExportTraceServiceRequest} without decoding them.
 */
final class OtlpSpans {

	/** Fields: resource_spans, then scope_spans, then spans. */
	private static final int[] FIELDS = { 1, 2, 2 };

	/** Of a span. */
	private static final int ID = 2;

	private static final int VARINT = 0;

	private static final int FIXED64 = 1;

	private static final int LENGTH = 2;

	private OtlpSpans() {
	}

	static long count(byte[] request) {
		long[] count = { 0 };
		forEach(ByteBuffer.wrap(request), 0, (span) -> count[0]++);
		return count[0];
	}

	/**
	 * The ids of all spans, in hex.
	 * @param request the request
	 */
	static List<String> ids(byte[] request) {
		List<String> ids = new ArrayList<>();
		forEach(ByteBuffer.wrap(request), 0,
				(span) -> fields(span, ID, (id) -> ids.add(Long.toHexString(id.getLong(id.position())))));
		return ids;
	}

	private static void forEach(ByteBuffer message, int depth, Consumer<ByteBuffer> spans) {
		if (depth == FIELDS.length) {
			spans.accept(message);
			return;
		}
		fields(message, FIELDS[depth], (part) -> forEach(part, depth + 1, spans));
	}

	private static void fields(ByteBuffer message, int number, Consumer<ByteBuffer> parts) {
		while (message.hasRemaining()) {
			int tag = (int) varint(message);
			switch (tag & 7) {
				case VARINT -> varint(message);
				case FIXED64 -> message.getLong();
				case LENGTH -> {
					int length = (int) varint(message);
					if (tag >>> 3 == number) {
						parts.accept(message.slice(message.position(), length));
					}
					message.position(message.position() + length);
				}
				default -> message.getInt();
			}
		}
	}

	private static long varint(ByteBuffer message) {
		long value = 0;
		for (int shift = 0;; shift += 7) {
			byte b = message.get();
			value |= (long) (b & 0x7f) << shift;
			if (b >= 0) {
				return value;
			}
		}
	}

}
