// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.span;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashSet;
import java.util.Set;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.tracespring.autoconfigure.config.TelemetryGrpcProperties;

import static org.assertj.core.api.Assertions.assertThat;

class RpcSpansTests {

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final RpcSpans spans = new RpcSpans(
			SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(this.exporter)).build().get("test"),
			new TelemetryGrpcProperties());

	private SpanData span(String method, boolean generated, String authority, SocketAddress peer) {
		this.exporter.reset();
		this.spans.start(Context.root(), new RpcCall(SpanKind.SERVER, method, generated, authority, peer))
			.end("OK", null, null);
		return this.exporter.getFinishedSpanItems().get(0);
	}

	private static String string(SpanData span, String key) {
		return span.getAttributes().get(AttributeKey.stringKey(key));
	}

	@Test
	void namesAreBoundedWhateverAProxyPassesOn() {
		Set<String> names = new HashSet<>();
		for (int i = 0; i < 2000; i++) {
			names.add(span("a.B/" + i, false, null, null).getName());
		}
		assertThat(names).hasSize(1001).contains("grpc");
		SpanData other = span("a.B/1999", false, null, null);
		assertThat(other.getName()).isEqualTo("grpc");
		assertThat(string(other, "rpc.method")).isEqualTo("_OTHER");
		assertThat(string(other, "rpc.method_original")).isEqualTo("a.B/1999");
		assertThat(span("a.B/0", false, null, null).getName()).isEqualTo("a.B/0");
		assertThat(span("a.B/generated", true, null, null).getName()).isEqualTo("a.B/generated");
	}

	@ParameterizedTest
	@CsvSource(nullValues = "null",
			value = { "users:9090,users,9090", "users,users,null", "[::1]:9090,::1,9090", "[::1],::1,null",
					"10.0.0.1:80,10.0.0.1,80", "ada:secret@users:9090,users,9090", "::1,::1,null",
					"users:http,users:http,null", "null,null,null", "'',null,null" })
	void serverIsWhatTheClientAddressed(String authority, String address, Long port) {
		SpanData span = span("a.B/C", true, authority, null);
		assertThat(string(span, "server.address")).isEqualTo(address);
		assertThat(span.getAttributes().get(AttributeKey.longKey("server.port"))).isEqualTo(port);
	}

	@Test
	void peerIsAnAddressThatNobodyLooksUp() {
		SpanData span = span("a.B/C", true, null, new InetSocketAddress("127.0.0.1", 1234));
		assertThat(string(span, "network.peer.address")).isEqualTo("127.0.0.1");
		assertThat(span.getAttributes().get(AttributeKey.longKey("network.peer.port"))).isEqualTo(1234);
		SpanData unresolved = span("a.B/C", true, null, InetSocketAddress.createUnresolved("users", 1));
		assertThat(string(unresolved, "network.peer.address")).isNull();
	}

	@Test
	void spanEndsOnce() {
		RpcSpan span = this.spans.start(Context.root(), new RpcCall(SpanKind.SERVER, "a.B/C", true, null, null));
		span.end("NOT_FOUND", null, null);
		span.end("INTERNAL", new IllegalStateException(), null);
		assertThat(this.exporter.getFinishedSpanItems()).singleElement()
			.satisfies((ended) -> assertThat(string(ended, "rpc.response.status_code")).isEqualTo("NOT_FOUND"));
	}

}
