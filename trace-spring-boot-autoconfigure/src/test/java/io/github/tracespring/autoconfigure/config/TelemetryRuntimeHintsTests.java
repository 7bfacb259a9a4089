// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.net.http.HttpClient;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

import javax.sql.DataSource;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Value;
import jakarta.servlet.ServletRequest;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.RequestFacade;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.scheduling.annotation.AbstractAsyncConfiguration;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A native image has what the adapters reach by name.
 */
class TelemetryRuntimeHintsTests {

	private static final RuntimeHints hints = new RuntimeHints();

	@BeforeAll
	static void register() {
		List<RuntimeHintsRegistrar> registrars = SpringFactoriesLoader
			.forResourceLocation("META-INF/spring/aot.factories")
			.load(RuntimeHintsRegistrar.class);
		registrars.stream()
			.filter(TelemetryRuntimeHints.class::isInstance)
			.forEach((registrar) -> registrar.registerHints(hints, TelemetryRuntimeHintsTests.class.getClassLoader()));
	}

	@Test
	void completionAndPeerOfARequestAreReachable() throws ReflectiveOperationException {
		Class<?> jetty = Class.forName("org.eclipse.jetty.ee11.servlet.ServletContextRequest");
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(jetty.getMethod("getServletContextRequest", ServletRequest.class))).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onFieldAccess(ReflectionUtils.findField(RequestFacade.class, "request"))).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(
					ReflectionUtils.findMethod(TomcatServletWebServerFactory.class, "addContextValves", Valve[].class)))
			.accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Request.class.getMethod("getPeerAddr")))
			.accepts(hints);
	}

	@ParameterizedTest
	@MethodSource("decorated")
	void decoratorOfEachOfSpringsExecutorsIsReachable(Class<?> executor) {
		Field field = ReflectionUtils.findField(executor, "taskDecorator");
		assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(field)).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(ReflectionUtils.findMethod(executor, "setTaskDecorator", TaskDecorator.class)))
			.accepts(hints);
	}

	/** All that there are in this version. */
	static List<Class<?>> decorated() throws IOException {
		List<Class<?>> executors = new ArrayList<>();
		for (String home : List.of("core/task", "core/task/support", "scheduling/concurrent")) {
			for (Resource file : new PathMatchingResourcePatternResolver()
				.getResources("classpath*:org/springframework/" + home + "/*Task*.class")) {
				String name = "org/springframework/" + home + "/" + file.getFilename().replace(".class", "");
				if (isDecorated(name.replace('/', '.'))) {
					executors.add(ClassUtils.resolveClassName(name.replace('/', '.'), null));
				}
			}
		}
		assertThat(executors).hasSizeGreaterThan(5);
		return executors;
	}

	/** Some are for libraries that are not here. */
	private static boolean isDecorated(String name) {
		try {
			Class<?> type = Class.forName(name, false, TelemetryRuntimeHintsTests.class.getClassLoader());
			return Executor.class.isAssignableFrom(type) && ReflectionUtils.findField(type, "taskDecorator") != null;
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return false;
		}
	}

	@Test
	void executorsOfAsyncMethodsAndEventsAreReachable() {
		assertThat(RuntimeHintsPredicates.reflection()
			.onFieldAccess(ReflectionUtils.findField(AbstractAsyncConfiguration.class, "executor"))).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(ReflectionUtils.findMethod(SimpleApplicationEventMulticaster.class, "getTaskExecutor")))
			.accepts(hints);
	}

	@Test
	void customizerOfRestTemplatesIsReachable() throws ReflectiveOperationException {
		assertThat(RuntimeHintsPredicates.reflection().onType(RestTemplateCustomizer.class)).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(RestTemplateBuilder.class.getMethod("additionalCustomizers", Collection.class)))
			.accepts(hints);
	}

	@Test
	void methodsOfTheHttpClientThatJava17LacksAreReachable() throws ReflectiveOperationException {
		for (String name : List.of("close", "shutdown", "shutdownNow", "isTerminated")) {
			if (Runtime.version().feature() >= 21) {
				assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(HttpClient.class.getMethod(name)))
					.accepts(hints);
			}
		}
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(HttpClient.class.getMethod("connectTimeout")))
			.accepts(hints);
	}

	@Test
	void attributesThatOlderVersionsDoNotHaveAreReachable() throws ReflectiveOperationException {
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(AttributeKey.class.getMethod("valueKey", String.class))).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Value.class.getMethod("empty")))
			.accepts(hints);
	}

	@ParameterizedTest
	@ValueSource(classes = { Connection.class, Statement.class, PreparedStatement.class, CallableStatement.class,
			Executor.class, ExecutorService.class, ScheduledExecutorService.class, AsyncTaskExecutor.class,
			RestClient.Builder.class, WebClient.Builder.class, RestTemplateCustomizer.class })
	void proxiesAreKnown(Class<?> type) {
		assertThat(RuntimeHintsPredicates.proxies().forInterfaces(type)).accepts(hints);
	}

	@Test
	void proxyOfADataSourceIsKnown() {
		ProxyFactory factory = new ProxyFactory(new DriverManagerDataSource());
		factory.setInterfaces(DataSource.class);
		factory.setOpaque(true);
		Object proxy = factory.getProxy();
		assertThat(Proxy.isProxyClass(proxy.getClass())).isTrue();
		assertThat(RuntimeHintsPredicates.proxies().forInterfaces(proxy.getClass().getInterfaces())).accepts(hints);
	}

	@Test
	void applicationWithoutAnyOfThatHasHints() {
		RuntimeHints few = new RuntimeHints();
		new TelemetryRuntimeHints().registerHints(few, ClassLoader.getPlatformClassLoader());
		assertThat(few.reflection().typeHints()).extracting((type) -> type.getType().getName())
			.containsExactly(HttpClient.class.getName());
	}

}
