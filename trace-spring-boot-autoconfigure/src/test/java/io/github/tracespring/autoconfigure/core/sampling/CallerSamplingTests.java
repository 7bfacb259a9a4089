// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.sampling;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a caller says of sampling without a parent, and a parent that says nothing of it.
 */
class CallerSamplingTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final Context PARENT = Context.root()
		.with(Span.wrap(SpanContext.createFromRemoteParent(TRACE, "b7ad6b7169203331", TraceFlags.getDefault(),
				TraceState.getDefault())));

	@Test
	void deniedTraceIsNotRecordedAndHasAnIdToPassOn() {
		Span span = start(Sampler.parentBased(Sampler.alwaysOn()), CallerSampling.decided(Context.root(), false));
		assertThat(span.getSpanContext().isValid()).isTrue();
		assertThat(span.getSpanContext().isSampled()).isFalse();
		assertThat(span.isRecording()).isFalse();
	}

	@Test
	void acceptedTraceIsRecorded() {
		Span span = start(Sampler.parentBased(Sampler.alwaysOff()), CallerSampling.decided(Context.root(), true));
		assertThat(span.isRecording()).isTrue();
	}

	@Test
	void parentWithoutDecisionIsForTheRootSampler() {
		Span span = start(Sampler.parentBased(Sampler.alwaysOn()), CallerSampling.deferred(PARENT));
		assertThat(span.isRecording()).isTrue();
		assertThat(span.getSpanContext().getTraceId()).isEqualTo(TRACE);
		assertThat(start(Sampler.parentBased(Sampler.alwaysOff()), CallerSampling.deferred(PARENT)).isRecording())
			.isFalse();
		assertThat(start(Sampler.parentBased(Sampler.alwaysOn()), PARENT).isRecording()).isFalse();
	}

	@Test
	void childHasTheDecisionOfItsOwnParent() {
		Context accepted = CallerSampling.decided(Context.root(), true);
		Span dropped = start(Sampler.alwaysOff(), accepted);
		assertThat(start(Sampler.parentBased(Sampler.alwaysOff()), accepted.with(dropped)).isRecording()).isFalse();
		Context deferred = CallerSampling.deferred(PARENT);
		Span off = start(Sampler.parentBased(Sampler.alwaysOff()), deferred);
		assertThat(start(Sampler.parentBased(Sampler.alwaysOn()), deferred.with(off)).isRecording()).isFalse();
	}

	@Test
	void samplerThatAsksNoParentIsNotOverruled() {
		assertThat(start(Sampler.alwaysOn(), CallerSampling.decided(Context.root(), false)).isRecording()).isTrue();
	}

	private static Span start(Sampler sampler, Context parent) {
		return SdkTracerProvider.builder()
			.setSampler(Samplers.suppressible(sampler))
			.build()
			.get("test")
			.spanBuilder("span")
			.setParent(parent)
			.startSpan();
	}

}
