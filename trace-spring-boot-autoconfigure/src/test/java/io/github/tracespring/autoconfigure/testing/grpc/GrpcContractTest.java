// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.testing.grpc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What holds for every gRPC server and channel, in whichever way they were made and
 * instrumented; over Netty, on pooled threads.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class GrpcContractTest {

	/** Whom the server trusts. */
	static final String TRUSTED = "--telemetry.propagation.trusted-paths=/test.Echo/Unary,/test.Echo/Down,"
			+ "/test.Echo/Up,/test.Echo/Both";

	/** Where the channel sends no headers. */
	static final String SILENT = "--telemetry.propagation.no-inject-hosts=stranger.example";

	private static final int THREADS = 2;

	private static final Set<String> SERVER_ERRORS = Set.of("UNKNOWN", "DEADLINE_EXCEEDED", "UNIMPLEMENTED", "INTERNAL",
			"UNAVAILABLE", "DATA_LOSS");

	private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

	private static final AttributeKey<String> STATUS = AttributeKey.stringKey("rpc.response.status_code");

	protected final ExecutorService serverThreads = Executors.newFixedThreadPool(THREADS);

	protected final ExecutorService clientThreads = Executors.newFixedThreadPool(THREADS);

	protected final Echo echo = new Echo();

	/**
	 * Starts the server, and makes the channel. The server does not trace
	 * {@link Echo#QUIET}, and neither does the channel.
	 * @return the channel
	 * @throws Exception if that fails
	 */
	protected abstract Channel start() throws Exception;

	/** Stops both. */
	protected abstract void stop();

	/**
	 * Where the spans are.
	 * @return the exporter
	 */
	protected abstract InMemorySpanExporter exporter();

	/**
	 * What the application makes its own spans by.
	 * @return the tracer
	 */
	protected abstract Tracer tracer();

	protected abstract int port();

	protected Channel channel;

	@BeforeAll
	final void startBoth() throws Exception {
		this.channel = start();
	}

	@AfterAll
	final void stopBoth() {
		stop();
		this.serverThreads.shutdownNow();
		this.clientThreads.shutdownNow();
	}

	@BeforeEach
	final void reset() throws Exception {
		// nothing of the last test comes later
		soon(this.echo::isIdle);
		nothingIsLeftBehind();
		exporter().reset();
		this.echo.reset();
	}

	protected final List<Seen> call(Way way, String request) throws Exception {
		return way.call(this.channel, CallOptions.DEFAULT, request);
	}

	/** The call's span of that kind, when there is one; there must not be two. */
	protected final SpanData span(SpanKind kind) {
		soon(() -> !spans(kind).isEmpty());
		assertThat(spans(kind)).hasSize(1);
		return spans(kind).get(0);
	}

	private List<SpanData> spans(SpanKind kind) {
		return exporter().getFinishedSpanItems().stream().filter((span) -> span.getKind() == kind).toList();
	}

	private static void soon(Callable<Boolean> condition) {
		await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).until(condition);
	}

	@ParameterizedTest
	@EnumSource(Way.class)
	void everyCallbackIsInTheTrace(Way way) throws Exception {
		Span caller = tracer().spanBuilder("caller").startSpan();
		List<Seen> client;
		try (Scope scope = caller.makeCurrent()) {
			client = call(way, "hello");
			assertThat(Span.current()).isSameAs(caller);
		}
		caller.end();
		SpanData sent = span(SpanKind.CLIENT);
		SpanData served = span(SpanKind.SERVER);
		soon(() -> this.echo.seen().stream().anyMatch((seen) -> seen.where().equals("complete")));
		String trace = caller.getSpanContext().getTraceId();
		assertThat(exporter().getFinishedSpanItems()).hasSize(3)
			.allSatisfy((span) -> assertThat(span.getTraceId()).isEqualTo(trace));
		assertThat(sent.getParentSpanId()).isEqualTo(caller.getSpanContext().getSpanId());
		assertThat(served.getParentSpanId()).isEqualTo(sent.getSpanId());
		assertThat(client).hasSizeGreaterThan(1)
			.allSatisfy((seen) -> assertThat(seen.spanId()).isEqualTo(sent.getParentSpanId()))
			.allSatisfy((seen) -> assertThat(seen.mdc()).isEqualTo(trace));
		assertThat(this.echo.seen()).hasSizeGreaterThan(1)
			.allSatisfy((seen) -> assertThat(seen.spanId()).as(seen.where()).isEqualTo(served.getSpanId()))
			.allSatisfy((seen) -> assertThat(seen.mdc()).as(seen.where()).isEqualTo(trace));
		nothingIsLeftBehind();
	}

	@ParameterizedTest
	@EnumSource(Way.class)
	void bothEndsAreDescribed(Way way) throws Exception {
		call(way, "hello");
		SpanData sent = span(SpanKind.CLIENT);
		SpanData served = span(SpanKind.SERVER);
		assertThat(List.of(sent, served)).allSatisfy((span) -> {
			assertThat(span.getName()).isEqualTo(way.method().getFullMethodName());
			assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
			assertThat(span.getInstrumentationScopeInfo().getName()).isEqualTo("io.github.tracespring");
			assertThat(span.getEvents()).isEmpty();
			Map<AttributeKey<?>, Object> attributes = span.getAttributes().asMap();
			assertThat(attributes).containsOnlyKeys(AttributeKey.stringKey("rpc.system.name"),
					AttributeKey.stringKey("rpc.method"), STATUS, AttributeKey.stringKey("server.address"),
					AttributeKey.longKey("server.port"), AttributeKey.stringKey("network.peer.address"),
					AttributeKey.longKey("network.peer.port"));
			assertThat(attributes).containsEntry(AttributeKey.stringKey("rpc.system.name"), "grpc")
				.containsEntry(AttributeKey.stringKey("rpc.method"), way.method().getFullMethodName())
				.containsEntry(STATUS, "OK")
				.containsEntry(AttributeKey.stringKey("server.address"), "localhost")
				.containsEntry(AttributeKey.longKey("server.port"), (long) port())
				.containsEntry(AttributeKey.stringKey("network.peer.address"), "127.0.0.1");
		});
		assertThat(sent.getAttributes().get(AttributeKey.longKey("network.peer.port"))).isEqualTo(port());
		assertThat(served.getAttributes().get(AttributeKey.longKey("network.peer.port"))).isNotEqualTo(port());
	}

	@ParameterizedTest
	@EnumSource(value = Status.Code.class, mode = EnumSource.Mode.EXCLUDE, names = "OK")
	void everyCodeIsTheClientsErrorAndSomeAreTheServers(Status.Code code) {
		assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(() -> call(Way.UNARY_BLOCKING, code.name()))
			.satisfies((ex) -> assertThat(ex.getStatus().getCode()).isEqualTo(code));
		isFailed(span(SpanKind.CLIENT), code.name(), true);
		isFailed(span(SpanKind.SERVER), code.name(), SERVER_ERRORS.contains(code.name()));
	}

	protected static void isFailed(SpanData span, String code, boolean error) {
		assertThat(span.getAttributes().get(STATUS)).isEqualTo(code);
		assertThat(span.getAttributes().get(ERROR_TYPE)).isEqualTo(error ? code : null);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(error ? StatusCode.ERROR : StatusCode.UNSET);
	}

	@ParameterizedTest
	@EnumSource(Way.class)
	void causeOfAStatusIsRecorded(Way way) {
		assertThatException().isThrownBy(() -> call(way, "INTERNAL!"));
		isFailed(span(SpanKind.CLIENT), "INTERNAL", true);
		isFailed(span(SpanKind.SERVER), "INTERNAL", true);
		hasException(span(SpanKind.SERVER), "java.io.IOException");
	}

	@Test
	void causeOfAStatusThatIsNoErrorIsNotRecorded() {
		assertThatException().isThrownBy(() -> call(Way.UNARY_BLOCKING, "NOT_FOUND!"));
		assertThat(span(SpanKind.SERVER).getEvents()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(Way.class)
	void thrownExceptionIsRecorded(Way way) throws Exception {
		assertThatException().isThrownBy(() -> call(way, "throw"));
		isFailed(span(SpanKind.CLIENT), "UNKNOWN", true);
		isFailed(span(SpanKind.SERVER), "UNKNOWN", true);
		hasException(span(SpanKind.SERVER), "java.lang.IllegalStateException");
		nothingIsLeftBehind();
	}

	protected static void hasException(SpanData span, String type) {
		assertThat(span.getEvents()).singleElement().extracting(EventData::getName).isEqualTo("exception");
		assertThat(span.getEvents().get(0).getAttributes().get(AttributeKey.stringKey("exception.type")))
			.isEqualTo(type);
	}

	@Test
	void answerThatIsGivenTwiceIsOneSpan() throws Exception {
		call(Way.UNARY_BLOCKING, "twice");
		assertThat(span(SpanKind.SERVER).getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span(SpanKind.CLIENT).getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
	}

	@ParameterizedTest
	@EnumSource(value = Way.class, names = { "UNARY_ASYNC", "DOWN_ASYNC", "UP", "BOTH" })
	void cancellationIsNoErrorOfTheServer(Way way) throws Exception {
		ClientCall<String, String> call = this.channel.newCall(way.method(), CallOptions.DEFAULT);
		Way.Answers answers = new Way.Answers();
		if (way == Way.UP || way == Way.BOTH) {
			ClientCalls.asyncBidiStreamingCall(call, answers).onNext("hang");
		}
		else {
			ClientCalls.asyncServerStreamingCall(call, "hang", answers);
		}
		soon(() -> !this.echo.seen().isEmpty());
		call.cancel("no longer needed", null);
		assertThat(this.echo.cancelled().await(10, TimeUnit.SECONDS)).isTrue();
		isFailed(span(SpanKind.CLIENT), "CANCELLED", true);
		SpanData served = span(SpanKind.SERVER);
		isFailed(served, "CANCELLED", false);
		assertThat(this.echo.seen()).filteredOn((seen) -> seen.where().equals("cancel"))
			.isNotEmpty()
			.allSatisfy((seen) -> assertThat(seen.spanId()).isEqualTo(served.getSpanId()))
			.allSatisfy((seen) -> assertThat(seen.mdc()).isEqualTo(served.getTraceId()));
		nothingIsLeftBehind();
	}

	@ParameterizedTest
	@EnumSource(Way.class)
	void deadlineEndsBothSpans(Way way) throws Exception {
		CallOptions soon = CallOptions.DEFAULT.withDeadline(Deadline.after(150, TimeUnit.MILLISECONDS));
		assertThatException().isThrownBy(() -> way.call(this.channel, soon, "hang"));
		isFailed(span(SpanKind.CLIENT), "DEADLINE_EXCEEDED", true);
		// whose clock is first is open
		assertThat(span(SpanKind.SERVER).getAttributes().get(STATUS)).isIn("CANCELLED", "DEADLINE_EXCEEDED");
	}

	@Test
	void deadlineThatPassesOnTheServerIsItsError() {
		Metadata headers = new Metadata();
		headers.put(Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER), "50m");
		Channel impatient = ClientInterceptors.intercept(this.channel,
				MetadataUtils.newAttachHeadersInterceptor(headers));
		assertThatException().isThrownBy(() -> Way.UNARY_BLOCKING.call(impatient, CallOptions.DEFAULT, "hang"));
		isFailed(span(SpanKind.SERVER), "DEADLINE_EXCEEDED", true);
	}

	@Test
	void methodThatNoServiceHasIsTheClientsAlone() {
		assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> ClientCalls.blockingUnaryCall(this.channel, Echo.UNKNOWN, CallOptions.DEFAULT, "hello"));
		isFailed(span(SpanKind.CLIENT), "UNIMPLEMENTED", true);
		assertThat(spans(SpanKind.SERVER)).isEmpty();
	}

	@Test
	void ignoredMethodIsNotTraced() {
		assertThat(ClientCalls.blockingUnaryCall(this.channel, Echo.QUIET, CallOptions.DEFAULT, "hello"))
			.isEqualTo("hello");
		soon(() -> this.echo.seen().stream().anyMatch((seen) -> seen.where().equals("complete")));
		assertThat(this.echo.seen()).allSatisfy((seen) -> assertThat(seen.suppressed()).isTrue())
			.allSatisfy((seen) -> assertThat(seen.traceId()).isNotEqualTo("0".repeat(32)));
		assertThat(exporter().getFinishedSpanItems()).isEmpty();
	}

	@Test
	void callOfAStrangerStartsATraceThatLinksToTheCallers() {
		try (Scope scope = Baggage.builder().put("tenant", "blue").build().makeCurrent()) {
			assertThat(scope).isNotNull();
			ClientCalls.blockingUnaryCall(this.channel, Echo.STRANGE, CallOptions.DEFAULT, "hello");
		}
		SpanData sent = span(SpanKind.CLIENT);
		SpanData served = span(SpanKind.SERVER);
		assertThat(served.getTraceId()).isNotEqualTo(sent.getTraceId());
		assertThat(served.getParentSpanId()).isEqualTo(SpanId.getInvalid());
		assertThat(served.getLinks()).singleElement().satisfies((link) -> {
			assertThat(link.getSpanContext().getTraceId()).isEqualTo(sent.getTraceId());
			assertThat(link.getSpanContext().getSpanId()).isEqualTo(sent.getSpanId());
		});
		assertThat(this.echo.seen()).isNotEmpty()
			.allSatisfy((seen) -> assertThat(seen.tenant()).isNull())
			.allSatisfy((seen) -> assertThat(seen.traceId()).isEqualTo(served.getTraceId()));
	}

	@Test
	void callOfATrustedCallerHasItsBaggage() throws Exception {
		try (Scope scope = Baggage.builder().put("tenant", "blue").build().makeCurrent()) {
			assertThat(scope).isNotNull();
			call(Way.UNARY_BLOCKING, "hello");
		}
		assertThat(span(SpanKind.SERVER).getLinks()).isEmpty();
		assertThat(this.echo.seen()).isNotEmpty().allSatisfy((seen) -> assertThat(seen.tenant()).isEqualTo("blue"));
	}

	@Test
	void ignoredCallOfAStrangerPassesOnNothingOfTheCallers() {
		Span caller = tracer().spanBuilder("caller").startSpan();
		try (Scope scope = caller.makeCurrent()) {
			ClientCalls.blockingUnaryCall(this.channel, Echo.QUIET, CallOptions.DEFAULT, "hello");
		}
		assertThat(this.echo.seen()).isNotEmpty()
			.allSatisfy((seen) -> assertThat(seen.traceId()).isNotEqualTo(caller.getSpanContext().getTraceId()));
	}

	@Test
	void hostThatIsToGetNoHeadersIsCalledWithASpan() {
		try (Scope scope = Baggage.builder().put("tenant", "blue").build().makeCurrent()) {
			assertThat(scope).isNotNull();
			ClientCalls.blockingUnaryCall(this.channel, Echo.UNARY,
					CallOptions.DEFAULT.withAuthority("Stranger.example"), "hello");
		}
		SpanData sent = span(SpanKind.CLIENT);
		SpanData served = span(SpanKind.SERVER);
		assertThat(sent.getAttributes().get(AttributeKey.stringKey("server.address"))).isEqualTo("Stranger.example");
		assertThat(served.getTraceId()).isNotEqualTo(sent.getTraceId());
		assertThat(served.getParentSpanId()).isEqualTo(SpanId.getInvalid());
		assertThat(served.getLinks()).isEmpty();
		assertThat(this.echo.seen()).isNotEmpty().allSatisfy((seen) -> assertThat(seen.tenant()).isNull());
	}

	@Test
	void callWithoutCallerStartsATrace() throws Exception {
		call(Way.UNARY_FUTURE, "hello");
		assertThat(span(SpanKind.CLIENT).getParentSpanId()).isEqualTo(SpanId.getInvalid());
		assertThat(span(SpanKind.SERVER).getParentSpanId()).isEqualTo(span(SpanKind.CLIENT).getSpanId());
	}

	/** On every thread of both pools at once. */
	private void nothingIsLeftBehind() throws Exception {
		for (ExecutorService pool : List.of(this.serverThreads, this.clientThreads)) {
			CyclicBarrier all = new CyclicBarrier(THREADS);
			List<Future<?>> threads = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				threads.add(pool.submit(() -> {
					all.await(10, TimeUnit.SECONDS);
					assertThat(Context.current()).isSameAs(Context.root());
					assertThat(MDC.get("trace_id")).isNull();
					return null;
				}));
			}
			for (Future<?> thread : threads) {
				thread.get(10, TimeUnit.SECONDS);
			}
		}
	}

}
