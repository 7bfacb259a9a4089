// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.wire;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.IdGenerator;

import io.github.tracespring.autoconfigure.config.Endpoint;
import io.github.tracespring.autoconfigure.config.HttpTokens;

/**
 * The headers of each request: the endpoint's credentials, the configured ones, and those
 * that change. The later wins.
 */
public final class RequestHeaders {

	private final Map<String, String> fixed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	private final Supplier<Map<String, String>> changing;

	/**
	 * Creates the headers.
	 * @param endpoint where requests go
	 * @param configured values by name, legal
	 * @param changing asked before each request, or {@code null}
	 */
	public RequestHeaders(Endpoint endpoint, Map<String, String> configured, Supplier<Map<String, String>> changing) {
		if (endpoint.authorization() != null) {
			this.fixed.put("Authorization", endpoint.authorization());
		}
		this.fixed.putAll(configured);
		this.changing = changing;
	}

	/**
	 * Returns the headers for a request that is sent now.
	 * @return values by name
	 * @throws ExportException if those that change can not be had now
	 */
	public Map<String, String> current() throws ExportException {
		if (this.changing == null) {
			return this.fixed;
		}
		Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		all.putAll(this.fixed);
		try (Scope untraced = untraced()) {
			this.changing.get().forEach((name, value) -> {
				if (!HttpTokens.isToken(name) || !HttpTokens.isFieldValue(value)) {
					throw new IllegalArgumentException("not legal");
				}
				all.put(name, value);
			});
			return all;
		}
		catch (RuntimeException ex) {
			// its message may hold a secret
			throw ExportException.retryable("the OtlpHeadersSupplier failed (" + ex.getClass().getSimpleName() + ")",
					null, null);
		}
	}

	/** Spans of a call for a token would be sent with the next batch, and ask again. */
	private static Scope untraced() {
		IdGenerator ids = IdGenerator.random();
		SpanContext unsampled = SpanContext.create(ids.generateTraceId(), ids.generateSpanId(), TraceFlags.getDefault(),
				TraceState.getDefault());
		return Context.root().with(Span.wrap(unsampled)).makeCurrent();
	}

}
