// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.http;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
				new QueryRedactor(List.of()), true);
		HttpServerSpan span = handler.start(new Object(), reader);
		assertThat(span.isOver()).isTrue();
		assertThat(Suppression.isSuppressed(span.context())).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "true, 0", "false, 0", "true, 1", "false, 1" })
	void requestIsDescribedOnceAndIfItIsNotSampledOnlyToASamplerThatReadsThat(boolean samplerReadsAttributes,
			double ratio) {
		InMemorySpanExporter spans = InMemorySpanExporter.create();
		List<String> asked = new ArrayList<>();
		try (SdkTracerProvider provider = SdkTracerProvider.builder()
			.setSampler(Sampler.traceIdRatioBased(ratio))
			.addSpanProcessor(SimpleSpanProcessor.create(spans))
			.build()) {
			OpenTelemetrySdk sdk = OpenTelemetrySdk.builder().setTracerProvider(provider).build();
			HttpServerHandler handler = new HttpServerHandler(sdk, sdk.getTracer("test"),
					IncomingTrust.of(new TelemetryPropagationProperties()), IgnoredPaths.of(List.of()),
					new QueryRedactor(List.of()), samplerReadsAttributes);
			HttpServerSpan span = handler.start(new Object(), reader(asked));
			assertThat(span.isRecorded()).isEqualTo(ratio == 1);
			assertThat(asked).doesNotHaveDuplicates();
			assertThat(asked.contains("query")).isEqualTo(ratio == 1 || samplerReadsAttributes);
			assertThat(asked.contains("peerAddress")).isEqualTo(ratio == 1);
			handler.end(span, 200, "/users/{id}", null);
			handler.end(span, 200, "/users/{id}", null);
			assertThat(spans.getFinishedSpanItems()).hasSize((int) ratio)
				.allSatisfy((ended) -> assertThat(ended.getAttributes().get(AttributeKey.stringKey("url.query")))
					.isEqualTo("query"));
		}
	}

	/** Answers each question with its name, and port 1. */
	@SuppressWarnings("unchecked")
	private static HttpServerRequest<Object> reader(List<String> asked) {
		return (HttpServerRequest<Object>) Proxy.newProxyInstance(HttpServerHandlerTest.class.getClassLoader(),
				new Class<?>[] { HttpServerRequest.class }, (proxy, method, arguments) -> {
					asked.add(method.getName());
					return (method.getReturnType() == int.class) ? (Object) 1 : method.getName();
				});
	}

}
