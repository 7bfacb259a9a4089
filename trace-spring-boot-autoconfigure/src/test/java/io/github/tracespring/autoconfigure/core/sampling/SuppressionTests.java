// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.sampling;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Work that is not traced, and what it tells the services that it calls.
 */
class SuppressionTests {

	@Test
	void callersTraceGoesOnUnsampled() {
		SpanContext caller = SpanContext.createFromRemoteParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
				TraceFlags.fromByte((byte) 3), TraceState.builder().put("k", "v").build());
		Context context = Suppression
			.suppress(Context.root().with(Span.wrap(caller)).with(Baggage.builder().put("user", "x").build()));
		SpanContext suppressed = Span.fromContext(context).getSpanContext();
		assertThat(suppressed.getTraceId()).isEqualTo(caller.getTraceId());
		assertThat(suppressed.getSpanId()).isNotEqualTo(caller.getSpanId());
		assertThat(suppressed.getTraceState()).isEqualTo(caller.getTraceState());
		assertThat(suppressed.getTraceFlags().asHex()).isEqualTo("02");
		assertThat(Baggage.fromContext(context).getEntryValue("user")).isEqualTo("x");
	}

	@Test
	void unsampledTraceGoesOnAsItCame() {
		SpanContext caller = SpanContext.createFromRemoteParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
				TraceFlags.getDefault(), TraceState.getDefault());
		Context context = Suppression.suppress(Context.root().with(Span.wrap(caller)));
		assertThat(Span.fromContext(context).getSpanContext().getSpanId()).isEqualTo(caller.getSpanId());
	}

	@Test
	void withoutCallerANewTraceIsUnsampled() {
		SpanContext suppressed = Span.fromContext(Suppression.suppress(Context.root())).getSpanContext();
		assertThat(suppressed.isValid()).isTrue();
		assertThat(suppressed.isSampled()).isFalse();
	}

	@Test
	void contextsBelowAreSuppressedToo() {
		Context context = Suppression.suppress(Context.root());
		assertThat(Suppression.isSuppressed(context)).isTrue();
		assertThat(Suppression.isSuppressed(context.with(Span.getInvalid()))).isTrue();
		assertThat(Suppression.isSuppressed(Context.root())).isFalse();
	}

}
