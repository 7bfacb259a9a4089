// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.integration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.mongodb.MongoClientSettings;
import io.github.tracespring.autoconfigure.config.TelemetryAutoConfiguration;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;
import io.github.tracespring.autoconfigure.inprocess.observation.ObservationSupportAutoConfiguration;
import io.github.tracespring.autoconfigure.inprocess.observation.ObservationTracingAutoConfiguration;
import io.github.tracespring.autoconfigure.report.ReportAutoConfiguration;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationPredicate;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.aop.ObservedAspect;
import io.micrometer.tracing.BaggageInScope;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.annotation.SpanAspect;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.aspectj.weaver.Advice;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.observability.ContextProviderFactory;

import static org.assertj.core.api.Assertions.assertThat;

@SuppressWarnings("removal")
class ObservationAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class, TracingAutoConfiguration.class,
				ReportAutoConfiguration.class, ObservationTracingAutoConfiguration.class,
				ObservationSupportAutoConfiguration.class))
		.withBean(InMemorySpanExporter.class, InMemorySpanExporter::create);

	/** Boot has a registry where it has that module. */
	private final ApplicationContextRunner withBoots = this.runner
		.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class));

	private final ApplicationContextRunner withoutBoots = this.runner
		.withClassLoader(new FilteredClassLoader(ObservationAutoConfiguration.class));

	/**
	 * Has ids in the log of this JVM, also where this class runs first: no
	 * SpringApplication does it here.
	 */
	@BeforeAll
	static void installLogCorrelation() {
		SpringApplication application = new SpringApplication(Object.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.run().close();
	}

	private static List<String> observe(ApplicationContext context) {
		Observation.createNotStarted("observed", context.getBean(ObservationRegistry.class)).observe(() -> {
		});
		context.getBean(SdkTracerProvider.class).forceFlush().join(5, TimeUnit.SECONDS);
		return context.getBean(InMemorySpanExporter.class)
			.getFinishedSpanItems()
			.stream()
			.map((span) -> span.getName())
			.toList();
	}

	@Test
	void bootsRegistryMakesSpans() {
		this.withBoots.run((context) -> {
			assertThat(context).hasSingleBean(ObservationRegistry.class);
			assertThat(observe(context)).containsExactly("observed");
		});
	}

	@Test
	void registryIsSuppliedWhereBootHasNone() {
		this.withoutBoots.run((context) -> {
			assertThat(context).hasSingleBean(ObservationRegistry.class);
			assertThat(observe(context)).containsExactly("observed");
		});
	}

	@Test
	void suppliedRegistryTakesTheUsersPredicates() {
		this.withoutBoots.withBean(ObservationPredicate.class, () -> (name, context) -> !name.equals("observed"))
			.run((context) -> assertThat(observe(context)).isEmpty());
	}

	@Test
	void usersRegistryIsUsed() {
		ObservationRegistry own = ObservationRegistry.create();
		this.withoutBoots.withBean(ObservationRegistry.class, () -> own).run((context) -> {
			assertThat(context.getBean(ObservationRegistry.class)).isSameAs(own);
			assertThat(observe(context)).containsExactly("observed");
		});
	}

	@Test
	void observationIsChildOfTheSpanThatIsInsideTheOuterObservation() {
		this.withBoots.run((context) -> {
			ObservationRegistry registry = context.getBean(ObservationRegistry.class);
			var span = context.getBean(OpenTelemetry.class).getTracer("test").spanBuilder("span");
			Observation.createNotStarted("outer", registry).observe(() -> {
				var between = span.startSpan();
				try (var scope = between.makeCurrent()) {
					assertThat(context.getBean(Tracer.class).currentSpan().context().spanId())
						.isEqualTo(between.getSpanContext().getSpanId());
					Observation.createNotStarted("inner", registry).observe(() -> {
					});
				}
				finally {
					between.end();
				}
			});
			context.getBean(SdkTracerProvider.class).forceFlush().join(5, TimeUnit.SECONDS);
			Trace trace = new Trace(context.getBean(InMemorySpanExporter.class).getFinishedSpanItems());
			assertThat(trace.lines()).containsExactly("INTERNAL inner < span", "INTERNAL outer",
					"INTERNAL span < outer");
		});
	}

	@Test
	void usersTracerIsUsed() {
		this.withBoots.withBean("own", Tracer.class, () -> Tracer.NOOP).run((context) -> {
			assertThat(context).getBean(Tracer.class).isSameAs(Tracer.NOOP);
			assertThat(observe(context)).isEmpty();
		});
	}

	@Test
	void usersHandlerIsUsed() {
		this.withBoots.withUserConfiguration(OwnHandler.class).run((context) -> {
			assertThat(context.getBeansOfType(DefaultTracingObservationHandler.class)).containsOnlyKeys("own");
			assertThat(observe(context)).containsExactly("own observed");
		});
	}

	@Test
	void aspectsAreThereUnlessRefused() {
		this.withBoots
			.run((context) -> assertThat(context).hasSingleBean(ObservedAspect.class).hasSingleBean(SpanAspect.class));
		this.withBoots.withPropertyValues("management.observations.annotations.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ObservedAspect.class)
				.doesNotHaveBean(SpanAspect.class));
		this.withBoots.withClassLoader(new FilteredClassLoader(Advice.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("spanAspect"));
	}

	@Test
	void mongoIsObservedWhereSpringDataAndBootKnowIt() {
		String customizer = "mongoObservationCustomizer";
		this.withBoots.run((context) -> assertThat(context).hasBean(customizer));
		Stream.of(MongoClientSettings.class, ContextProviderFactory.class, MongoClientSettingsBuilderCustomizer.class)
			.forEach((missing) -> this.withBoots.withClassLoader(new FilteredClassLoader(missing))
				.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(customizer)));
		this.withBoots.withPropertyValues("telemetry.disabled=true")
			.run((context) -> assertThat(context).doesNotHaveBean(customizer));
	}

	@Test
	void bootsBaggageFieldsAreKept() {
		this.withBoots
			.withPropertyValues("management.tracing.baggage.remote-fields=tenant",
					"management.tracing.baggage.tag-fields=tenant")
			.run((context) -> {
				Tracer tracer = context.getBean(Tracer.class);
				var span = tracer.nextSpan().name("tagged");
				try (var scope = tracer.withSpan(span);
						BaggageInScope baggage = tracer.createBaggageInScope("tenant", "blue")) {
					assertThat(Baggage.current().getEntryValue("tenant")).isEqualTo("blue");
				}
				span.end();
				context.getBean(SdkTracerProvider.class).forceFlush().join(5, TimeUnit.SECONDS);
				assertThat(context.getBean(InMemorySpanExporter.class).getFinishedSpanItems()).singleElement()
					.satisfies((data) -> assertThat(data.getAttributes().asMap().toString()).contains("blue"));
			});
	}

	@Test
	void switchedOffThereIsNothing() {
		this.withBoots.withPropertyValues("telemetry.disabled=true")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(TracingObservationHandler.class)
				.doesNotHaveBean(Tracer.class));
	}

	@Test
	void withoutTheBridgeThereIsNothing() {
		this.withBoots.withClassLoader(new FilteredClassLoader(OtelTracer.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(TracingObservationHandler.class)
				.doesNotHaveBean(ObservationTracingAutoConfiguration.class)
				.doesNotHaveBean(ObservationSupportAutoConfiguration.class));
	}

	@Test
	void withoutTheBridgeNothingOfItIsLoaded() throws Exception {
		String separator = System.getProperty("path.separator");
		String classPath = Stream.of(System.getProperty("java.class.path").split(separator))
			.filter((entry) -> !entry.contains("micrometer-tracing") && !entry.contains("datasource-micrometer"))
			.reduce((one, other) -> one + separator + other)
			.orElseThrow();
		Path output = Files.createTempFile("classes", ".txt");
		try {
			Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-Xlog:class+load", "-XX:TieredStopAtLevel=1", "-cp", classPath, BareApplication.class.getName(),
					"--telemetry.batcher=log")
				.redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).isZero();
			assertThat(Files.readAllLines(output)).anyMatch((line) -> line.contains("TracingAutoConfiguration "))
				.noneMatch((line) -> line.contains(".inprocess.observation."));
		}
		finally {
			Files.delete(output);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnHandler {

		@Bean
		DefaultTracingObservationHandler own(Tracer tracer) {
			return new DefaultTracingObservationHandler(tracer) {

				@Override
				public String getSpanName(Observation.Context context) {
					return "own " + context.getName();
				}

			};
		}

	}

}
