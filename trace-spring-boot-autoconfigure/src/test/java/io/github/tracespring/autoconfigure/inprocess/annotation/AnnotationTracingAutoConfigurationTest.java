// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.annotation;

import java.io.File;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.instrumentation.annotations.SpanAttribute;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.aopalliance.intercept.MethodInterceptor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tracespring.autoconfigure.config.TelemetryAutoConfiguration;
import io.github.tracespring.autoconfigure.core.Instrumentation;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which beans the annotations are heard on.
 */
@ExtendWith(OutputCaptureExtension.class)
class AnnotationTracingAutoConfigurationTest {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class, TracingAutoConfiguration.class,
				AnnotationTracingAutoConfiguration.class))
		.withUserConfiguration(InMemory.class);

	@Test
	void asyncMethodIsTracedOnTheThreadItRunsOn() {
		run(AsyncWork.class, (work, context) -> {
			Span caller = context.getBean(Tracer.class).spanBuilder("caller").startSpan();
			CompletableFuture<String> result;
			try (Scope scope = caller.makeCurrent()) {
				assertThat(scope).isNotNull();
				work.fire();
				result = work.compute();
			}
			assertThat(result.join()).startsWith("own-");
			Awaitility.await().until(() -> spans(context).size() == 2);
			assertThat(spans(context)).extracting(SpanData::getParentSpanId)
				.containsOnly(caller.getSpanContext().getSpanId());
			assertThat(spans(context)).extracting(SpanData::getSpanId)
				.containsExactlyInAnyOrderElementsOf(context.getBean(AsyncWork.class).seen());
		}, AsyncConfiguration.class);
	}

	@Test
	void annotatedBeanMethodOfConfigurationIsTraced() {
		run(PrivateConfiguration.class, (configuration, context) -> {
			assertThat(context.getBean("made")).isEqualTo("made");
			assertThat(configuration.work()).isTrue();
			assertThat(spans(context)).extracting(SpanData::getName).contains("PrivateConfiguration.work");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "lambda", "proxy", "client" })
	void beanThatHasOnlyAnInterfaceIsTraced(String name) {
		run(Greetings.class, (greetings, context) -> {
			assertThat(context.getBean(name, Greeting.class).greet()).isEqualTo("hello");
			assertThat(spans(context)).extracting(SpanData::getName).containsExactly("Greeting.greet");
		});
	}

	@Test
	void genericMethodIsTracedOnce() {
		run(GenericWork.class, (work, context) -> {
			Handler<String> handler = work;
			assertThat(handler.handle("x")).isEqualTo("x");
			assertThat(spans(context)).singleElement().satisfies((span) -> {
				assertThat(span.getName()).isEqualTo("GenericWork.handle");
				assertThat(attributes(span)).isEqualTo(Map.of("message", "x"));
			});
		});
	}

	@Test
	void beanWithoutAnnotationIsNotProxied() {
		run(Plain.class, (plain, context) -> assertThat(AopUtils.isAopProxy(plain)).isFalse());
	}

	@Test
	void beanThatCanNotBeProxiedStaysAsItIs(CapturedOutput output) {
		run(FinalClass.class, (bean, context) -> {
			assertThat(bean.work()).isEqualTo("final class");
			assertThat(bean).isExactlyInstanceOf(FinalClass.class);
			assertThat(output).contains("The methods of bean 'finalClass' are not traced");
		});
	}

	@Test
	void beanWithFinalMethodStaysAsItIs(CapturedOutput output) {
		run(FinalMethod.class, (bean, context) -> {
			assertThat(bean.state()).isEqualTo("state");
			assertThat(bean).isExactlyInstanceOf(FinalMethod.class);
			assertThat(output).contains("The methods of bean 'finalMethod' are not traced").contains("state is final");
		});
	}

	@Test
	void beansOfACircleAreTraced() {
		this.runner.withAllowCircularReferences(true).withUserConfiguration(Hen.class, Egg.class).run((context) -> {
			assertThat(context).hasNotFailed();
			Hen hen = context.getBean(Hen.class);
			assertThat(hen.lay().hatch()).isSameAs(hen);
			assertThat(hen.lay()).isSameAs(context.getBean(Egg.class));
			assertThat(spans(context)).extracting(SpanData::getName).containsExactly("Hen.lay", "Egg.hatch", "Hen.lay");
		});
	}

	@Test
	void isNotThereWithoutTheAnnotations() {
		this.runner.withClassLoader(new FilteredClassLoader(WithSpan.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(WithSpanPostProcessor.class)
				.doesNotHaveBean(Instrumentation.class));
	}

	/** In a JVM of its own, as ours has Reactor. */
	@Test
	void reactorIsNotNeeded() throws Exception {
		String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.contains("reactor") && !entry.contains("reactive-streams"))
			.collect(Collectors.joining(File.pathSeparator));
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				classPath, WithoutReactor.class.getName())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		assertThat(output).contains("spans=[Plain.work]");
	}

	@Test
	void isNotThereWhenDisabled() {
		this.runner.withUserConfiguration(Traced.class).withPropertyValues("telemetry.disabled=true").run((context) -> {
			assertThat(context).doesNotHaveBean(WithSpanPostProcessor.class);
			assertThat(AopUtils.isAopProxy(context.getBean(Traced.class))).isFalse();
		});
	}

	@Test
	void usersTracerIsUsed() {
		this.runner.withBean("ownTracer", Tracer.class, () -> io.opentelemetry.api.OpenTelemetry.noop().getTracer("x"))
			.withUserConfiguration(Traced.class)
			.run((context) -> {
				context.getBean(Traced.class).work();
				assertThat(spans(context)).isEmpty();
				assertThat(context.getBean(Instrumentation.class)).isEqualTo(new Instrumentation("@WithSpan"));
			});
	}

	private <B> void run(Class<B> type, Assertions<B> assertions, Class<?>... more) {
		this.runner.withUserConfiguration(type).withUserConfiguration(more).run((context) -> {
			assertThat(context).hasNotFailed();
			assertions.accept(context.getBean(type), context);
		});
	}

	private static List<SpanData> spans(ApplicationContext context) {
		return context.getBean(InMemorySpanExporter.class).getFinishedSpanItems();
	}

	private static Map<String, Object> attributes(SpanData span) {
		return span.getAttributes()
			.asMap()
			.entrySet()
			.stream()
			.filter((entry) -> !entry.getKey().getKey().equals("code.function.name"))
			.collect(Collectors.toMap((entry) -> entry.getKey().getKey(), Map.Entry::getValue));
	}

	@FunctionalInterface
	interface Assertions<B> {

		void accept(B bean, ApplicationContext context) throws Exception;

	}

	@Component
	static class Traced {

		@WithSpan
		void work() {
		}

	}

	@Component
	static class AsyncWork {

		private final List<String> seen = java.util.Collections.synchronizedList(new ArrayList<>());

		@Async
		@WithSpan
		public void fire() {
			this.seen.add(Span.current().getSpanContext().getSpanId());
		}

		@Async
		@WithSpan
		public CompletableFuture<String> compute() {
			this.seen.add(Span.current().getSpanContext().getSpanId());
			return CompletableFuture.completedFuture(Thread.currentThread().getName());
		}

		List<String> seen() {
			return this.seen;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync(proxyTargetClass = true)
	static class AsyncConfiguration {

		@Bean
		Executor taskExecutor() {
			Executor executor = new SimpleAsyncTaskExecutor("own-");
			return (task) -> executor.execute(Context.current().wrap(task));
		}

	}

	@Configuration
	static class PrivateConfiguration {

		@Bean
		@WithSpan
		String made() {
			return "made";
		}

		@WithSpan
		boolean work() {
			return Span.current().getSpanContext().isValid();
		}

	}

	interface Greeting {

		@WithSpan
		String greet();

	}

	@Configuration(proxyBeanMethods = false)
	static class Greetings {

		@Bean
		Greeting lambda() {
			return () -> "hello";
		}

		@Bean
		Greeting proxy() {
			return (Greeting) Proxy.newProxyInstance(Greeting.class.getClassLoader(), new Class<?>[] { Greeting.class },
					(proxy, method, arguments) -> method.getName().equals("greet") ? "hello" : null);
		}

		/** As Spring makes clients and repositories. */
		@Bean
		Greeting client() {
			return ProxyFactory.getProxy(Greeting.class, (MethodInterceptor) (invocation) -> "hello");
		}

	}

	interface Handler<T> {

		@WithSpan
		T handle(@SpanAttribute T message);

	}

	@Component
	static class GenericWork implements Handler<String> {

		@Override
		public String handle(String message) {
			return message;
		}

	}

	@Component
	static class Plain {

		@WithSpan
		private String hidden() {
			return "hidden";
		}

		@Override
		public String toString() {
			return hidden();
		}

	}

	@Component("finalClass")
	static final class FinalClass {

		@WithSpan
		String work() {
			return "final class";
		}

	}

	@Component("finalMethod")
	static class FinalMethod {

		private final String state = "state";

		@WithSpan
		String work() {
			return this.state;
		}

		final String state() {
			return this.state;
		}

	}

	@Component
	static class Hen {

		@Autowired
		Egg egg;

		@WithSpan
		Egg lay() {
			return this.egg;
		}

	}

	@Component
	static class Egg {

		@Autowired
		Hen hen;

		@WithSpan
		Hen hatch() {
			return this.hen;
		}

	}

}
