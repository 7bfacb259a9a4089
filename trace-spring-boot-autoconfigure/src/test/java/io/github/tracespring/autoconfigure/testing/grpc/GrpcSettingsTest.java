// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.testing.grpc;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.tracespring.autoconfigure.core.sampling.Suppression;
import io.github.tracespring.autoconfigure.outbound.grpc.GrpcClientTracing;

import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What configuration and metadata change, and what no contract of a good call says.
 */
class GrpcSettingsTest extends GrpcApplicationTest {

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "tracecontext,baggage | traceparent,baggage", "b3 | b3",
			"b3multi | x-b3-traceid,x-b3-spanid,x-b3-sampled", "jaeger | uber-trace-id,uberctx-user" })
	void contextTravelsInEachFormat(String propagators, String headers) {
		Set<String> others = new HashSet<>(Set.of("traceparent", "baggage", "b3", "x-b3-traceid", "x-b3-spanid",
				"x-b3-sampled", "uber-trace-id", "uberctx-user"));
		others.removeAll(Set.of(headers.split(",")));
		this.runner.withPropertyValues("otel.propagators=" + propagators).run((context) -> {
			try (Loop loop = new Loop(context);
					Scope baggage = Baggage.builder().put("user", "ada").build().makeCurrent()) {
				unary(loop.channel());
				assertThat(headers.split(",")).allSatisfy((name) -> assertThat(loop.lines(name)).hasSize(1));
				assertThat(others).allSatisfy((name) -> assertThat(loop.lines(name)).isEmpty());
			}
			assertThat(span(SpanKind.SERVER).getParentSpanContext().isRemote()).isTrue();
			assertThat(span(SpanKind.SERVER).getParentSpanId()).isEqualTo(span(SpanKind.CLIENT).getSpanId());
			assertThat(span(SpanKind.SERVER).getTraceId()).isEqualTo(span(SpanKind.CLIENT).getTraceId());
		});
	}

	@Test
	void linesOfRepeatedMetadataAreReadAsTheSpecificationSays() {
		String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
		Metadata twice = new Metadata();
		twice.put(Loop.key("traceparent"), parent);
		twice.put(Loop.key("traceparent"), parent);
		Metadata lists = new Metadata();
		lists.put(Loop.key("traceparent"), parent);
		lists.put(Loop.key("tracestate"), "one=1");
		lists.put(Loop.key("tracestate"), "two=2");
		lists.put(Metadata.Key.of("tracestate-bin", Metadata.BINARY_BYTE_MARSHALLER), new byte[] { 1, 2 });
		this.runner.run((context) -> {
			try (Loop loop = new Loop(context)) {
				unary(with(loop.untraced(), twice));
				assertThat(span(SpanKind.SERVER).getParentSpanId()).isEqualTo(SpanId.getInvalid());
				this.exporter.reset();
				unary(with(loop.untraced(), lists));
				SpanData span = span(SpanKind.SERVER);
				assertThat(span.getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
				assertThat(span.getSpanContext().getTraceState().asMap())
					.containsExactlyInAnyOrderEntriesOf(Map.of("one", "1", "two", "2"));
			}
		});
	}

	@Test
	void traceOfJaegerIsJoinedWithItsBaggage() {
		Metadata metadata = new Metadata();
		metadata.put(Loop.key("uber-trace-id"), "abc:def:0:1");
		metadata.put(Loop.key("uberctx-user"), "Max%20Power");
		this.runner.withPropertyValues("telemetry.baggage.tags=user").run((context) -> {
			try (Loop loop = new Loop(context)) {
				unary(with(loop.untraced(), metadata));
			}
			assertThat(span(SpanKind.SERVER).getTraceId()).isEqualTo("00000000000000000000000000000abc");
			assertThat(span(SpanKind.SERVER).getAttributes().get(AttributeKey.stringKey("user")))
				.isEqualTo("Max Power");
		});
	}

	@Test
	void metadataThatWasUsedBeforeIsWrittenAnew() {
		Metadata stale = new Metadata();
		stale.put(Loop.key("traceparent"), "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
		this.runner.run((context) -> {
			try (Loop loop = new Loop(context)) {
				unary(with(loop.channel(), stale));
				SpanData sent = span(SpanKind.CLIENT);
				assertThat(loop.lines("traceparent"))
					.containsExactly("00-" + sent.getTraceId() + "-" + sent.getSpanId() + "-03");
			}
		});
	}

	private static Channel with(Channel channel, Metadata headers) {
		return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "10.0.0.0/8 | false", "127.0.0.0/8,::1 | true" })
	void callerIsTrustedByTheAddressOfTheConnection(String addresses, boolean trusted) {
		Metadata forwarded = new Metadata();
		forwarded.put(Loop.key("x-forwarded-for"), "10.0.0.1");
		this.runner.withPropertyValues("telemetry.propagation.trusted-addresses=" + addresses).run((context) -> {
			try (Loop loop = new Loop(context)) {
				unary(with(loop.channel(), forwarded));
			}
			SpanData served = span(SpanKind.SERVER);
			assertThat(served.getTraceId().equals(span(SpanKind.CLIENT).getTraceId())).isEqualTo(trusted);
			assertThat(served.getLinks()).hasSize(trusted ? 0 : 1);
		});
	}

	@Test
	void callBelowIgnoredWorkIsNotRecordedByEitherEnd() {
		this.runner.run((context) -> {
			try (Loop loop = new Loop(context); Scope ignored = Suppression.suppress(Context.root()).makeCurrent()) {
				unary(loop.channel());
				assertThat(loop.lines("traceparent")).singleElement().asString().endsWith("-00");
			}
			assertThat(this.exporter.getFinishedSpanItems()).isEmpty();
		});
	}

	@Test
	void healthIsNotTraced() {
		this.runner.run((context) -> {
			checkHealth(context);
			assertThat(span(SpanKind.CLIENT).getName()).isEqualTo("test.Echo/Unary");
		});
	}

	@Test
	void listOfTheUserReplacesTheDefault() {
		this.runner.withPropertyValues("telemetry.grpc.ignore-methods=/test.Echo/*").run((context) -> {
			checkHealth(context);
			assertThat(span(SpanKind.CLIENT).getName()).isEqualTo("grpc.health.v1.Health/Check");
		});
	}

	@Test
	void emptyListIgnoresNothing() {
		this.runner.withPropertyValues("telemetry.grpc.ignore-methods=").run((context) -> {
			checkHealth(context);
			assertThat(spans(SpanKind.CLIENT)).hasSize(2);
		});
	}

	/** Without a health service, which makes no difference to the client. */
	private static void checkHealth(ApplicationContext context) {
		MethodDescriptor<String, String> check = Echo.UNARY.toBuilder()
			.setFullMethodName("grpc.health.v1.Health/Check")
			.build();
		try (Loop loop = new Loop(context)) {
			assertThatException()
				.isThrownBy(() -> ClientCalls.blockingUnaryCall(loop.channel(), check, CallOptions.DEFAULT, "hello"));
			unary(loop.channel());
		}
	}

	@ParameterizedTest
	@EnumSource(value = Way.class, names = { "UNARY_BLOCKING", "DOWN_BLOCKING", "UP", "BOTH" })
	void messagesAreEventsWhereThatIsAskedFor(Way way) {
		int up = (way == Way.UP || way == Way.BOTH) ? 3 : 1;
		int down = (way == Way.DOWN_BLOCKING || way == Way.BOTH) ? 3 : 1;
		this.runner.withPropertyValues("telemetry.grpc.message-events=true").run((context) -> {
			try (Loop loop = new Loop(context)) {
				way.call(loop.channel(), CallOptions.DEFAULT, "hello");
			}
			assertThat(messages(span(SpanKind.CLIENT), "SENT")).isEqualTo(ids(up));
			assertThat(messages(span(SpanKind.CLIENT), "RECEIVED")).isEqualTo(ids(down));
			assertThat(messages(span(SpanKind.SERVER), "SENT")).isEqualTo(ids(down));
			assertThat(messages(span(SpanKind.SERVER), "RECEIVED")).isEqualTo(ids(up));
		});
	}

	private static List<Long> ids(int count) {
		return LongStream.rangeClosed(1, count).boxed().toList();
	}

	private static List<Long> messages(SpanData span, String type) {
		return span.getEvents()
			.stream()
			.filter((event) -> event.getName().equals("rpc.message"))
			.filter((event) -> type.equals(event.getAttributes().get(AttributeKey.stringKey("rpc.message.type"))))
			.map((event) -> event.getAttributes().get(AttributeKey.longKey("rpc.message.id")))
			.toList();
	}

	@Test
	void eventsOfMessagesAreBounded() {
		this.runner.withPropertyValues("telemetry.grpc.message-events=true").run((context) -> {
			try (Loop loop = new Loop(context)) {
				Way.Answers answers = new Way.Answers();
				var requests = ClientCalls
					.asyncBidiStreamingCall(loop.channel().newCall(Echo.BOTH, CallOptions.DEFAULT), answers);
				for (int i = 0; i < 150; i++) {
					requests.onNext("hello");
				}
				requests.onNext("INTERNAL!");
				span(SpanKind.SERVER);
			}
			SpanData served = span(SpanKind.SERVER);
			assertThat(served.getEvents()).hasSize(101);
			assertThat(served.getEvents().get(100).getName()).isEqualTo("exception");
		});
	}

	@Test
	void callThatNobodyReadsIsOpenUntilItsDeadline() {
		this.runner.run((context) -> {
			try (Loop loop = new Loop(context)) {
				ClientCall<String, String> call = loop.channel()
					.newCall(Echo.DOWN, CallOptions.DEFAULT.withDeadlineAfter(500, TimeUnit.MILLISECONDS));
				call.start(new ClientCall.Listener<>() {
				}, new Metadata());
				call.sendMessage("hello");
				call.halfClose();
				span(SpanKind.SERVER);
				assertThat(spans(SpanKind.CLIENT)).isEmpty();
				assertThat(span(SpanKind.CLIENT).getAttributes().get(AttributeKey.stringKey("error.type")))
					.isEqualTo("DEADLINE_EXCEEDED");
			}
		});
	}

	@Test
	void callThatCannotBeStartedIsOneFailedSpan() {
		ClientInterceptor broken = new ClientInterceptor() {
			@Override
			public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options,
					Channel next) {
				return new ForwardingClientCall.SimpleForwardingClientCall<>(next.newCall(method, options)) {
					@Override
					public void start(Listener<A> listener, Metadata headers) {
						throw new IllegalStateException("no credentials");
					}
				};
			}
		};
		this.runner.run((context) -> {
			try (Loop loop = new Loop(context)) {
				Channel channel = context.getBean(GrpcClientTracing.class)
					.instrument(ClientInterceptors.intercept(loop.untraced(), broken));
				assertThatIllegalStateException().isThrownBy(() -> unary(channel));
			}
			SpanData span = span(SpanKind.CLIENT);
			assertThat(span.getAttributes().get(AttributeKey.stringKey("error.type"))).isEqualTo("UNKNOWN");
			assertThat(span.getEvents()).hasSize(1);
			assertThat(Context.current()).isSameAs(Context.root());
		});
	}

	@Test
	void channelThatTellsNothingIsTraced() {
		Channel mute = new Channel() {
			@Override
			public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
				return new MuteCall<>();
			}

			@Override
			public String authority() {
				throw new UnsupportedOperationException();
			}
		};
		this.runner.run((context) -> {
			unary(context.getBean(GrpcClientTracing.class).instrument(mute));
			assertThat(span(SpanKind.CLIENT).getAttributes().get(AttributeKey.stringKey("server.address"))).isNull();
		});
	}

	/** Says hello whatever it is asked. */
	private static final class MuteCall<Q, A> extends ClientCall<Q, A> {

		private Listener<A> listener;

		@Override
		public void start(Listener<A> listener, Metadata headers) {
			this.listener = listener;
		}

		@Override
		public void request(int count) {
		}

		@Override
		public void cancel(String message, Throwable cause) {
		}

		@Override
		public void sendMessage(Q message) {
		}

		@Override
		@SuppressWarnings("unchecked")
		public void halfClose() {
			this.listener.onMessage((A) "hello");
			this.listener.onClose(Status.OK, new Metadata());
		}

		@Override
		public Attributes getAttributes() {
			return null;
		}

	}

	@Test
	void failureOfTracingReachesNobody() {
		TextMapPropagator broken = new TextMapPropagator() {
			@Override
			public List<String> fields() {
				return List.of();
			}

			@Override
			public <C> void inject(Context context, C carrier, TextMapSetter<C> setter) {
				throw new IllegalStateException("broken");
			}

			@Override
			public <C> Context extract(Context context, C carrier, TextMapGetter<C> getter) {
				throw new IllegalStateException("broken");
			}
		};
		this.runner.withBean(ContextPropagators.class, () -> ContextPropagators.create(broken)).run((context) -> {
			try (Loop loop = new Loop(context)) {
				unary(loop.channel());
			}
		});
	}

}
