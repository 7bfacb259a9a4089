// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.grpc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.grpc.Metadata;
import io.opentelemetry.context.propagation.TextMapGetter;

import io.github.tracespring.autoconfigure.core.propagation.HeaderLines;

/**
 * Reads the context from the metadata of a call. Binary entries are none of its business.
 */
enum MetadataReader implements TextMapGetter<Metadata> {

	INSTANCE;

	/** The names of formats are few, but those of Jaeger's baggage are the callers'. */
	private static final int MAX_KEYS = 64;

	private final Map<String, Metadata.Key<String>> known = new ConcurrentHashMap<>();

	@Override
	public Iterable<String> keys(Metadata metadata) {
		return metadata.keys();
	}

	@Override
	public String get(Metadata metadata, String name) {
		if (metadata == null || name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
			return null;
		}
		Iterable<String> values = metadata.getAll(key(name));
		if (values == null) {
			return null;
		}
		List<String> lines = new ArrayList<>(1);
		values.forEach(lines::add);
		return HeaderLines.join(name, Collections.enumeration(lines));
	}

	private Metadata.Key<String> key(String name) {
		Metadata.Key<String> key = this.known.get(name);
		if (key == null) {
			key = Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
			if (this.known.size() < MAX_KEYS) {
				this.known.put(name, key);
			}
		}
		return key;
	}

}
