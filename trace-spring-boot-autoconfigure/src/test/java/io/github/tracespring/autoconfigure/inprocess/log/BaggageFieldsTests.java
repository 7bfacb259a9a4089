// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.log;

import java.util.List;
import java.util.Map;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import io.github.tracespring.autoconfigure.testing.TestApplication;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The MDC follows the current baggage, as far as an application asks for it.
 */
class BaggageFieldsTests {

	private static final Context A = baggage("a");

	private static final Context B = baggage("b");

	private BaggageFields fields = BaggageFields.open(List.of("tenant", "tenant", "region"));

	@BeforeEach
	void clean() {
		MDC.clear();
	}

	@AfterEach
	void nothingIsLeft() {
		this.fields.close();
		assertThat(Context.current()).isSameAs(Context.root());
		MDC.clear();
	}

	@Test
	void configuredKeysAreThereWhileTheBaggageIsCurrent() {
		try (Scope scope = A.makeCurrent()) {
			assertThat(scope).isNotNull();
			assertThat(mdc()).isEqualTo(Map.of("tenant", "a"));
		}
		assertThat(mdc()).isEmpty();
	}

	@Test
	void baggageAloneMayChange() {
		Context span = A.with(Span.wrap(SpanContext.create("0af7651916cd43dd8448eb211c80319c", "00000000000000aa",
				TraceFlags.getDefault(), TraceState.getDefault())));
		try (Scope outer = span.makeCurrent()) {
			Map<String, String> before = mdc();
			assertThat(before).hasSize(5).containsEntry("tenant", "a");
			try (Scope inner = Baggage.current()
				.toBuilder()
				.put("tenant", "b")
				.put("region", "eu")
				.build()
				.makeCurrent()) {
				assertThat(inner).isNotSameAs(outer);
				assertThat(mdc())
					.containsAllEntriesOf(Map.of("tenant", "b", "region", "eu", "span_id", "00000000000000aa"));
			}
			assertThat(mdc()).isEqualTo(before);
		}
		assertThat(mdc()).isEmpty();
	}

	@Test
	void contextWithoutBaggageTakesItAway() {
		MDC.put("user", "x");
		try (Scope outer = A.makeCurrent()) {
			for (Context none : new Context[] { Context.root(), A.with(Baggage.empty()) }) {
				try (Scope inner = none.makeCurrent()) {
					assertThat(inner).isNotSameAs(outer);
					assertThat(mdc()).isEqualTo(Map.of("user", "x"));
				}
				assertThat(mdc()).isEqualTo(Map.of("user", "x", "tenant", "a"));
			}
		}
		assertThat(mdc()).isEqualTo(Map.of("user", "x"));
	}

	@Test
	void whatTheUserPutThereComesBack() {
		MDC.put("tenant", "from-the-gateway");
		try (Scope outer = A.makeCurrent()) {
			assertThat(mdc()).isEqualTo(Map.of("tenant", "a"));
			MDC.put("tenant", "changed");
			try (Scope inner = Context.root().makeCurrent()) {
				assertThat(inner).isNotSameAs(outer);
				assertThat(mdc()).isEqualTo(Map.of("tenant", "changed"));
			}
		}
		assertThat(mdc()).isEqualTo(Map.of("tenant", "from-the-gateway"));
	}

	@Test
	void whatTheUserPutThereStaysWithoutSuchBaggage() {
		MDC.put("region", "from-the-gateway");
		try (Scope outer = A.makeCurrent()) {
			MDC.put("region", "later");
			try (Scope inner = B.makeCurrent()) {
				assertThat(inner).isNotSameAs(outer);
				assertThat(mdc()).isEqualTo(Map.of("tenant", "b", "region", "later"));
			}
		}
		assertThat(mdc()).isEqualTo(Map.of("region", "later"));
	}

	@Test
	void scopesClosedOutOfOrderLeaveWhatIsCurrent() {
		Scope a = A.makeCurrent();
		Scope b = B.makeCurrent();
		a.close();
		assertThat(mdc()).isEqualTo(Map.of("tenant", "b"));
		b.close();
		assertThat(mdc()).isEqualTo(Map.of("tenant", "a"));
		a.close();
		a.close();
		assertThat(mdc()).isEmpty();
	}

	@Test
	void callerCanNotForgeLinesNorFillTheLog() {
		Context hostile = baggage("a\r\nERROR forged\u2028" + "x".repeat(2000));
		try (Scope scope = hostile.makeCurrent()) {
			assertThat(scope).isNotNull();
			assertThat(MDC.get("tenant")).startsWith("a  ERROR forged xxx").hasSize(1024);
			try (Scope none = Context.root().makeCurrent()) {
				assertThat(none).isNotNull();
				assertThat(mdc()).isEmpty();
			}
		}
		assertThat(mdc()).isEmpty();
	}

	@Test
	void keysOfAllOpenApplicationsAreThere() {
		this.fields.close();
		try (ConfigurableApplicationContext first = run("--telemetry.baggage.log=tenant");
				ConfigurableApplicationContext second = run("--telemetry.baggage.log=tenant,other",
						"--spring.main.lazy-initialization=true")) {
			assertThat(mdcInside()).isEqualTo(Map.of("tenant", "a", "other", "o"));
			first.close();
			assertThat(mdcInside()).isEqualTo(Map.of("tenant", "a", "other", "o"));
			second.close();
			assertThat(mdcInside()).isEmpty();
		}
	}

	@Test
	void applicationMayCloseWhileItsBaggageIsCurrent() {
		try (Scope scope = A.makeCurrent()) {
			assertThat(scope).isNotNull();
			this.fields.close();
		}
		assertThat(mdc()).isEmpty();
	}

	@Test
	void nothingIsInTheLogByDefaultOrWhenDisabled() {
		this.fields.close();
		try (ConfigurableApplicationContext plain = run();
				ConfigurableApplicationContext off = run("--telemetry.disabled=true",
						"--telemetry.baggage.log=tenant")) {
			assertThat(plain.isActive() && off.isActive()).isTrue();
			assertThat(mdcInside()).isEmpty();
		}
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		return new TestApplication().run(arguments);
	}

	private static Map<String, String> mdcInside() {
		try (Scope scope = A.makeCurrent()) {
			assertThat(scope).isNotNull();
			return mdc();
		}
	}

	private static Context baggage(String tenant) {
		return Context.root().with(Baggage.builder().put("tenant", tenant).put("other", "o").build());
	}

	private static Map<String, String> mdc() {
		Map<String, String> copy = MDC.getCopyOfContextMap();
		return (copy != null) ? copy : Map.of();
	}

}
