// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.jdbc;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tracespring.autoconfigure.config.TelemetryJdbcProperties;
import io.github.tracespring.autoconfigure.core.sampling.Suppression;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Decides what the span of a statement is: its name, its attributes, its parent, and
 * whether there is one. The proxies only translate.
 *
 * @see <a href= "https://opentelemetry.io/docs/specs/semconv/db/sql/">Semantic
 * conventions for SQL databases</a>
 */
final class JdbcHandler {

	static final Logger logger = LoggerFactory.getLogger(JdbcHandler.class);

	/** Set while a statement runs: it may pass through several DataSources. */
	private static final ContextKey<Boolean> RUNNING = ContextKey.named("telemetry-jdbc-running");

	/** The same for getting a connection, during which other statements may run. */
	private static final ContextKey<Boolean> CONNECTING = ContextKey.named("telemetry-jdbc-connecting");

	private static final String UNDESCRIBED = "SQL";

	private final ObjectProvider<Tracer> tracer;

	private final ObjectProvider<TelemetryJdbcProperties> properties;

	private final AtomicBoolean warned = new AtomicBoolean();

	private Parts parts;

	/**
	 * Creates a handler. The beans are looked up when the first statement runs: a
	 * DataSource is often created before the tracer.
	 */
	JdbcHandler(ObjectProvider<Tracer> tracer, ObjectProvider<TelemetryJdbcProperties> properties) {
		this.tracer = tracer;
		this.properties = properties;
	}

	/**
	 * Starts the span of a statement, and makes it current. Never throws.
	 * @param statement describes the statement, if that is needed
	 * @return the span, which does nothing where there is nothing to trace
	 */
	JdbcSpan statement(Function<JdbcStatements, JdbcStatement> statement) {
		return start(SpanKind.CLIENT, statement);
	}

	/**
	 * Starts the span of getting a connection, if that is wanted. Never throws.
	 * @return the span, which does nothing where there is nothing to trace
	 */
	JdbcSpan connection() {
		Parts parts = parts();
		return (parts != null && parts.connectionSpans())
				? start(SpanKind.INTERNAL, (statements) -> JdbcStatement.CONNECTION) : JdbcSpan.NONE;
	}

	private JdbcSpan start(SpanKind kind, Function<JdbcStatements, JdbcStatement> statement) {
		try {
			Context parent = Context.current();
			if (parent.get(guard(kind)) != null || Suppression.isSuppressed(parent)) {
				return JdbcSpan.NONE;
			}
			Parts parts = parts();
			return (parts != null) ? start(parts, parent, kind, statement) : JdbcSpan.NONE;
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("A statement is not traced", ex);
			return JdbcSpan.NONE;
		}
	}

	private static JdbcSpan start(Parts parts, Context parent, SpanKind kind,
			Function<JdbcStatements, JdbcStatement> statement) {
		SpanContext caller = Span.fromContext(parent).getSpanContext();
		boolean unlikely = caller.isValid() && !caller.isSampled();
		// Samplers see the description, but where all is decided it is not made
		JdbcStatement described = unlikely ? null : statement.apply(parts.statements());
		SpanBuilder builder = parts.tracer().spanBuilder(unlikely ? UNDESCRIBED : described.name());
		builder.setSpanKind(kind).setParent(parent);
		if (!unlikely) {
			builder.setAllAttributes(described.attributes());
		}
		Span span = builder.startSpan();
		if (unlikely) {
			if (!span.isRecording()) {
				return JdbcSpan.NONE;
			}
			described = statement.apply(parts.statements());
			span.updateName(described.name());
			span.setAllAttributes(described.attributes());
		}
		return new JdbcSpan(span, parent.with(span).with(guard(kind), Boolean.TRUE), described.system());
	}

	private static ContextKey<Boolean> guard(SpanKind kind) {
		return (kind == SpanKind.CLIENT) ? RUNNING : CONNECTING;
	}

	/**
	 * Without a lock: a statement in the middle of start-up must not wait for one that
	 * does.
	 */
	private Parts parts() {
		Parts parts = this.parts;
		if (parts == null) {
			try {
				TelemetryJdbcProperties properties = this.properties.getIfAvailable(TelemetryJdbcProperties::new);
				parts = new Parts(this.tracer.getObject(), new JdbcStatements(properties.isQueryText()),
						properties.isConnectionSpans());
				this.parts = parts;
			}
			catch (RuntimeException ex) {
				if (this.warned.compareAndSet(false, true)) {
					logger.warn("A statement is not traced, because there is no tracer: {}", ex.toString());
				}
			}
		}
		return parts;
	}

	private record Parts(Tracer tracer, JdbcStatements statements, boolean connectionSpans) {

	}

}
