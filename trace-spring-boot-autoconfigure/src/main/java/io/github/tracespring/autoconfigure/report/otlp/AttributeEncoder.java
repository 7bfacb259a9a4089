// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;

/**
 * Encodes attributes as OTLP's {@code KeyValue}; the numbers here are its field numbers.
 * Goes by what a value is, since the types of keys grow with OpenTelemetry's versions.
 *
 * @see <a href=
 * "https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/common/v1/common.proto">common.proto</a>
 */
final class AttributeEncoder {

	private static final int KNOWN = 256;

	private static final int LONGEST = 64;

	private final ProtobufWriter out;

	/** One for all attributes of all spans. */
	private final BiConsumer<AttributeKey<?>, Object> each = this::attribute;

	/**
	 * The first keys that came, each in the place of its hash, with all that is written
	 * of it.
	 */
	private final String[] known = new String[KNOWN];

	private final byte[][] written = new byte[KNOWN][];

	/** Of the attributes that are being written. */
	private int field;

	AttributeEncoder(ProtobufWriter out) {
		this.out = out;
	}

	void write(int field, Attributes attributes) {
		this.field = field;
		attributes.forEach(this.each);
	}

	private void attribute(AttributeKey<?> key, Object value) {
		keyValue(this.field, key.getKey(), value);
	}

	private void keyValue(int field, String key, Object value) {
		int message = this.out.begin(field);
		key(key);
		anyValue(2, value);
		this.out.end(message);
	}

	private void key(String key) {
		int place = key.hashCode() & (KNOWN - 1);
		if (key.equals(this.known[place])) {
			this.out.write(this.written[place], 0, this.written[place].length);
			return;
		}
		int start = this.out.size();
		this.out.text(1, key);
		if (this.known[place] == null && key.length() <= LONGEST) {
			this.written[place] = Arrays.copyOfRange(this.out.array(), start, this.out.size());
			this.known[place] = key;
		}
	}

	private void anyValue(int field, Object value) {
		int message = this.out.begin(field);
		plainValue(value);
		this.out.end(message);
	}

	/**
	 * The final classes first: what a value is not costs more to find out of the others.
	 */
	private void plainValue(Object value) {
		if (value instanceof String text) {
			this.out.text(1, text);
		}
		else if (value instanceof Boolean flag) {
			this.out.varint(2, flag ? 1 : 0);
		}
		else if (value instanceof Long number) {
			this.out.varint(3, number);
		}
		else if (value instanceof Double number) {
			this.out.fixed64(4, Double.doubleToRawLongBits(number));
		}
		else if (value instanceof List<?> list) {
			list(5, list);
		}
		else if (value instanceof Value<?> typed) {
			typedValue(typed);
		}
		else if (value instanceof ByteBuffer octets) {
			this.out.bytes(7, octets);
		}
		// what is left is the empty value
	}

	private void typedValue(Value<?> typed) {
		if (typed.getType() == ValueType.KEY_VALUE_LIST) {
			list(6, (List<?>) typed.getValue());
		}
		else {
			plainValue(typed.getValue());
		}
	}

	private void list(int field, List<?> list) {
		int message = this.out.begin(field);
		for (Object item : list) {
			if (item instanceof KeyValue entry) {
				keyValue(1, entry.getKey(), entry.getValue());
			}
			else {
				anyValue(1, item);
			}
		}
		this.out.end(message);
	}

}
