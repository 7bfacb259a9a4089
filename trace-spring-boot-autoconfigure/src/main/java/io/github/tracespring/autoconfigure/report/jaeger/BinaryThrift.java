// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.jaeger;

/**
 * Thrift's binary protocol: numbers in their full width, most significant byte first.
 *
 * @see <a href=
 * "https://github.com/apache/thrift/blob/master/doc/specs/thrift-binary-protocol.md">Thrift
 * binary protocol</a>
 */
final class BinaryThrift extends ThriftWriter {

	@Override
	void beginStruct() {
	}

	@Override
	void endStruct() {
		raw(0);
	}

	@Override
	void field(int id, ThriftType type) {
		raw(type.binary());
		raw(id >> 8);
		raw(id);
	}

	@Override
	void list(int size) {
		raw(ThriftType.STRUCT.binary());
		int32(size);
	}

	@Override
	void length(int bytes) {
		int32(bytes);
	}

	@Override
	void bool(int id, boolean value) {
		field(id, ThriftType.BOOL);
		raw(value ? 1 : 0);
	}

	@Override
	void int32(int value) {
		for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
			raw(value >> shift);
		}
	}

	@Override
	void int64(long value) {
		int32((int) (value >> Integer.SIZE));
		int32((int) value);
	}

	@Override
	void float64(double value) {
		int64(Double.doubleToLongBits(value));
	}

}
