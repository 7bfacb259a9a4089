// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.http;

import java.lang.reflect.Proxy;
import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.tracespring.autoconfigure.config.TelemetryPropagationProperties;
import io.github.tracespring.autoconfigure.core.propagation.IncomingTrust;
import io.github.tracespring.autoconfigure.core.sampling.Suppression;
import io.github.tracespring.autoconfigure.core.span.QueryRedactor;

import static org.assertj.core.api.Assertions.assertThat;

class HttpServerHandlerTest {

	static List<Throwable> failures() {
		return List.of(new IllegalStateException("no such request"), new NoSuchMethodError("other version"));
	}

	@ParameterizedTest
	@MethodSource("failures")
	@SuppressWarnings("unchecked")
	void requestThatCanNotBeReadIsHandledWithoutSpan(Throwable failure) {
		HttpServerRequest<Object> reader = (HttpServerRequest<Object>) Proxy.newProxyInstance(
				getClass().getClassLoader(), new Class<?>[] { HttpServerRequest.class }, (proxy, method, arguments) -> {
					throw failure;
				});
		HttpServerHandler handler = new HttpServerHandler(OpenTelemetry.noop(), OpenTelemetry.noop().getTracer("test"),
				IncomingTrust.of(new TelemetryPropagationProperties()), IgnoredPaths.of(List.of()),
				new QueryRedactor(List.of()));
		HttpServerSpan span = handler.start(new Object(), reader);
		assertThat(span.isOver()).isTrue();
		assertThat(Suppression.isSuppressed(span.context())).isTrue();
	}

}
