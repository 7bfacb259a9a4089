// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.jaeger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Thrift's compact protocol: numbers as long as they need to be, fields by the distance
 * to the one before.
 *
 * @see <a href=
 * "https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md">Thrift
 * compact protocol</a>
 */
final class CompactThrift extends ThriftWriter {

	private static final int PROTOCOL = 0x82;

	private static final int VERSION = 1;

	private static final int ONEWAY = 4;

	/** What fits into the half of a byte that a short form has. */
	private static final int SHORT = 15;

	/** The id of the last field of each struct that is open. */
	private final Deque<Integer> fields = new ArrayDeque<>();

	/** Begins a call that is not answered; the struct of its arguments follows. */
	void oneway(String method) {
		raw(PROTOCOL);
		raw((ONEWAY << 5) | VERSION);
		// the sequence number, which matters to answers alone
		varint(0);
		byte[] name = method.getBytes(StandardCharsets.UTF_8);
		length(name.length);
		raw(name);
	}

	@Override
	void beginStruct() {
		this.fields.push(0);
	}

	@Override
	void endStruct() {
		raw(0);
		this.fields.pop();
	}

	@Override
	void field(int id, ThriftType type) {
		field(id, type.compact());
	}

	private void field(int id, int type) {
		int distance = id - this.fields.pop();
		this.fields.push(id);
		if (distance < 1 || distance > SHORT) {
			throw new IllegalArgumentException("fields are written in their order");
		}
		raw((distance << 4) | type);
	}

	@Override
	void list(int size) {
		raw((Math.min(size, SHORT) << 4) | ThriftType.STRUCT.compact());
		if (size >= SHORT) {
			length(size);
		}
	}

	@Override
	void length(int bytes) {
		varint(bytes);
	}

	@Override
	void bool(int id, boolean value) {
		field(id, ThriftType.BOOL.compact() + (value ? 0 : 1));
	}

	@Override
	void int32(int value) {
		int64(value);
	}

	/** Zigzag: numbers near zero, negative too, are short. */
	@Override
	void int64(long value) {
		varint((value << 1) ^ (value >> 63));
	}

	/** Least significant byte first, as all implementations but not the document. */
	@Override
	void float64(double value) {
		long bits = Double.doubleToLongBits(value);
		for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
			raw((int) (bits >> shift));
		}
	}

	/** Seven bits a byte, the lowest first. */
	private void varint(long value) {
		long rest = value;
		while ((rest & ~0x7fL) != 0) {
			raw((int) ((rest & 0x7f) | 0x80));
			rest >>>= 7;
		}
		raw((int) rest);
	}

}
