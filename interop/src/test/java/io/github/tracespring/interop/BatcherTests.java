// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.interop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a real Jaeger, and a real Zipkin, return of what each batcher sent.
 */
@EnabledIf(value = "io.github.tracespring.interop.Build#hasGo",
		disabledReason = "There is no go on this machine's PATH")
class BatcherTests {

	@RegisterExtension
	static final Jaeger jaeger = new Jaeger();

	@RegisterExtension
	static final Zipkin zipkin = new Zipkin();

	private static final Map<Way, Exchange> exchanges = new EnumMap<>(Way.class);

	@ParameterizedTest
	@EnumSource
	void everySpanArrivesOnce(Way way) {
		Exchange exchange = exchange(way);
		assertThat(exchange.returned()).extracting(SpanView::spanId)
			.containsExactlyInAnyOrderElementsOf(exchange.sent().stream().map(SpanView::spanId).toList());
	}

	@ParameterizedTest
	@EnumSource(names = { "OTLP_GRPC", "OTLP_HTTP" })
	void otlpLosesNothing(Way way) {
		assertThat(exchange(way).compare().values()).containsOnly(Fields.SAME);
	}

	/** Interop's README says what every other batcher loses, in a table. */
	@Test
	void fieldsAreAsTheTableSays() throws Exception {
		StringBuilder table = new StringBuilder("| field |");
		StringBuilder line = new StringBuilder("|---|");
		for (Way way : Way.values()) {
			table.append(' ').append(way.title).append(" |");
			line.append("---|");
		}
		table.append('\n').append(line).append('\n');
		for (String field : exchange(Way.OTLP_GRPC).compare().keySet()) {
			table.append("| ").append(field).append(" |");
			for (Way way : Way.values()) {
				table.append(' ').append(exchange(way).compare().get(field)).append(" |");
			}
			table.append('\n');
		}
		Files.writeString(Path.of("target", "table.md"), table);
		assertThat(Files.readString(Path.of("README.md"))).contains(table);
	}

	private static Exchange exchange(Way way) {
		return exchanges.computeIfAbsent(way, BatcherTests::perform);
	}

	private static Exchange perform(Way way) {
		int port = (way.port != null) ? jaeger.port(way.port) : zipkin.port();
		List<SpanView> sent = EverySpan.send(way.batcher, way.endpoint.formatted(port));
		String traceId = sent.get(0).traceId();
		ThrowingConsumer<List<SpanView>> complete = (found) -> assertThat(found).extracting(SpanView::spanId)
			.containsAll(sent.stream().map(SpanView::spanId).toList());
		List<SpanView> returned = (way.port != null) ? jaeger.awaitTrace(traceId, complete)
				: zipkin.awaitTrace(traceId, complete);
		return new Exchange(sent, returned);
	}

	/** How spans get to a back end: Jaeger where there is a port of its, else Zipkin. */
	enum Way {

		OTLP_GRPC("`otlpgrpc`", "otlpgrpc", "127.0.0.1:%d", Jaeger.Port.OTLP_GRPC),

		OTLP_HTTP("`otlphttp`", "otlphttp", "http://127.0.0.1:%d", Jaeger.Port.OTLP_HTTP),

		ZIPKIN("`zipkin`", "zipkin", "http://127.0.0.1:%d/api/v2/spans", Jaeger.Port.ZIPKIN),

		JAEGER_HTTP("`jaeger`, HTTP", "jaeger", "http://127.0.0.1:%d/api/traces", Jaeger.Port.THRIFT_HTTP),

		JAEGER_UDP("`jaeger`, UDP", "jaeger", "udp://127.0.0.1:%d", Jaeger.Port.THRIFT_COMPACT),

		ZIPKIN_ITSELF("`zipkin`, to Zipkin", "zipkin", "http://127.0.0.1:%d/api/v2/spans", null);

		private final String title;

		private final String batcher;

		private final String endpoint;

		private final Jaeger.Port port;

		Way(String title, String batcher, String endpoint, Jaeger.Port port) {
			this.title = title;
			this.batcher = batcher;
			this.endpoint = endpoint;
			this.port = port;
		}

	}

	private record Exchange(List<SpanView> sent, List<SpanView> returned) {

		Map<String, String> compare() {
			return Fields.compare(this.sent, this.returned);
		}

	}

}
