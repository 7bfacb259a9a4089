// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.log;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import org.slf4j.MDC;
import org.slf4j.helpers.NOPMDCAdapter;

/**
 * Keeps the ids of the current span, and the configured entries of the baggage, in the
 * MDC, on every thread where a context is current and of whichever SDK the span is. There
 * is one for the JVM, as there is one storage. It is used whenever a context becomes
 * current, so it does nothing where span and baggage stay the same.
 */
final class MdcContextStorage implements ContextStorage {

	/**
	 * OpenTelemetry's names for log fields; Spring Boot's for its correlation pattern. In
	 * turns the trace's id and the span's.
	 */
	private static final String[] IDS = { "trace_id", "span_id", "traceId", "spanId" };

	private static final AtomicBoolean installed = new AtomicBoolean();

	private static volatile boolean effective;

	private final ContextStorage delegate;

	private MdcContextStorage(ContextStorage delegate) {
		this.delegate = delegate;
	}

	/** Without a logging back end SLF4J has an MDC that keeps nothing. */
	static boolean isWorthwhile() {
		return !(MDC.getMDCAdapter() instanceof NOPMDCAdapter);
	}

	/**
	 * Asks OpenTelemetry to use this storage, which it does as long as no context was
	 * used in this JVM.
	 */
	static void install() {
		if (isWorthwhile() && installed.compareAndSet(false, true)) {
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
		Context before = this.delegate.current();
		Scope scope = this.delegate.attach(toAttach);
		if (toAttach == null || toAttach == before) {
			return scope;
		}
		Map<String, String> baggage = BaggageFields.changes(before, toAttach);
		if (!baggage.isEmpty()) {
			String[] keys = baggage.keySet().toArray(String[]::new);
			MdcScope fields = new MdcScope(this.delegate, scope, keys);
			for (int i = 0; i < keys.length; i++) {
				fields.set(i, baggage.get(keys[i]));
			}
			scope = fields;
		}
		SpanContext span = span(toAttach);
		if (!same(span, span(before))) {
			String trace = span.isValid() ? span.getTraceId() : null;
			String id = span.isValid() ? span.getSpanId() : null;
			MdcScope ids = new MdcScope(this.delegate, scope, IDS);
			for (int i = 0; i < IDS.length; i++) {
				ids.set(i, (i % 2 == 0) ? trace : id);
			}
			scope = ids;
		}
		return scope;
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

	/**
	 * Puts values, and puts back what was there when the context is no longer current.
	 */
	private static final class MdcScope implements Scope {

		private final ContextStorage storage;

		private final Scope scope;

		private final String[] keys;

		/** Most often nothing, which takes no array. */
		private String[] before;

		MdcScope(ContextStorage storage, Scope scope, String[] keys) {
			this.storage = storage;
			this.scope = scope;
			this.keys = keys;
		}

		/** Once for each key, since what was there before is kept. */
		void set(int i, String value) {
			String old = MDC.get(this.keys[i]);
			if (old != null) {
				this.before = (this.before != null) ? this.before : new String[this.keys.length];
				this.before[i] = old;
			}
			put(this.keys[i], value);
		}

		@Override
		public void close() {
			Context current = this.storage.current();
			this.scope.close();
			// a scope closed twice, out of order or on another thread changes nothing
			if (this.storage.current() != current) {
				for (int i = 0; i < this.keys.length; i++) {
					put(this.keys[i], (this.before != null) ? this.before[i] : null);
				}
			}
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
