// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.sampling;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.tracespring.autoconfigure.config.Sampling;
import io.github.tracespring.autoconfigure.config.Sampling.Root;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which traces are recorded.
 */
class SamplersTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			ON,    1,   true,  true,  true,  false
			OFF,   0,   true,  false, true,  false
			RATIO, 0,   true,  false, true,  false
			RATIO, 1,   true,  true,  true,  false
			ON,    1,   false, true,  true,  true
			OFF,   0,   false, false, false, false
			""")
	void parentDecidesUnlessToldOtherwise(Root root, double ratio, boolean parentBased, boolean alone,
			boolean belowSampled, boolean belowUnsampled) {
		Tracer tracer = tracer(Samplers.of(new Sampling(root, ratio, parentBased)));
		assertThat(isRecorded(tracer, Context.root())).isEqualTo(alone);
		assertThat(isRecorded(tracer, parent(TraceFlags.getSampled()))).isEqualTo(belowSampled);
		assertThat(isRecorded(tracer, parent(TraceFlags.getDefault()))).isEqualTo(belowUnsampled);
	}

	@Test
	void samplerUsesConfiguredRatio() {
		Tracer tracer = tracer(Samplers.of(new Sampling(Root.RATIO, 0.25, true)));
		int recorded = 0;
		for (int i = 0; i < 10_000; i++) {
			recorded += isRecorded(tracer, Context.root()) ? 1 : 0;
		}
		// six standard deviations
		assertThat(recorded).isBetween(2240, 2760);
	}

	@Test
	void suppressedWorkIsNotRecordedWhateverTheSampler() {
		Tracer tracer = tracer(Samplers.suppressible(Sampler.alwaysOn()));
		assertThat(isRecorded(tracer, Suppression.suppress(Context.root()))).isFalse();
		assertThat(isRecorded(tracer, Suppression.suppress(parent(TraceFlags.getSampled())))).isFalse();
		assertThat(isRecorded(tracer, Context.root())).isTrue();
	}

	@Test
	void descriptionIsTheSamplers() {
		assertThat(Samplers.suppressible(Sampler.alwaysOn()).getDescription()).isEqualTo("AlwaysOnSampler");
		assertThat(Samplers.suppressible(Sampler.alwaysOn())).hasToString("AlwaysOnSampler");
	}

	private static Context parent(TraceFlags flags) {
		return Context.root()
			.with(Span.wrap(SpanContext.createFromRemoteParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
					flags, TraceState.getDefault())));
	}

	private static Tracer tracer(Sampler sampler) {
		return SdkTracerProvider.builder().setSampler(sampler).build().get("test");
	}

	private static boolean isRecorded(Tracer tracer, Context parent) {
		return tracer.spanBuilder("work").setParent(parent).startSpan().isRecording();
	}

}
