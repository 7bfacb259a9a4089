// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.status;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tracespring.autoconfigure.config.Propagator;
import io.github.tracespring.autoconfigure.config.TelemetrySettings;
import io.github.tracespring.autoconfigure.config.TelemetrySwitch;
import io.github.tracespring.autoconfigure.core.Instrumentation;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Says in one line, when the application has started, what is in force: the settings, or
 * the user's own beans in their place.
 */
final class StartupLine implements ApplicationListener<ApplicationStartedEvent> {

	private static final Logger logger = LoggerFactory.getLogger(StartupLine.class);

	private static final String OURS = "io.github.tracespring.autoconfigure.";

	private final ConfigurableApplicationContext context;

	private final ConfigurableListableBeanFactory beans;

	StartupLine(ConfigurableApplicationContext context) {
		this.context = context;
		this.beans = context.getBeanFactory();
	}

	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		// a child context's event comes here too
		if (event.getApplicationContext() == this.context) {
			logger.info(describe());
		}
	}

	private String describe() {
		String disabledBy = TelemetrySwitch.disabledBy(this.context.getEnvironment());
		TelemetrySettings settings = this.beans.getBeanProvider(TelemetrySettings.class).getIfAvailable();
		if (settings == null) {
			return "Tracing is off (" + ((disabledBy != null) ? disabledBy : "as when it was prepared ahead of time")
					+ ")";
		}
		List<String> parts = new ArrayList<>();
		if (disabledBy != null) {
			parts.add(disabledBy + " is not heeded (it was not set when this was prepared ahead of time)");
		}
		String start = sdk(settings, parts);
		parts.add(propagators(settings));
		parts.add("instrumented: " + this.beans.getBeanProvider(Instrumentation.class)
			.orderedStream()
			.map(Instrumentation::name)
			.collect(Collectors.joining(", ")));
		return start + ": " + String.join(", ", parts);
	}

	/** What the user brought stands in place of the settings that it made void. */
	private String sdk(TelemetrySettings settings, List<String> parts) {
		List<OpenTelemetry> own = own(OpenTelemetry.class);
		List<SdkTracerProvider> ownProvider = own(SdkTracerProvider.class);
		if (!own.isEmpty()) {
			return "Tracing with the application's own OpenTelemetry (" + names(own) + ")";
		}
		if (!ownProvider.isEmpty()) {
			parts.add("sampler " + ownProvider.get(0).getSampler().getDescription());
			return "Tracing with the application's own SdkTracerProvider";
		}
		parts.add(destination(settings));
		List<Sampler> ownSampler = own(Sampler.class);
		parts.add("sampler " + (ownSampler.isEmpty() ? settings.sampling() : ownSampler.get(0).getDescription()));
		return "Tracing as '" + settings.name() + "'";
	}

	private String destination(TelemetrySettings settings) {
		List<SpanExporter> ownExporters = own(SpanExporter.class);
		if (!ownExporters.isEmpty()) {
			return "spans to " + names(ownExporters);
		}
		if (!settings.reports()) {
			return "nothing is sent (telemetry.endpoint is not set)";
		}
		String batcher = settings.batcher().key();
		return (settings.endpoint() != null) ? batcher + " to " + settings.endpoint() : batcher;
	}

	private String propagators(TelemetrySettings settings) {
		if (own(OpenTelemetry.class).isEmpty() && own(ContextPropagators.class).isEmpty()) {
			return "extracts " + keys(settings.extract()) + ", injects " + keys(settings.inject());
		}
		ContextPropagators propagators = this.beans.getBean(ContextPropagators.class);
		return "propagators of " + String.join(", ", propagators.getTextMapPropagator().fields());
	}

	private static String keys(List<Propagator> formats) {
		return formats.isEmpty() ? "nothing" : formats.stream().map(Propagator::key).collect(Collectors.joining(" "));
	}

	/** The beans of a type that the application defined. */
	private <T> List<T> own(Class<T> type) {
		List<T> own = new ArrayList<>();
		for (String name : this.beans.getBeanNamesForType(type)) {
			if (!isOurs(name)) {
				own.add(this.beans.getBean(name, type));
			}
		}
		return own;
	}

	/** Prepared ahead of time, a definition has no metadata, but knows its method. */
	private boolean isOurs(String name) {
		if (!this.beans.containsBeanDefinition(name)
				|| !(this.beans.getMergedBeanDefinition(name) instanceof RootBeanDefinition definition)) {
			return false;
		}
		Method factoryMethod = definition.getResolvedFactoryMethod();
		return factoryMethod != null && factoryMethod.getDeclaringClass().getName().startsWith(OURS);
	}

	private static String names(List<?> beans) {
		return beans.stream().map((bean) -> bean.getClass().getSimpleName()).collect(Collectors.joining(", "));
	}

}
