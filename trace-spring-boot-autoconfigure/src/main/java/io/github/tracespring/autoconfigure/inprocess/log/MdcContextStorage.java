// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.log;

import java.util.concurrent.atomic.AtomicBoolean;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import org.slf4j.MDC;

/**
 * Keeps the ids of the current span in the MDC, on every thread where a context is
 * current and of whichever SDK the span is. There is one for the JVM, as there is one
 * storage. It is used whenever a context becomes current, so it does nothing where the
 * span stays the same.
 */
final class MdcContextStorage implements ContextStorage {

	private static final AtomicBoolean installed = new AtomicBoolean();

	private static volatile boolean effective;

	private final ContextStorage delegate;

	private MdcContextStorage(ContextStorage delegate) {
		this.delegate = delegate;
	}

	/**
	 * Asks OpenTelemetry to use this storage, which it does as long as no context was
	 * used in this JVM.
	 */
	static void install() {
		if (installed.compareAndSet(false, true)) {
			ContextStorage.addWrapper((delegate) -> {
				effective = true;
				return new MdcContextStorage(delegate);
			});
		}
	}

	/**
	 * Whether the storage is in use. No other storage can be added after this was asked.
	 */
	static boolean isEffective() {
		ContextStorage.get();
		return effective;
	}

	@Override
	public Scope attach(Context toAttach) {
		SpanContext before = span(this.delegate.current());
		SpanContext span = span(toAttach);
		Scope scope = this.delegate.attach(toAttach);
		return (toAttach == null || same(span, before)) ? scope : new MdcScope(this.delegate, scope, span);
	}

	@Override
	public Context current() {
		return this.delegate.current();
	}

	@Override
	public Context root() {
		return this.delegate.root();
	}

	private static SpanContext span(Context context) {
		Span span = (context != null) ? Span.fromContextOrNull(context) : null;
		return (span != null) ? span.getSpanContext() : SpanContext.getInvalid();
	}

	private static boolean same(SpanContext one, SpanContext other) {
		return one == other
				|| (one.getSpanId().equals(other.getSpanId()) && one.getTraceId().equals(other.getTraceId()));
	}

	/** Puts the ids, and puts back what was there when the span is no longer current. */
	private static final class MdcScope implements Scope {

		/** OpenTelemetry's names for log fields. */
		private static final String TRACE_ID = "trace_id";

		private static final String SPAN_ID = "span_id";

		/** Spring Boot's names for its correlation pattern. */
		private static final String BOOT_TRACE_ID = "traceId";

		private static final String BOOT_SPAN_ID = "spanId";

		private final ContextStorage storage;

		private final Scope scope;

		private final String traceId = MDC.get(TRACE_ID);

		private final String spanId = MDC.get(SPAN_ID);

		private final String bootTraceId = MDC.get(BOOT_TRACE_ID);

		private final String bootSpanId = MDC.get(BOOT_SPAN_ID);

		MdcScope(ContextStorage storage, Scope scope, SpanContext span) {
			this.storage = storage;
			this.scope = scope;
			String trace = span.isValid() ? span.getTraceId() : null;
			String id = span.isValid() ? span.getSpanId() : null;
			put(trace, id, trace, id);
		}

		@Override
		public void close() {
			Context current = this.storage.current();
			this.scope.close();
			// a scope closed twice, out of order or on another thread changes nothing
			if (this.storage.current() != current) {
				put(this.traceId, this.spanId, this.bootTraceId, this.bootSpanId);
			}
		}

		private static void put(String traceId, String spanId, String bootTraceId, String bootSpanId) {
			put(TRACE_ID, traceId);
			put(SPAN_ID, spanId);
			put(BOOT_TRACE_ID, bootTraceId);
			put(BOOT_SPAN_ID, bootSpanId);
		}

		private static void put(String key, String value) {
			if (value != null) {
				MDC.put(key, value);
			}
			else {
				MDC.remove(key);
			}
		}

	}

}
