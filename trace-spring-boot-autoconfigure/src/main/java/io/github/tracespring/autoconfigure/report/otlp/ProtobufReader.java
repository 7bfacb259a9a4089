// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.DataFormatException;

/**
 * Reads the fields of a protobuf message, one after the other: {@link #next} moves to a
 * field, and one of the other methods takes its value. Takes no more memory than the
 * message has bytes, whatever they are.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Encoding</a>
 */
final class ProtobufReader {

	private final byte[] bytes;

	private final int end;

	private int position;

	private int tag;

	ProtobufReader(byte[] bytes) {
		this(bytes, 0, bytes.length);
	}

	private ProtobufReader(byte[] bytes, int start, int end) {
		this.bytes = bytes;
		this.position = start;
		this.end = end;
	}

	/**
	 * Moves to the next field.
	 * @return whether there is one
	 * @throws DataFormatException if what follows is no field
	 */
	boolean next() throws DataFormatException {
		if (this.position == this.end) {
			return false;
		}
		long next = readVarint();
		if (next >>> 3 == 0 || next >>> 32 != 0) {
			throw new DataFormatException("no field has the tag " + next);
		}
		this.tag = (int) next;
		return true;
	}

	int field() {
		return this.tag >>> 3;
	}

	long varint() throws DataFormatException {
		expect(ProtobufWriter.VARINT);
		return readVarint();
	}

	long fixed64() throws DataFormatException {
		expect(ProtobufWriter.FIXED64);
		return (long) ProtobufWriter.LONGS.get(this.bytes, take(Long.BYTES));
	}

	int fixed32() throws DataFormatException {
		expect(ProtobufWriter.FIXED32);
		return (int) ProtobufWriter.INTS.get(this.bytes, take(Integer.BYTES));
	}

	String text() throws DataFormatException {
		int length = length();
		return new String(this.bytes, take(length), length, StandardCharsets.UTF_8);
	}

	byte[] bytes() throws DataFormatException {
		int length = length();
		int start = take(length);
		return Arrays.copyOfRange(this.bytes, start, start + length);
	}

	/**
	 * Takes an id.
	 * @param length how many bytes it must have
	 * @return its digits, in lower case
	 * @throws DataFormatException if it is longer or shorter
	 */
	String hex(int length) throws DataFormatException {
		if (length() != length) {
			throw new DataFormatException("an id is not " + length + " bytes long");
		}
		int start = take(length);
		return HexFormat.of().formatHex(this.bytes, start, start + length);
	}

	ProtobufReader message() throws DataFormatException {
		int length = length();
		int start = take(length);
		return new ProtobufReader(this.bytes, start, start + length);
	}

	/** Passes over a field that nobody knows. */
	void skip() throws DataFormatException {
		switch (this.tag & 7) {
			case ProtobufWriter.VARINT -> readVarint();
			case ProtobufWriter.FIXED64 -> take(Long.BYTES);
			case ProtobufWriter.LENGTH -> take(length());
			case ProtobufWriter.FIXED32 -> take(Integer.BYTES);
			default -> throw new DataFormatException("no field has the type " + (this.tag & 7));
		}
	}

	private void expect(int type) throws DataFormatException {
		if ((this.tag & 7) != type) {
			throw new DataFormatException("field " + field() + " has the type " + (this.tag & 7) + ", not " + type);
		}
	}

	private int length() throws DataFormatException {
		expect(ProtobufWriter.LENGTH);
		long length = readVarint();
		if (length < 0 || length > this.end - this.position) {
			throw new DataFormatException("field " + field() + " is longer than what it is in");
		}
		return (int) length;
	}

	private long readVarint() throws DataFormatException {
		long value = 0;
		for (int shift = 0; shift < Long.SIZE; shift += 7) {
			byte next = this.bytes[take(1)];
			value |= (next & 0x7fL) << shift;
			if (next >= 0) {
				return value;
			}
		}
		throw new DataFormatException("a number does not end");
	}

	private int take(int length) throws DataFormatException {
		if (length > this.end - this.position) {
			throw new DataFormatException("it ends within field " + field());
		}
		int start = this.position;
		this.position += length;
		return start;
	}

}
