// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.webflux;

import org.junit.jupiter.api.Nested;

import io.github.tracespring.autoconfigure.inbound.http.ConnectionTrustContractTest;

import org.springframework.boot.WebApplicationType;

/**
 * Trust by address on each server of WebFlux.
 */
class WebFluxConnectionTrustTest {

	abstract static class Contract extends ConnectionTrustContractTest {

		abstract Class<?> container();

		@Override
		protected WebApplicationType type() {
			return WebApplicationType.REACTIVE;
		}

		@Override
		protected Class<?>[] application() {
			return new Class<?>[] { WebFluxTestApplication.class, container() };
		}

	}

	@Nested
	class OnReactorNetty extends Contract {

		@Override
		Class<?> container() {
			return ReactorNettyServerTest.Netty.class;
		}

	}

	@Nested
	class BehindSpringsTransformer extends OnReactorNetty {

		@Override
		protected String strategy() {
			return "framework";
		}

	}

	@Nested
	class OnTomcat extends Contract {

		@Override
		Class<?> container() {
			return TomcatWebFluxServerTest.Tomcat.class;
		}

	}

}
