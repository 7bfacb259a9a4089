// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.webflux;

import java.io.IOException;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

import io.github.tracespring.autoconfigure.inbound.http.ServerProbe;

import org.springframework.boot.tomcat.reactive.TomcatReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The contract of WebFlux on a servlet container.
 */
class TomcatWebFluxServerTest extends WebFluxServerContractTest {

	@Override
	Class<?> container() {
		return Tomcat.class;
	}

	@Override
	void checkThreads() {
		// The valve does, whenever one begins or is done with a request
	}

	@Configuration(proxyBeanMethods = false)
	static class Tomcat {

		@Bean
		TomcatReactiveWebServerFactory webServerFactory(ServerProbe probe) {
			TomcatReactiveWebServerFactory factory = new TomcatReactiveWebServerFactory();
			factory.addEngineValves(new ThreadCheck(probe));
			return factory;
		}

	}

	/** Sees each thread before and after the application. */
	private static final class ThreadCheck extends ValveBase {

		private final ServerProbe probe;

		ThreadCheck(ServerProbe probe) {
			super(true);
			this.probe = probe;
		}

		@Override
		public void invoke(Request request, Response response) throws IOException, ServletException {
			this.probe.checkThread("before");
			try {
				getNext().invoke(request, response);
			}
			finally {
				this.probe.checkThread("after");
			}
		}

	}

}
