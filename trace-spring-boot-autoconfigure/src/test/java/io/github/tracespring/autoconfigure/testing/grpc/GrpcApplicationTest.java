// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.testing.grpc;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.stub.ClientCalls;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;

import io.github.tracespring.autoconfigure.config.TelemetryAutoConfiguration;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;
import io.github.tracespring.autoconfigure.inbound.grpc.GrpcServerTracingAutoConfiguration;
import io.github.tracespring.autoconfigure.outbound.grpc.GrpcClientTracingAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application with the two auto-configurations, and what it recorded.
 */
abstract class GrpcApplicationTest {

	protected final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	protected final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class, TracingAutoConfiguration.class,
				GrpcServerTracingAutoConfiguration.class, GrpcClientTracingAutoConfiguration.class))
		.withBean("recording", SpanProcessor.class, () -> SimpleSpanProcessor.create(this.exporter));

	protected static void soon(Callable<Boolean> condition) {
		await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).until(condition);
	}

	protected SpanData span(SpanKind kind) {
		soon(() -> !spans(kind).isEmpty());
		assertThat(spans(kind)).hasSize(1);
		return spans(kind).get(0);
	}

	protected List<SpanData> spans(SpanKind kind) {
		return this.exporter.getFinishedSpanItems().stream().filter((span) -> span.getKind() == kind).toList();
	}

	protected static void unary(Channel channel) {
		assertThat(ClientCalls.blockingUnaryCall(channel, Echo.UNARY, CallOptions.DEFAULT, "hello")).isEqualTo("hello");
	}

}
