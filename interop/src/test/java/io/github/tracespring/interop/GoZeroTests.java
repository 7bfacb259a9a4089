// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.interop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Services made with go-zero in front of the sample and behind it, all of them with the
 * {@code Telemetry} block in {@code telemetry.yml}.
 */
@EnabledIf(value = "io.github.tracespring.interop.Build#hasGo",
		disabledReason = "There is no go on this machine's PATH")
class GoZeroTests {

	@RegisterExtension
	static final Jaeger jaeger = new Jaeger();

	private static Path peer;

	@BeforeAll
	static void build() {
		peer = Build.goZeroPeer();
	}

	@Test
	void oneTraceOverHttp() {
		String collector = "127.0.0.1:" + jaeger.port(Jaeger.Port.OTLP_GRPC);
		try (Peer back = Peer.start(Caller.block("go-back", "otlpgrpc", collector), Map.of());
				Sample sample = Sample.start("sample-app", Caller.block("java", "otlpgrpc", collector),
						"--sample.peer=" + back.url());
				Peer front = Peer.start(Caller.block("go-front", "otlpgrpc", collector),
						Map.of("NEXT", sample.url() + "/service"))) {
			Caller caller = Caller.random();
			Caller.assertAnswer(Http.get(front.url() + "/front", "traceparent", caller.traceparent()),
					"service <- db of go-zero");
			jaeger.awaitTrace(caller.traceId(),
					(spans) -> assertThat(SpanView.tree(spans, caller.spanId())).isEqualTo("""
							SERVER /front [go-front]
							  CLIENT /service [go-front]
							    SERVER GET /service [java]
							      CLIENT GET /db [java]
							        SERVER /db [go-back]
							      INTERNAL prepare query [java]
							"""));
		}
	}

	@Test
	void oneTraceOverGrpc() {
		String collector = "127.0.0.1:" + jaeger.port(Jaeger.Port.OTLP_GRPC);
		try (Peer back = Peer.start(Caller.block("go-back", "otlpgrpc", collector), Map.of());
				GrpcRelay java = GrpcRelay.start(Caller.block("java", "otlpgrpc", collector), back.grpcAddress());
				Peer front = Peer.start(Caller.block("go-front", "otlpgrpc", collector),
						Map.of("USERS", java.address()))) {
			Caller caller = Caller.random();
			Caller.assertAnswer(Http.get(front.url() + "/users", "traceparent", caller.traceparent()), "a user");
			jaeger.awaitTrace(caller.traceId(),
					(spans) -> assertThat(SpanView.tree(spans, caller.spanId())).isEqualTo("""
							SERVER /users [go-front]
							  CLIENT courseware.v1.Users/GetUser [go-front]
							    SERVER courseware.v1.Users/GetUser [java]
							      CLIENT courseware.v1.Users/GetUser [java]
							        SERVER courseware.v1.Users/GetUser [go-back]
							"""));
		}
	}

	/** Reported as Zipkin's spans, whose names are in lower case. */
	@Test
	void oneTraceOverHttpAndGrpc() {
		String collector = "http://127.0.0.1:" + jaeger.port(Jaeger.Port.ZIPKIN) + "/api/v2/spans";
		try (Sample users = Sample.start("user-rpc", Caller.block("java-users", "zipkin", collector));
				Sample courses = Sample.start("courseware-rpc", Caller.block("java-courses", "zipkin", collector));
				Peer between = Peer.start(Caller.block("go-users", "zipkin", collector),
						Map.of("USERS", users.grpcAddress()));
				Sample api = Sample.start("courseware-api", Caller.block("java-api", "zipkin", collector),
						"--sample.courseware-rpc.address=" + courses.grpcAddress(),
						"--sample.user-rpc.address=" + between.grpcAddress());
				Peer front = Peer.start(Caller.block("go-front", "zipkin", collector),
						Map.of("NEXT", api.url() + "/courseware/java-101?user=1"))) {
			Caller caller = Caller.random();
			Caller.assertAnswer(Http.get(front.url() + "/front", "traceparent", caller.traceparent()), "student");
			jaeger.awaitTrace(caller.traceId(),
					(spans) -> assertThat(SpanView.tree(spans, caller.spanId())).isEqualTo("""
							SERVER /front [go-front]
							  CLIENT /courseware/java-101 [go-front]
							    SERVER get /courseware/{course} [java-api]
							      CLIENT courseware.v1.courseware/getcourse [java-api]
							        SERVER courseware.v1.courseware/getcourse [java-courses]
							          CLIENT select course [java-courses]
							          CLIENT select lesson [java-courses]
							      CLIENT courseware.v1.users/getuser [java-api]
							        SERVER courseware.v1.users/getuser [go-users]
							          CLIENT courseware.v1.users/getuser [go-users]
							            SERVER courseware.v1.users/getuser [java-users]
							              CLIENT select account [java-users]
							"""));
		}
	}

	/** A service of Go's. */
	private record Peer(Program program, int port, int grpcPort) implements AutoCloseable {

		static Peer start(Map<String, String> block, Map<String, String> more) {
			int port = Program.freePort();
			int grpcPort = Program.freePort();
			Map<String, Object> environment = new HashMap<>(block);
			environment.putAll(more);
			environment.put("OTEL_BSP_SCHEDULE_DELAY", 100);
			environment.put("HTTP_PORT", port);
			environment.put("GRPC_PORT", grpcPort);
			return new Peer(Program.start(environment, peer.toString(), "telemetry.yml"), port, grpcPort);
		}

		String url() {
			String url = "http://127.0.0.1:" + this.port;
			await().atMost(Duration.ofMinutes(1))
				.ignoreExceptions()
				.until(() -> Http.get(url + "/db").statusCode() == 200);
			return url;
		}

		String grpcAddress() {
			url();
			return "127.0.0.1:" + this.grpcPort;
		}

		@Override
		public void close() {
			this.program.close();
		}

	}

}
