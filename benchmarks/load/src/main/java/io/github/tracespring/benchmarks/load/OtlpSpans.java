// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.load;

import java.nio.ByteBuffer;

/**
 * Counts the spans of an {@code ExportTraceServiceRequest} without decoding them.
 */
final class OtlpSpans {

	/** Fields: resource_spans, then scope_spans, then spans. */
	private static final int[] FIELDS = { 1, 2, 2 };

	private static final int VARINT = 0;

	private static final int FIXED64 = 1;

	private static final int LENGTH = 2;

	private OtlpSpans() {
	}

	static long count(byte[] request) {
		return count(ByteBuffer.wrap(request), 0);
	}

	private static long count(ByteBuffer message, int depth) {
		if (depth == FIELDS.length) {
			return 1;
		}
		long count = 0;
		while (message.hasRemaining()) {
			int tag = (int) varint(message);
			switch (tag & 7) {
				case VARINT -> varint(message);
				case FIXED64 -> message.getLong();
				case LENGTH -> {
					int length = (int) varint(message);
					if (tag >>> 3 == FIELDS[depth]) {
						count += count(message.slice(message.position(), length), depth + 1);
					}
					message.position(message.position() + length);
				}
				default -> message.getInt();
			}
		}
		return count;
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
