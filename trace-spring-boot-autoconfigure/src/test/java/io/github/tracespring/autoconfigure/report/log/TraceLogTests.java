// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.tracespring.autoconfigure.config.TelemetryAutoConfiguration;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;
import io.github.tracespring.autoconfigure.report.LogLines;
import io.github.tracespring.autoconfigure.report.ReportAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class TraceLogTests {

	private static final long T0 = 1_700_000_000_000_000_000L;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class, ReportAutoConfiguration.class,
				TracingAutoConfiguration.class))
		.withPropertyValues("telemetry.name=user-api", "telemetry.batcher=log");

	private LogLines log;

	private Tracer tracer;

	@BeforeEach
	void openLog() {
		this.log = new LogLines();
	}

	@AfterEach
	void closeLog() {
		this.log.close();
	}

	private void run(Runnable test) {
		this.runner.run((context) -> {
			this.tracer = context.getBean(Tracer.class);
			test.run();
		});
	}

	private Span start(String name, Span parent, SpanKind kind, double millis) {
		return this.tracer.spanBuilder(name)
			.setParent((parent != null) ? Context.root().with(parent) : Context.root())
			.setSpanKind(kind)
			.setStartTimestamp(at(millis), TimeUnit.NANOSECONDS)
			.startSpan();
	}

	private static long at(double millis) {
		return T0 + (long) (millis * 1_000_000);
	}

	private static void end(Span span, double millis) {
		span.end(at(millis), TimeUnit.NANOSECONDS);
	}

	/** As it is when the span went over the wire to this process itself. */
	private static Span received(Span caller) {
		SpanContext sent = caller.getSpanContext();
		return Span.wrap(SpanContext.createFromRemoteParent(sent.getTraceId(), sent.getSpanId(), sent.getTraceFlags(),
				sent.getTraceState()));
	}

	private List<String> await(int trees) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.until(() -> this.log.containing("INFO trace ").size() >= trees);
		return this.log.containing("INFO trace ");
	}

	@Test
	void callsOfTheProcessToItselfAreOneTree() {
		run(() -> {
			Span home = start("GET /home", null, SpanKind.SERVER, 0);
			Span call = start("GET /service", home, SpanKind.CLIENT, 1);
			call.setAttribute("server.address", "localhost").setAttribute("server.port", 8080);
			call.setAttribute("http.response.status_code", 200);
			Span service = start("GET /service", received(call), SpanKind.SERVER, 2);
			Span load = start("load user", service, SpanKind.INTERNAL, 3);
			load.setAttribute("user.id", 42);
			load.addEvent("cache miss", at(6.1), TimeUnit.NANOSECONDS);
			end(load, 15);
			service.setAttribute("http.response.status_code", 200);
			end(call, 41.1);
			end(service, 40);
			Span fail = start("GET /fail", home, SpanKind.CLIENT, 50);
			fail.setAttribute("http.response.status_code", 500);
			fail.recordException(new IllegalStateException("boom"));
			fail.setStatus(StatusCode.ERROR);
			end(fail, 53);
			home.setAttribute("http.response.status_code", 200);
			end(home, 84.2);
			assertThat(await(1)).containsExactly("""
					INFO trace %s  user-api  84.2 ms
					└─ GET /home  server  84.2 ms  200
					   ├─ GET /service  client  40.1 ms  200  localhost:8080
					   │  └─ GET /service  server  38.0 ms  200
					   │     └─ load user  internal  12.0 ms  user.id=42  [cache miss +3.1 ms]
					   └─ GET /fail  client  3.0 ms  ERROR 500 java.lang.IllegalStateException: boom"""
				.formatted(home.getSpanContext().getTraceId()));
		});
	}

	@Test
	void serverSpanThatEndsJustAfterItsCallerIsInTheTree() {
		run(() -> {
			Span call = start("call", null, SpanKind.CLIENT, 0);
			Span server = start("serve", received(call), SpanKind.SERVER, 1);
			end(call, 10);
			end(server, 11);
			assertThat(await(1)).singleElement().asString().contains("└─ call").contains("   └─ serve");
		});
	}

	@Test
	void traceThatCameFromElsewhereHasItsServerSpanAsRoot() {
		run(() -> {
			SpanContext elsewhere = SpanContext.createFromRemoteParent("0af7651916cd43dd8448eb211c80319c",
					"b7ad6b7169203331", TraceFlags.getSampled(), TraceState.getDefault());
			end(start("serve", Span.wrap(elsewhere), SpanKind.SERVER, 0), 1);
			assertThat(await(1)).singleElement()
				.asString()
				.startsWith("INFO trace 0af7651916cd43dd8448eb211c80319c")
				.endsWith("└─ serve  server  1.0 ms");
		});
	}

	@Test
	void workThatEndsSoonAfterItsRootIsInTheTree() {
		run(() -> {
			Span root = start("root", null, SpanKind.SERVER, 0);
			Span async = start("async", root, SpanKind.INTERNAL, 1);
			end(root, 2);
			Awaitility.await().during(Duration.ofMillis(500)).until(() -> this.log.all().isEmpty());
			end(async, 500);
			assertThat(await(1)).singleElement().asString().contains("└─ root").contains("   └─ async");
		});
	}

	@Test
	void workThatEndsLongAfterItsRootIsPrintedByItself() {
		run(() -> {
			Span root = start("root", null, SpanKind.SERVER, 0);
			Span async = start("async", root, SpanKind.INTERNAL, 1);
			end(root, 2);
			assertThat(await(1)).singleElement().asString().contains("(1 still running)").doesNotContain("async");
			end(async, 5000);
			assertThat(await(2)).element(1)
				.asString()
				.contains(root.getSpanContext().getTraceId())
				.endsWith("└─ async  internal  4999.0 ms  (late)");
		});
	}

	@Test
	void callOfTheProcessToItselfDoesNotKeepItsTraceWaiting() {
		run(() -> {
			Span root = start("root", null, SpanKind.SERVER, 0);
			Span call = start("call", root, SpanKind.CLIENT, 1);
			start("serve for hours", received(call), SpanKind.SERVER, 2);
			end(root, 3);
			assertThat(await(1)).singleElement()
				.asString()
				.contains("(2 still running)")
				.endsWith("─ root  server  3.0 ms");
		});
	}

	@Test
	void nothingIsLeftUnprintedWhenTheContextCloses() {
		run(() -> {
			Span root = start("root", null, SpanKind.SERVER, 0);
			end(start("child", root, SpanKind.INTERNAL, 1), 2);
		});
		assertThat(this.log.containing("INFO trace ")).singleElement()
			.asString()
			.contains("(1 still running)")
			.endsWith("─ child  internal  1.0 ms");
	}

	@Test
	void memoryIsBoundedOldestFirst() {
		run(() -> {
			List<Span> open = new ArrayList<>();
			for (int i = 0; i < 250; i++) {
				open.add(start("root", null, SpanKind.SERVER, 0));
				end(start("child " + i, open.get(i), SpanKind.INTERNAL, 0), 1);
			}
			assertThat(await(50)).hasSize(50).first().asString().contains("─ child 0 ");
		});
	}

	@Test
	void spansOfATraceAreBounded() {
		run(() -> {
			Span root = start("root", null, SpanKind.SERVER, 0);
			for (int i = 0; i < 600; i++) {
				end(start("child", root, SpanKind.INTERNAL, 0), 1);
			}
			end(root, 2);
			assertThat(await(1)).singleElement()
				.asString()
				.contains("(100 more not shown)")
				.contains("\n└─ root")
				.doesNotContain("(late)")
				.hasLineCount(502);
		});
	}

	@Test
	void codeOfAGrpcCallIsShown() {
		run(() -> {
			Span call = start("users.Users/Find", null, SpanKind.CLIENT, 0);
			call.setAttribute("rpc.response.status_code", "NOT_FOUND");
			call.setAttribute("error.type", "NOT_FOUND");
			call.setStatus(StatusCode.ERROR);
			end(call, 2);
			assertThat(await(1)).singleElement()
				.asString()
				.endsWith("─ users.Users/Find  client  2.0 ms  ERROR NOT_FOUND");
		});
	}

	@Test
	void nothingOnASpanBreaksOutOfItsLine() {
		run(() -> {
			Span root = start("GET\n2026 INFO forged", null, SpanKind.SERVER, 0);
			root.setAttribute("user", "x\r\ny" + "z".repeat(1000));
			root.addEvent("event\u2028", Attributes.of(AttributeKey.stringKey("k"), "v"));
			end(root, 2);
			assertThat(await(1)).singleElement().asString().hasLineCount(2).contains("user=x y").hasSizeLessThan(500);
		});
	}

	@Test
	void unsampledSpansAreNotPrinted() {
		this.runner.withPropertyValues("telemetry.sampler=0").run((context) -> {
			this.tracer = context.getBean(Tracer.class);
			end(start("root", null, SpanKind.SERVER, 0), 1);
		});
		assertThat(this.log.all()).isEmpty();
	}

}
