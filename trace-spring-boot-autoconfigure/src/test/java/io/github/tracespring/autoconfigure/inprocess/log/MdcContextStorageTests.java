// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.log;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The MDC follows the current context.
 */
class MdcContextStorageTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final Context A = context(TRACE, "00000000000000aa");

	private static final Context B = context(TRACE, "00000000000000bb");

	private static final Map<String, String> A_IDS = ids("00000000000000aa");

	private static final Map<String, String> B_IDS = ids("00000000000000bb");

	@BeforeEach
	void clean() {
		MDC.clear();
		assertThat(Context.current()).isSameAs(Context.root());
	}

	@AfterEach
	void nothingIsLeft() {
		assertThat(Context.current()).isSameAs(Context.root());
		MDC.clear();
	}

	@Test
	void idsAreThereWhileTheSpanIsCurrent() {
		assertThat(MdcContextStorage.isEffective()).isTrue();
		try (Scope scope = A.makeCurrent()) {
			assertThat(scope).isNotNull();
			assertThat(mdc()).isEqualTo(A_IDS);
		}
		assertThat(mdc()).isEmpty();
	}

	@Test
	void innerSpanReplacesTheOuterOne() {
		try (Scope outer = A.makeCurrent()) {
			try (Scope inner = B.makeCurrent()) {
				assertThat(inner).isNotSameAs(outer);
				assertThat(mdc()).isEqualTo(B_IDS);
			}
			assertThat(mdc()).isEqualTo(A_IDS);
		}
		assertThat(mdc()).isEmpty();
	}

	@Test
	void whatTheUserPutThereComesBack() {
		MDC.put("traceId", "from-the-gateway");
		MDC.put("user", "x");
		try (Scope scope = A.makeCurrent()) {
			assertThat(scope).isNotNull();
			assertThat(mdc()).containsAllEntriesOf(A_IDS).containsEntry("user", "x");
			MDC.put("order", "7");
		}
		assertThat(mdc()).isEqualTo(Map.of("traceId", "from-the-gateway", "user", "x", "order", "7"));
	}

	@Test
	void idsComeBackThoughTheInnerCodeClearedTheMdc() {
		try (Scope outer = A.makeCurrent()) {
			try (Scope inner = B.makeCurrent()) {
				assertThat(inner).isNotSameAs(outer);
				MDC.clear();
			}
			assertThat(mdc()).isEqualTo(A_IDS);
		}
		assertThat(mdc()).isEmpty();
	}

	@Test
	void contextWithoutSpanTakesTheIdsAway() {
		MDC.put("user", "x");
		try (Scope outer = A.makeCurrent()) {
			for (Context none : new Context[] { Context.root(), Context.root().with(Span.getInvalid()) }) {
				try (Scope inner = none.makeCurrent()) {
					assertThat(inner).isNotSameAs(outer);
					assertThat(mdc()).isEqualTo(Map.of("user", "x"));
				}
				assertThat(mdc()).containsAllEntriesOf(A_IDS).containsEntry("user", "x");
			}
		}
		assertThat(mdc()).isEqualTo(Map.of("user", "x"));
	}

	@Test
	void invalidSpanTouchesNothingOfTheUser() {
		MDC.put("traceId", "from-the-gateway");
		MDC.put("user", "x");
		try (Scope scope = Context.root().with(Span.getInvalid()).makeCurrent()) {
			assertThat(scope).isNotNull();
			assertThat(mdc()).isEqualTo(Map.of("traceId", "from-the-gateway", "user", "x"));
		}
		assertThat(mdc()).isEqualTo(Map.of("traceId", "from-the-gateway", "user", "x"));
	}

	@Test
	void scopesClosedOutOfOrderLeaveWhatIsCurrent() {
		Scope a = A.makeCurrent();
		Scope b = B.makeCurrent();
		a.close();
		assertThat(Context.current()).isSameAs(B);
		assertThat(mdc()).isEqualTo(B_IDS);
		b.close();
		// OpenTelemetry ignored the first attempt
		assertThat(Context.current()).isSameAs(A);
		assertThat(mdc()).isEqualTo(A_IDS);
		a.close();
		assertThat(mdc()).isEmpty();
	}

	@Test
	void scopeClosedTwiceChangesNothing() {
		Scope a = A.makeCurrent();
		a.close();
		MDC.put("traceId", "later");
		a.close();
		assertThat(mdc()).isEqualTo(Map.of("traceId", "later"));
	}

	@Test
	void scopeClosedOnAnotherThreadChangesNothingThere() throws Exception {
		Scope a = A.makeCurrent();
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			Map<String, String> other = executor.submit(() -> {
				MDC.put("traceId", "other");
				a.close();
				return mdc();
			}).get();
			assertThat(other).isEqualTo(Map.of("traceId", "other"));
			assertThat(mdc()).isEqualTo(A_IDS);
		}
		finally {
			executor.shutdown();
			a.close();
		}
		assertThat(mdc()).isEmpty();
	}

	@Test
	void nothingIsLeftOnPooledThreads() throws Exception {
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			Callable<Map<String, String>> work = MdcContextStorageTests::mdc;
			assertThat(executor.submit(A.wrap(work)).get()).isEqualTo(A_IDS);
			assertThat(executor.submit(work).get()).isEmpty();
			assertThat(executor.submit(B.wrap(work)).get()).isEqualTo(B_IDS);
			assertThat(executor.submit(work).get()).isEmpty();
		}
		finally {
			executor.shutdown();
		}
	}

	@Test
	void mdcIsLeftAloneWhileTheSpanStaysTheSame() {
		Context sameSpan = A.with(Baggage.builder().put("user", "x").build());
		Context equalIds = context(TRACE, "00000000000000aa").with(ContextKey.named("k"), "v");
		try (Scope outer = A.makeCurrent()) {
			MDC.put("trace_id", "changed");
			MDC.remove("spanId");
			Map<String, String> before = mdc();
			for (Context same : new Context[] { A, sameSpan, equalIds }) {
				try (Scope inner = same.makeCurrent()) {
					assertThat(inner).isNotSameAs(outer);
					assertThat(mdc()).isEqualTo(before);
				}
				assertThat(mdc()).isEqualTo(before);
			}
		}
	}

	@Test
	void nullContextIsIgnored() {
		try (Scope outer = A.makeCurrent()) {
			ContextStorage.get().attach(null).close();
			assertThat(outer).isNotNull();
			assertThat(mdc()).isEqualTo(A_IDS);
		}
	}

	private static Map<String, String> mdc() {
		Map<String, String> copy = MDC.getCopyOfContextMap();
		return (copy != null) ? copy : Map.of();
	}

	private static Context context(String traceId, String spanId) {
		return Context.root()
			.with(Span.wrap(SpanContext.create(traceId, spanId, TraceFlags.getDefault(), TraceState.getDefault())));
	}

	private static Map<String, String> ids(String spanId) {
		return Map.of("trace_id", TRACE, "span_id", spanId, "traceId", TRACE, "spanId", spanId);
	}

}
