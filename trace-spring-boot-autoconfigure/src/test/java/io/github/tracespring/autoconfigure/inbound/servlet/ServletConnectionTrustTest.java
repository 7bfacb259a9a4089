// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.servlet;

import org.junit.jupiter.api.Nested;

import io.github.tracespring.autoconfigure.inbound.http.ConnectionTrustContractTest;

import org.springframework.boot.WebApplicationType;

/**
 * Trust by address on each servlet container.
 */
class ServletConnectionTrustTest {

	abstract static class Contract extends ConnectionTrustContractTest {

		abstract Class<?> container();

		@Override
		protected WebApplicationType type() {
			return WebApplicationType.SERVLET;
		}

		@Override
		protected Class<?>[] application() {
			return new Class<?>[] { ServletTestApplication.class, container() };
		}

	}

	@Nested
	class OnTomcat extends Contract {

		@Override
		Class<?> container() {
			return TomcatServerTest.Tomcat.class;
		}

	}

	@Nested
	class BehindSpringsFilter extends OnTomcat {

		@Override
		protected String strategy() {
			return "framework";
		}

	}

	@Nested
	class OnJetty extends Contract {

		@Override
		Class<?> container() {
			return JettyServerTest.Jetty.class;
		}

	}

}
