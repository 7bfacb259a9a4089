// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import java.util.Arrays;
import java.util.List;

import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.util.ClassUtils;

/**
 * Tells a native image what the adapters reach by name only: types that may be missing or
 * have moved between the lines, members that are not public, and proxies. What is bound,
 * read from {@code spring.factories} or injected Spring finds by itself.
 */
final class TelemetryRuntimeHints implements RuntimeHintsRegistrar {

	/** Asked for whether they are there, and no more. */
	private static final List<String> OPTIONAL = List.of("org.springframework.web.util.pattern.PathPatternParser",
			"org.springframework.jdbc.datasource.DelegatingDataSource", "reactor.netty.http.server.HttpServerRequest",
			"reactor.core.publisher.Flux", "jakarta.servlet.ServletRequest", "okhttp3.OkHttpClient");

	/** Those of Spring's executors that have a decorator. */
	private static final List<String> EXECUTORS = List.of("org.springframework.core.task.SimpleAsyncTaskExecutor",
			"org.springframework.core.task.support.TaskExecutorAdapter",
			"org.springframework.scheduling.concurrent.ConcurrentTaskExecutor",
			"org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor",
			"org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler");

	/** Where Spring Boot 4 and 3.5 have the customizer of RestTemplates. */
	private static final List<String> REST_TEMPLATES = List.of("org.springframework.boot.restclient",
			"org.springframework.boot.web.client");

	/** What Spring Boot 4 and 3.5 call the customizer of MongoDB's clients. */
	private static final List<String> MONGO_CUSTOMIZERS = List.of(
			"org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer",
			"org.springframework.boot.autoconfigure.mongo.MongoClientSettingsBuilderCustomizer");

	/** Jetty for Spring Boot 4 and 3.5. */
	private static final List<String> JETTY = List.of("org.eclipse.jetty.ee11.servlet.ServletContextRequest",
			"org.eclipse.jetty.ee10.servlet.ServletContextRequest");

	/** Tomcat for Spring Boot 4 and 3.5. */
	private static final List<String> TOMCAT = List.of("org.springframework.boot.tomcat.TomcatWebServerFactory",
			"org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory",
			"org.springframework.boot.web.embedded.tomcat.TomcatReactiveWebServerFactory");

	@Override
	public void registerHints(RuntimeHints hints, ClassLoader classLoader) {
		ReflectionHints reflection = hints.reflection();
		OPTIONAL.forEach((type) -> reflection.registerTypeIfPresent(classLoader, type));
		registerServers(reflection, classLoader);
		registerExecutors(reflection, classLoader);
		registerClients(reflection, classLoader);
		registerProxies(hints, classLoader);
		// what OpenTelemetry has since 1.59
		method(reflection, classLoader, "io.opentelemetry.api.common.AttributeKey", "valueKey", "java.lang.String");
		method(reflection, classLoader, "io.opentelemetry.api.common.Value", "empty");
	}

	private static void registerServers(ReflectionHints reflection, ClassLoader classLoader) {
		JETTY.forEach((type) -> method(reflection, classLoader, type, "getServletContextRequest",
				"jakarta.servlet.ServletRequest"));
		TOMCAT.forEach(
				(type) -> method(reflection, classLoader, type, "addContextValves", "org.apache.catalina.Valve[]"));
		reflection.registerTypeIfPresent(classLoader, "org.apache.catalina.connector.RequestFacade",
				(type) -> type.withField("request"));
		method(reflection, classLoader, "org.apache.catalina.connector.Request", "getPeerAddr");
	}

	private static void registerExecutors(ReflectionHints reflection, ClassLoader classLoader) {
		for (String executor : EXECUTORS) {
			reflection.registerTypeIfPresent(classLoader, executor, (type) -> type.withField("taskDecorator"));
			method(reflection, classLoader, executor, "setTaskDecorator",
					"org.springframework.core.task.TaskDecorator");
		}
		reflection.registerTypeIfPresent(classLoader,
				"org.springframework.scheduling.annotation.AbstractAsyncConfiguration",
				(type) -> type.withField("executor"));
		method(reflection, classLoader, "org.springframework.context.event.SimpleApplicationEventMulticaster",
				"getTaskExecutor");
	}

	private static void registerClients(ReflectionHints reflection, ClassLoader classLoader) {
		REST_TEMPLATES.forEach((home) -> {
			reflection.registerTypeIfPresent(classLoader, home + ".RestTemplateCustomizer");
			method(reflection, classLoader, home + ".RestTemplateBuilder", "additionalCustomizers",
					"java.util.Collection");
		});
		MONGO_CUSTOMIZERS.forEach((type) -> reflection.registerTypeIfPresent(classLoader, type));
		method(reflection, classLoader, "com.mongodb.MongoClientSettings", "getObservabilitySettings");
		// what it can do since Java 21
		reflection.registerTypeIfPresent(classLoader, "java.net.http.HttpClient", MemberCategory.INVOKE_PUBLIC_METHODS);
	}

	private static void registerProxies(RuntimeHints hints, ClassLoader classLoader) {
		for (String type : List.of("java.sql.Connection", "java.sql.Statement", "java.sql.PreparedStatement",
				"java.sql.CallableStatement", "java.util.concurrent.Executor", "java.util.concurrent.ExecutorService",
				"java.util.concurrent.ScheduledExecutorService", "org.springframework.core.task.AsyncTaskExecutor",
				"org.springframework.web.client.RestClient$Builder",
				"org.springframework.web.reactive.function.client.WebClient$Builder")) {
			proxy(hints, classLoader, type);
		}
		REST_TEMPLATES.forEach((home) -> proxy(hints, classLoader, home + ".RestTemplateCustomizer"));
		MONGO_CUSTOMIZERS.forEach((type) -> proxy(hints, classLoader, type, "org.springframework.core.Ordered"));
		proxy(hints, classLoader, "javax.sql.DataSource", "org.springframework.aop.SpringProxy",
				"org.springframework.core.DecoratingProxy");
	}

	private static void method(ReflectionHints reflection, ClassLoader classLoader, String type, String name,
			String... parameters) {
		List<TypeReference> types = Arrays.stream(parameters).map(TypeReference::of).toList();
		reflection.registerTypeIfPresent(classLoader, type,
				(hint) -> hint.withMethod(name, types, ExecutableMode.INVOKE));
	}

	private static void proxy(RuntimeHints hints, ClassLoader classLoader, String... interfaces) {
		if (ClassUtils.isPresent(interfaces[0], classLoader)) {
			hints.proxies()
				.registerJdkProxy(Arrays.stream(interfaces).map(TypeReference::of).toArray(TypeReference[]::new));
		}
	}

}
