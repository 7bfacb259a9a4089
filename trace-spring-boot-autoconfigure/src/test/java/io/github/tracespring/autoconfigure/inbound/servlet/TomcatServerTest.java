// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.servlet;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contract on Tomcat.
 */
class TomcatServerTest extends ServletServerContractTest {

	@Override
	Class<?> container() {
		return Tomcat.class;
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void lineThatTomcatLogsOfUncaughtExceptionCarriesTheIds(CapturedOutput output) throws Exception {
		get("/fail");
		SpanData span = serverSpan();
		assertThat(output.getOut().lines().filter((line) -> line.contains("Servlet.service() for servlet")))
			.singleElement()
			.asString()
			.contains(span.getTraceId() + "-" + span.getSpanId());
	}

	@Test
	void nothingIsLeftOnTheThreadOfUncaughtException() throws Exception {
		for (int i = 0; i < 30; i++) {
			get("/fail");
			get("/users/1");
		}
		serverSpan();
	}

	/** Of one in some hundreds Tomcat tells no listener. */
	@Test
	void eachOfManyClientsThatLeaveAStreamHasItsSpan() throws Exception {
		ExecutorService clients = Executors.newFixedThreadPool(16);
		for (int i = 0; i < 1600; i++) {
			countRequest();
			clients.submit(() -> leave("/endless-stream"));
		}
		clients.shutdown();
		serverSpan();
		assertThat(serverSpans()).allSatisfy((span) -> assertNoError(span, 200));
	}

	@Configuration(proxyBeanMethods = false)
	static class Tomcat {

		@Bean
		TomcatServletWebServerFactory webServerFactory() {
			return new TomcatServletWebServerFactory();
		}

	}

}
