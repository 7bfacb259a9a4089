// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.grpc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.grpc.Metadata;
import io.opentelemetry.context.propagation.TextMapGetter;

import io.github.tracespring.autoconfigure.core.propagation.HeaderLines;

/**
 * Reads the context from the metadata of a call. Binary entries are none of its business.
 */
enum MetadataReader implements TextMapGetter<Metadata> {

	INSTANCE;

	@Override
	public Iterable<String> keys(Metadata metadata) {
		return metadata.keys();
	}

	@Override
	public String get(Metadata metadata, String name) {
		if (metadata == null || name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
			return null;
		}
		Iterable<String> values = metadata.getAll(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
		if (values == null) {
			return null;
		}
		List<String> lines = new ArrayList<>(1);
		values.forEach(lines::add);
		return HeaderLines.join(name, Collections.enumeration(lines));
	}

}
