// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.jaeger;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.function.Consumer;

/**
 * Writes as much of a Thrift protocol as Jaeger's structs need. An encoded struct is the
 * same bytes wherever it stands, so parts can be encoded first and put together later.
 */
abstract class ThriftWriter {

	private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);

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

	final void text(int id, String value) {
		bytes(id, value.getBytes(StandardCharsets.UTF_8));
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
		this.out.writeBytes(bytes);
	}

	final void raw(int octet) {
		this.out.write(octet);
	}

	final byte[] toByteArray() {
		return this.out.toByteArray();
	}

}
