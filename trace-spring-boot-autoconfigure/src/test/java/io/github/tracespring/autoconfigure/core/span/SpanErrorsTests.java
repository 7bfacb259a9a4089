// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.span;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a failure is written.
 */
class SpanErrorsTests {

	private final Span span = SdkTracerProvider.builder().build().get("test").spanBuilder("work").startSpan();

	@Test
	void exceptionIsRecorded() {
		SpanErrors.record(this.span, new IllegalStateException("broken"));
		SpanData data = ((ReadableSpan) this.span).toSpanData();
		assertThat(data.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(data.getAttributes().get(AttributeKey.stringKey("error.type")))
			.isEqualTo("java.lang.IllegalStateException");
		assertThat(data.getEvents()).singleElement().extracting(EventData::getName).isEqualTo("exception");
		assertThat(data.getEvents().get(0).getAttributes().get(AttributeKey.stringKey("exception.message")))
			.isEqualTo("broken");
	}

	@Test
	void statusIsRecorded() {
		SpanErrors.record(this.span, "503");
		SpanData data = ((ReadableSpan) this.span).toSpanData();
		assertThat(data.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(data.getAttributes().get(AttributeKey.stringKey("error.type"))).isEqualTo("503");
		assertThat(data.getEvents()).isEmpty();
	}

}
