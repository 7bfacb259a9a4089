// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.tomcat.reactive.TomcatReactiveWebServerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * A running {@link TestApplication}.
 *
 * @param context the application
 */
record TestServer(ConfigurableApplicationContext context) implements AutoCloseable {

	int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	/** The address of the application below its context path. */
	String url(String path) {
		return "http://localhost:" + port() + path;
	}

	TraceStore store() {
		return this.context.getBean(TraceStore.class);
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * The servers that the viewer is tried on.
	 */
	enum Kind {

		TOMCAT(WebApplicationType.SERVLET, Tomcat.class, "server.servlet.context-path"),

		JETTY(WebApplicationType.SERVLET, Jetty.class, "server.servlet.context-path"),

		NETTY(WebApplicationType.REACTIVE, Netty.class, "spring.webflux.base-path"),

		TOMCAT_WEBFLUX(WebApplicationType.REACTIVE, ReactiveTomcat.class, "spring.webflux.base-path");

		private final WebApplicationType type;

		private final Class<?> configuration;

		private final String contextPathProperty;

		Kind(WebApplicationType type, Class<?> configuration, String contextPathProperty) {
			this.type = type;
			this.configuration = configuration;
			this.contextPathProperty = contextPathProperty;
		}

		TestServer start(String... properties) {
			List<String> args = new ArrayList<>();
			for (String property : properties) {
				args.add("--" + property.replace("CONTEXT_PATH", this.contextPathProperty));
			}
			return new TestServer(new SpringApplicationBuilder(TestApplication.class, this.configuration).web(this.type)
				.properties("server.port=0", "telemetry.name=viewed", "spring.main.banner-mode=off")
				.run(args.toArray(String[]::new)));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Tomcat {

		@Bean
		TomcatServletWebServerFactory webServerFactory() {
			return new TomcatServletWebServerFactory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReactiveTomcat {

		@Bean
		TomcatReactiveWebServerFactory webServerFactory() {
			return new TomcatReactiveWebServerFactory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Jetty {

		@Bean
		JettyServletWebServerFactory webServerFactory() {
			return new JettyServletWebServerFactory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Netty {

		@Bean
		NettyReactiveWebServerFactory webServerFactory(ReactorResourceFactory resources) {
			NettyReactiveWebServerFactory factory = new NettyReactiveWebServerFactory();
			factory.setResourceFactory(resources);
			return factory;
		}

		/** Not the JVM's, which ends with the first of several servers. */
		@Bean
		ReactorResourceFactory reactorResourceFactory() {
			ReactorResourceFactory resources = new ReactorResourceFactory();
			resources.setUseGlobalResources(false);
			return resources;
		}

	}

}
