// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.util.Map;

import io.opentelemetry.context.propagation.TextMapGetter;

/**
 * Reads headers from a map.
 */
enum MapGetter implements TextMapGetter<Map<String, String>> {

	INSTANCE;

	@Override
	public Iterable<String> keys(Map<String, String> carrier) {
		return carrier.keySet();
	}

	@Override
	public String get(Map<String, String> carrier, String key) {
		return carrier.get(key);
	}

}
