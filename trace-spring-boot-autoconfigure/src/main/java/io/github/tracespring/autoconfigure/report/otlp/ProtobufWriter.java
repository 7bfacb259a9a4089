// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

import io.github.tracespring.autoconfigure.report.wire.GrowingArray;

/**
 * Writes protobuf into one growing array. A nested message is written in place: one byte
 * is kept for its length, and the few that are longer than that can tell are moved when
 * they end. So nothing is measured before it is written, and nothing is allocated for it.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Encoding</a>
 */
final class ProtobufWriter {

	static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

	static final int VARINT = 0;

	static final int FIXED64 = 1;

	static final int LENGTH = 2;

	static final int FIXED32 = 5;

	/** Of a number and the tag before it, at most. */
	private static final int LONGEST = 20;

	private byte[] bytes;

	private int size;

	/**
	 * Writes into an array, and into larger ones from when it is full.
	 * @param room the array
	 */
	ProtobufWriter(byte[] room) {
		this.bytes = room;
	}

	void varint(int field, long value) {
		ensure(LONGEST);
		tag(field, VARINT);
		varint(value);
	}

	void fixed64(int field, long value) {
		ensure(LONGEST);
		tag(field, FIXED64);
		LONGS.set(this.bytes, this.size, value);
		this.size += Long.BYTES;
	}

	void fixed32(int field, int value) {
		ensure(LONGEST);
		tag(field, FIXED32);
		INTS.set(this.bytes, this.size, value);
		this.size += Integer.BYTES;
	}

	void hex(int field, String digits) {
		int length = digits.length() / 2;
		ensure(LONGEST + length);
		tag(field, LENGTH);
		varint(length);
		byte[] to = this.bytes;
		int at = this.size;
		for (int i = 0; i < length; i++) {
			int high = HexFormat.fromHexDigit(digits.charAt(2 * i));
			to[at + i] = (byte) (high << 4 | HexFormat.fromHexDigit(digits.charAt(2 * i + 1)));
		}
		this.size = at + length;
	}

	void bytes(int field, ByteBuffer value) {
		int length = value.remaining();
		ensure(LONGEST + length);
		tag(field, LENGTH);
		varint(length);
		value.duplicate().get(this.bytes, this.size, length);
		this.size += length;
	}

	void text(int field, String value) {
		int start = begin(field);
		append(value);
		end(start);
	}

	/** Leaves out what is empty or {@code null}. */
	void textIfAny(int field, String value) {
		if (value != null && !value.isEmpty()) {
			text(field, value);
		}
	}

	/**
	 * Begins a message, or a text in several parts.
	 * @param field its number
	 * @return what {@link #end} is called with
	 */
	int begin(int field) {
		ensure(LONGEST);
		tag(field, LENGTH);
		return ++this.size;
	}

	void end(int start) {
		int length = this.size - start;
		int more = 0;
		for (int rest = length >>> 7; rest != 0; rest >>>= 7) {
			more++;
		}
		if (more > 0) {
			ensure(more);
			System.arraycopy(this.bytes, start, this.bytes, start + more, length);
		}
		this.size = start - 1;
		varint(length);
		this.size += length;
	}

	/** As UTF-8; half of a surrogate pair is a question mark, as everywhere in Java. */
	void append(String text) {
		int length = text.length();
		ensure(length);
		// fields would be written for each character
		byte[] to = this.bytes;
		int at = this.size;
		int i = 0;
		while (i < length && text.charAt(i) < 0x80) {
			to[at + i] = (byte) text.charAt(i);
			i++;
		}
		this.size = at + i;
		if (i < length) {
			appendAny(text, i);
		}
	}

	private void appendAny(String text, int from) {
		int length = text.length();
		ensure(Math.multiplyExact(length - from, 3));
		for (int i = from; i < length; i++) {
			char c = text.charAt(i);
			if (c < 0x80) {
				this.bytes[this.size++] = (byte) c;
			}
			else if (c < 0x800) {
				this.bytes[this.size++] = (byte) (0xc0 | c >> 6);
				continuation(c, 0);
			}
			else if (!Character.isSurrogate(c)) {
				this.bytes[this.size++] = (byte) (0xe0 | c >> 12);
				continuation(c, 6);
				continuation(c, 0);
			}
			else if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
				int pair = Character.toCodePoint(c, text.charAt(++i));
				this.bytes[this.size++] = (byte) (0xf0 | pair >> 18);
				continuation(pair, 12);
				continuation(pair, 6);
				continuation(pair, 0);
			}
			else {
				this.bytes[this.size++] = '?';
			}
		}
	}

	private void continuation(int codePoint, int shift) {
		this.bytes[this.size++] = (byte) (0x80 | codePoint >> shift & 0x3f);
	}

	private void tag(int field, int type) {
		varint((long) field << 3 | type);
	}

	/** Seven bits a byte, the lowest first. */
	private void varint(long value) {
		long rest = value;
		while ((rest & ~0x7fL) != 0) {
			this.bytes[this.size++] = (byte) (rest | 0x80);
			rest >>>= 7;
		}
		this.bytes[this.size++] = (byte) rest;
	}

	private void ensure(int more) {
		if (more > this.bytes.length - this.size) {
			this.bytes = GrowingArray.grow(this.bytes, this.size, more);
		}
	}

	/** Writes fields that are encoded already. */
	void write(byte[] fields, int start, int length) {
		ensure(length);
		System.arraycopy(fields, start, this.bytes, this.size, length);
		this.size += length;
	}

	int size() {
		return this.size;
	}

	/** Goes back to an array that was written into before, and to a place in it. */
	void reset(byte[] array, int size) {
		this.bytes = array;
		this.size = size;
	}

	byte[] array() {
		return this.bytes;
	}

	/**
	 * Returns what has been written, without a copy.
	 * @return a buffer on the array
	 */
	ByteBuffer toBuffer() {
		return ByteBuffer.wrap(this.bytes, 0, this.size);
	}

}
