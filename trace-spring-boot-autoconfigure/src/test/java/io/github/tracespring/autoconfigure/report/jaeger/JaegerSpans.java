// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.jaeger;

import java.util.Map;
import java.util.stream.Collectors;

import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Span;
import io.jaegertracing.thriftjava.SpanRef;
import io.jaegertracing.thriftjava.SpanRefType;
import io.jaegertracing.thriftjava.Tag;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What has to come out of the complete span of {@code OtlpSpans}.
 */
final class JaegerSpans {

	private JaegerSpans() {
	}

	static void assertComplete(Batch batch) {
		assertThat(batch.getProcess().getServiceName()).isEqualTo("orders");
		assertThat(batch.getProcess().getTags()).extracting(Tag::getKey)
			.contains("telemetry.sdk.version", "deployment.environment.name")
			.doesNotContain("service.name");
		assertThat(batch.getSpans()).singleElement().satisfies(JaegerSpans::assertComplete);
	}

	private static void assertComplete(Span span) {
		assertThat(span.getOperationName()).isEqualTo("GET /users/{id}");
		assertThat(span.getTraceIdHigh()).isEqualTo(0x0af7651916cd43ddL);
		assertThat(span.getTraceIdLow()).isEqualTo(0x8448eb211c80319cL);
		assertThat(span.getParentSpanId()).isEqualTo(0xb7ad6b7169203331L);
		assertThat(span.getFlags()).isEqualTo(1);
		assertThat(span.getStartTime()).isEqualTo(1_700_000_000_123_456L);
		assertThat(span.getDuration()).isEqualTo(5000);
		assertThat(span.getReferences()).containsExactly(
				new SpanRef(SpanRefType.CHILD_OF, 0x8448eb211c80319cL, 0x0af7651916cd43ddL, 0xb7ad6b7169203331L),
				new SpanRef(SpanRefType.FOLLOWS_FROM, 0xa3ce929d0e0e4736L, 0x4bf92f3577b34da6L, 0x00f067aa0ba902b7L));
		Map<String, Tag> tags = span.getTags().stream().collect(Collectors.toMap(Tag::getKey, (tag) -> tag));
		assertThat(tags.get("text").getVStr()).isEqualTo("Grüße \"\n");
		assertThat(tags.get("flag").isVBool()).isTrue();
		assertThat(tags.get("number").getVLong()).isEqualTo(Long.MAX_VALUE);
		assertThat(tags.get("fraction").getVDouble()).isEqualTo(0.25);
		assertThat(tags.get("fractions").getVStr()).isEqualTo("[0.5,1.5]");
		assertThat(tags.get("span.kind").getVStr()).isEqualTo("producer");
		assertThat(tags.get("error").isVBool()).isTrue();
		assertThat(tags.get("otel.status_description").getVStr()).isEqualTo("it broke");
		assertThat(tags.get("otel.scope.name").getVStr()).isEqualTo("my.library");
		assertThat(tags.get("otel.scope.version").getVStr()).isEqualTo("1.2.3");
		assertThat(tags.get("w3c.tracestate").getVStr()).isEqualTo("vendor=x");
		assertThat(span.getLogs()).extracting((log) -> log.getFields().get(0).getVStr())
			.containsExactlyInAnyOrder("batch", "cache miss");
	}

}
