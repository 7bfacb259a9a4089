// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.servlet;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.tracespring.autoconfigure.inbound.http.HttpServerTestSupport;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.support.SpringBootServletInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Tomcat that is not Spring Boot's, which starts the application: it has all that ends
 * spans on Boot's.
 */
class WarOnTomcatTest extends HttpServerTestSupport {

	@TempDir
	static Path home;

	private final Tomcat tomcat = new Tomcat();

	private ConfigurableApplicationContext started;

	@Override
	protected WebApplicationType type() {
		return WebApplicationType.SERVLET;
	}

	@Override
	protected Class<?>[] application() {
		return new Class<?>[] { ServletTestApplication.class };
	}

	@Override
	protected ConfigurableApplicationContext run(SpringApplicationBuilder application) {
		Connector connector = new Connector();
		connector.setPort(0);
		connector.setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
		this.tomcat.setBaseDir(home.toString());
		this.tomcat.setConnector(connector);
		try {
			Context context = this.tomcat.addContext(CONTEXT_PATH,
					Files.createDirectory(home.resolve("war")).toString());
			Initializer initializer = new Initializer(application);
			context.addServletContainerInitializer((types, servletContext) -> initializer.onStartup(servletContext),
					Set.of());
			this.tomcat.start();
		}
		catch (IOException | LifecycleException ex) {
			throw new IllegalStateException(ex);
		}
		this.port = connector.getLocalPort();
		return this.started;
	}

	@AfterAll
	void stopTomcat() throws LifecycleException {
		this.tomcat.stop();
		this.tomcat.destroy();
	}

	@Test
	void requestHasItsSpan() throws Exception {
		get("/users/1");
		assertThat(serverSpan().getName()).isEqualTo("GET /app/users/{id}");
	}

	@Test
	void asynchronousResultHasOneSpan() throws Exception {
		get("/deferred");
		assertThat(serverSpan().getName()).isEqualTo("GET /app/deferred");
	}

	@Test
	void eachOfManyClientsThatLeaveAStreamHasItsSpan() throws Exception {
		leaveOften("/endless-stream");
		serverSpan();
		assertThat(serverSpans()).allSatisfy((span) -> assertNoError(span, 200));
	}

	private final class Initializer extends SpringBootServletInitializer {

		private final SpringApplicationBuilder application;

		Initializer(SpringApplicationBuilder application) {
			this.application = application;
		}

		@Override
		protected SpringApplicationBuilder createSpringApplicationBuilder() {
			return this.application;
		}

		@Override
		protected WebApplicationContext run(SpringApplication application) {
			WebApplicationContext context = super.run(application);
			WarOnTomcatTest.this.started = (ConfigurableApplicationContext) context;
			return context;
		}

	}

}
