// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.observation;

import java.util.List;

import io.micrometer.observation.ObservationHandler;
import io.micrometer.tracing.SpanCustomizer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelBaggageManager;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelSpanCustomizer;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.micrometer.tracing.otel.bridge.OtelTracer.EventPublisher;
import io.micrometer.tracing.otel.bridge.Slf4JEventListener;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.propagation.ContextPropagators;

import io.github.tracespring.autoconfigure.config.ConditionalOnTelemetry;
import io.github.tracespring.autoconfigure.core.Instrumentation;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;
import io.github.tracespring.autoconfigure.core.propagation.InjectHosts;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * Makes a span of every Micrometer observation, on this project's own tracer, where
 * Micrometer Tracing's bridge to OpenTelemetry is on the class path. Comes before Boot's
 * auto-configuration of the same, so that all is the same with and without that.
 */
@AutoConfiguration(after = TracingAutoConfiguration.class, beforeName = {
		"org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration",
		"org.springframework.boot.actuate.autoconfigure.tracing.MicrometerTracingAutoConfiguration",
		"org.springframework.boot.actuate.autoconfigure.tracing.NoopTracerAutoConfiguration",
		"org.springframework.boot.actuate.autoconfigure.tracing.OpenTelemetryTracingAutoConfiguration",
		"org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration" })
@ConditionalOnTelemetry
@ConditionalOnClass({ OtelTracer.class, ObservationHandler.class })
public final class ObservationTracingAutoConfiguration {

	/** As Boot orders its own, which step back: the receiver, the sender, all others. */
	private static final int RECEIVER_ORDER = 1000;

	private static final int SENDER_ORDER = 2000;

	private static final int PLAIN_ORDER = Ordered.LOWEST_PRECEDENCE - 1000;

	@Bean
	static BeanFactoryPostProcessor observationPreparer(ConfigurableEnvironment environment) {
		return new ObservationPreparer(environment);
	}

	@Bean
	@ConditionalOnMissingBean(io.micrometer.tracing.Tracer.class)
	OtelTracer micrometerTracer(Tracer tracer, OtelCurrentTraceContext currentTraceContext,
			ObjectProvider<EventPublisher> publisher, Environment environment) {
		return new OtelTracer(tracer, currentTraceContext, publisher.getIfAvailable(() -> (event) -> {
		}), new OtelBaggageManager(currentTraceContext, baggage(environment, "remote-fields"),
				baggage(environment, "tag-fields")));
	}

	/** Boot's properties, whose class is not the same in all its lines. */
	private static List<String> baggage(Environment environment, String property) {
		return Binder.get(environment)
			.bind("management.tracing.baggage." + property, Bindable.listOf(String.class))
			.orElseGet(List::of);
	}

	@Bean
	@ConditionalOnMissingBean
	OtelCurrentTraceContext otelCurrentTraceContext() {
		return new InnermostTraceContext();
	}

	@Bean
	@ConditionalOnMissingBean(Propagator.class)
	OtelPropagator otelPropagator(ContextPropagators propagators, Tracer tracer) {
		return new OtelPropagator(propagators, tracer);
	}

	@Bean
	@ConditionalOnMissingBean(SpanCustomizer.class)
	OtelSpanCustomizer otelSpanCustomizer() {
		return new OtelSpanCustomizer();
	}

	/** In place of the one that would write to the MDC what is there already. */
	@Bean
	@ConditionalOnMissingBean
	Slf4JEventListener otelSlf4jEventListener() {
		return new Slf4JEventListener() {

			@Override
			public void onEvent(Object event) {
				// the ids are in the MDC wherever a span is current
			}

		};
	}

	@Bean
	NativeObservations nativeObservations(Environment environment) {
		return new NativeObservations(environment);
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	NativeObservationHandler nativeObservationHandler(io.micrometer.tracing.Tracer tracer,
			ContextPropagators propagators, InjectHosts hosts, NativeObservations natives) {
		return new NativeObservationHandler(tracer, propagators, hosts, natives);
	}

	@Bean
	@ConditionalOnMissingBean
	@Order(RECEIVER_ORDER)
	PropagatingReceiverTracingObservationHandler<?> receiverObservationHandler(io.micrometer.tracing.Tracer tracer,
			Propagator propagator, NativeObservations natives) {
		return new ReceiverObservationHandler(tracer, propagator, natives);
	}

	@Bean
	@ConditionalOnMissingBean
	@Order(SENDER_ORDER)
	PropagatingSenderTracingObservationHandler<?> senderObservationHandler(io.micrometer.tracing.Tracer tracer,
			Propagator propagator, NativeObservations natives) {
		return new SenderObservationHandler(tracer, propagator, natives);
	}

	@Bean
	@ConditionalOnMissingBean
	@Order(PLAIN_ORDER)
	DefaultTracingObservationHandler plainObservationHandler(io.micrometer.tracing.Tracer tracer,
			NativeObservations natives) {
		return new PlainObservationHandler(tracer, natives);
	}

	@Bean
	Instrumentation observationInstrumentation() {
		return new Instrumentation("observations");
	}

}
