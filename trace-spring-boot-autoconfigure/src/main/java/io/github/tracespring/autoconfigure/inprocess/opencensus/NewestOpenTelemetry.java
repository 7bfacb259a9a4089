// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.opencensus;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerBuilder;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.propagation.ContextPropagators;

/**
 * Leads each span to the newest application that is open. The shim keeps the first tracer
 * that it gets for as long as the JVM lives, so the tracer must outlive any SDK, and hold
 * none.
 */
final class NewestOpenTelemetry implements OpenTelemetry, TracerProvider {

	@Override
	public TracerProvider getTracerProvider() {
		return this;
	}

	@Override
	public ContextPropagators getPropagators() {
		return GlobalRegistration.newest().getPropagators();
	}

	@Override
	public Tracer get(String scope) {
		return new NewestTracer(scope, null, null);
	}

	@Override
	public Tracer get(String scope, String version) {
		return new NewestTracer(scope, version, null);
	}

	@Override
	public TracerBuilder tracerBuilder(String scope) {
		return new NewestTracer(scope, null, null);
	}

	/** Builder and built in one, as it does not change. */
	private record NewestTracer(String scope, String version, String schemaUrl) implements Tracer, TracerBuilder {

		@Override
		public TracerBuilder setSchemaUrl(String url) {
			return new NewestTracer(this.scope, this.version, url);
		}

		@Override
		public TracerBuilder setInstrumentationVersion(String number) {
			return new NewestTracer(this.scope, number, this.schemaUrl);
		}

		@Override
		public Tracer build() {
			return this;
		}

		@Override
		public SpanBuilder spanBuilder(String spanName) {
			TracerBuilder builder = GlobalRegistration.newest().tracerBuilder(this.scope);
			builder = (this.version != null) ? builder.setInstrumentationVersion(this.version) : builder;
			builder = (this.schemaUrl != null) ? builder.setSchemaUrl(this.schemaUrl) : builder;
			return builder.build().spanBuilder(spanName);
		}

	}

}
