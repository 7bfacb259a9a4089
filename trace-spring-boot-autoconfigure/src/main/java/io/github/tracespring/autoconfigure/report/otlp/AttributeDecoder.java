// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;

import org.springframework.util.ReflectionUtils;

/**
 * Decodes OTLP's {@code KeyValue}, as {@link AttributeEncoder} writes it.
 */
final class AttributeDecoder {

	/** What protobuf's own readers bear, and so all that a collector takes. */
	private static final int DEEPEST = 100;

	/** Since OpenTelemetry 1.59; on earlier ones no span has such a value. */
	private static final Method VALUE_KEY = ReflectionUtils.findMethod(AttributeKey.class, "valueKey", String.class);

	private static final Method EMPTY = ReflectionUtils.findMethod(Value.class, "empty");

	private AttributeDecoder() {
	}

	static void read(ProtobufReader in, AttributesBuilder to) throws DataFormatException {
		KeyValue attribute = keyValue(in, 0);
		put(to, attribute.getKey(), attribute.getValue());
	}

	private static void put(AttributesBuilder to, String key, Value<?> value) {
		if (value.getValue() instanceof String text) {
			to.put(key, text);
		}
		else if (value.getValue() instanceof Boolean flag) {
			to.put(key, flag);
		}
		else if (value.getValue() instanceof Long number) {
			to.put(key, number);
		}
		else if (value.getValue() instanceof Double number) {
			to.put(key, number);
		}
		else if (!(value.getType() == ValueType.ARRAY && putList(to, key, (List<?>) value.getValue()))) {
			putAny(to, key, value);
		}
	}

	/** A list of one kind has a key of that kind. */
	private static boolean putList(AttributesBuilder to, String key, List<?> list) {
		Object first = list.isEmpty() ? "" : plain(list.get(0));
		if (!list.stream().allMatch((item) -> plain(item).getClass() == first.getClass())) {
			return false;
		}
		if (first instanceof String) {
			to.put(AttributeKey.stringArrayKey(key), plain(list, String.class));
		}
		else if (first instanceof Boolean) {
			to.put(AttributeKey.booleanArrayKey(key), plain(list, Boolean.class));
		}
		else if (first instanceof Long) {
			to.put(AttributeKey.longArrayKey(key), plain(list, Long.class));
		}
		else if (first instanceof Double) {
			to.put(AttributeKey.doubleArrayKey(key), plain(list, Double.class));
		}
		else {
			return false;
		}
		return true;
	}

	private static Object plain(Object item) {
		return ((Value<?>) item).getValue();
	}

	private static <T> List<T> plain(List<?> list, Class<T> type) {
		return list.stream().map((item) -> type.cast(plain(item))).toList();
	}

	@SuppressWarnings("unchecked")
	private static void putAny(AttributesBuilder to, String key, Value<?> value) {
		if (VALUE_KEY != null) {
			to.put((AttributeKey<Value<?>>) ReflectionUtils.invokeMethod(VALUE_KEY, null, key), value);
		}
		else {
			to.put(key, value.asString());
		}
	}

	private static KeyValue keyValue(ProtobufReader in, int depth) throws DataFormatException {
		String key = "";
		Value<?> value = empty();
		while (in.next()) {
			switch (in.field()) {
				case 1 -> key = in.text();
				case 2 -> value = anyValue(in.message(), depth + 1);
				default -> in.skip();
			}
		}
		return KeyValue.of(key, value);
	}

	private static Value<?> anyValue(ProtobufReader in, int depth) throws DataFormatException {
		if (depth > DEEPEST) {
			throw new DataFormatException("values are nested too deeply");
		}
		Value<?> value = empty();
		while (in.next()) {
			switch (in.field()) {
				case 1 -> value = Value.of(in.text());
				case 2 -> value = Value.of(in.varint() != 0);
				case 3 -> value = Value.of(in.varint());
				case 4 -> value = Value.of(Double.longBitsToDouble(in.fixed64()));
				case 5 -> value = list(in.message(), depth);
				case 6 -> value = map(in.message(), depth);
				case 7 -> value = Value.of(in.bytes());
				default -> in.skip();
			}
		}
		return value;
	}

	private static Value<?> list(ProtobufReader in, int depth) throws DataFormatException {
		List<Value<?>> list = new ArrayList<>();
		while (in.next()) {
			if (in.field() == 1) {
				list.add(anyValue(in.message(), depth + 1));
			}
			else {
				in.skip();
			}
		}
		return Value.of(list);
	}

	private static Value<?> map(ProtobufReader in, int depth) throws DataFormatException {
		List<KeyValue> map = new ArrayList<>();
		while (in.next()) {
			if (in.field() == 1) {
				map.add(keyValue(in.message(), depth + 1));
			}
			else {
				in.skip();
			}
		}
		return Value.of(map.toArray(KeyValue[]::new));
	}

	private static Value<?> empty() {
		return (EMPTY != null) ? (Value<?>) ReflectionUtils.invokeMethod(EMPTY, null) : Value.of("");
	}

}
