// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.jaeger;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.Consumer;

import io.github.tracespring.autoconfigure.report.wire.GrowingArray;

/**
 * Writes as much of a Thrift protocol as Jaeger's structs need. An encoded struct is the
 * same bytes wherever it stands, so parts can be encoded first and put together later.
 */
abstract class ThriftWriter {

	private static final int USUAL_SPAN = 1024;

	private byte[] bytes = new byte[USUAL_SPAN];

	private int size;

	abstract void beginStruct();

	abstract void endStruct();

	/** What stands before each value of a struct. */
	abstract void field(int id, ThriftType type);

	/** What stands before the items of a list of structs. */
	abstract void list(int size);

	abstract void length(int bytes);

	abstract void bool(int id, boolean value);

	abstract void int32(int value);

	abstract void int64(long value);

	abstract void float64(double value);

	final void struct(Runnable fields) {
		beginStruct();
		fields.run();
		endStruct();
	}

	final void i32(int id, int value) {
		field(id, ThriftType.I32);
		int32(value);
	}

	final void i64(int id, long value) {
		field(id, ThriftType.I64);
		int64(value);
	}

	final void number(int id, double value) {
		field(id, ThriftType.DOUBLE);
		float64(value);
	}

	/** Most texts are ASCII, which takes no array of its own. */
	final void text(int id, String value) {
		int length = value.length();
		for (int i = 0; i < length; i++) {
			if (value.charAt(i) >= 0x80) {
				bytes(id, value.getBytes(StandardCharsets.UTF_8));
				return;
			}
		}
		field(id, ThriftType.BINARY);
		length(length);
		ensure(length);
		for (int i = 0; i < length; i++) {
			this.bytes[this.size + i] = (byte) value.charAt(i);
		}
		this.size += length;
	}

	final void bytes(int id, byte[] value) {
		field(id, ThriftType.BINARY);
		length(value.length);
		raw(value);
	}

	/** A field that has been encoded before. */
	final void struct(int id, byte[] encoded) {
		field(id, ThriftType.STRUCT);
		raw(encoded);
	}

	/** A list of what has been encoded before. */
	final void structs(int id, Collection<byte[]> encoded) {
		field(id, ThriftType.LIST);
		list(encoded.size());
		encoded.forEach(this::raw);
	}

	final <T> void structs(int id, Collection<T> items, Consumer<T> fields) {
		field(id, ThriftType.LIST);
		list(items.size());
		items.forEach((item) -> struct(() -> fields.accept(item)));
	}

	final void raw(byte[] bytes) {
		ensure(bytes.length);
		System.arraycopy(bytes, 0, this.bytes, this.size, bytes.length);
		this.size += bytes.length;
	}

	final void raw(int octet) {
		ensure(1);
		this.bytes[this.size++] = (byte) octet;
	}

	private void ensure(int more) {
		if (more > this.bytes.length - this.size) {
			this.bytes = GrowingArray.grow(this.bytes, this.size, more);
		}
	}

	final byte[] toByteArray() {
		return Arrays.copyOf(this.bytes, this.size);
	}

}
