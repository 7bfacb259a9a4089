// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.integration;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Kafka with a real broker: producer and consumer are in one trace.
 */
class KafkaObservationTests {

	private static KafkaBroker broker;

	private static Traced application;

	@BeforeAll
	static void start() {
		broker = new KafkaBroker();
		application = Traced.run(WebApplicationType.NONE, Application.class,
				Map.of("spring.kafka.bootstrap-servers", broker.address(), "spring.kafka.consumer.group-id", "test",
						"spring.kafka.consumer.auto-offset-reset", "earliest"));
	}

	@AfterAll
	static void stop() throws Exception {
		application.close();
		broker.close();
	}

	@Test
	void listenerIsInTheTraceOfTheSender() throws Exception {
		for (int i = 0; i < 2; i++) {
			application.reset();
			sendAndReceive();
		}
	}

	@SuppressWarnings("unchecked")
	private static void sendAndReceive() throws InterruptedException {
		KafkaTemplate<String, String> template = application.bean(KafkaTemplate.class);
		Observation.createNotStarted("order", application.bean(ObservationRegistry.class))
			.observe(() -> template.send("orders", "one").join());
		Received received = application.bean(Listener.class).received.poll(20, TimeUnit.SECONDS);
		Trace trace = application.spans(3);
		assertThat(trace.lines()).containsExactlyInAnyOrder("CONSUMER orders process < orders send", "INTERNAL order",
				"PRODUCER orders send < order");
		assertThat(trace.traces()).isOne();
		SpanData consumer = trace.named("orders process");
		assertThat(received.spanId()).isEqualTo(consumer.getSpanId());
		assertThat(received.logged()).isEqualTo(consumer.getSpanId());
		assertThat(received.traceparent()).contains(trace.named("orders send").getSpanId());
	}

	record Received(String spanId, String logged, String traceparent) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Listener.class)
	static class Application {

	}

	static class Listener {

		private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

		@KafkaListener(topics = "orders")
		void listen(ConsumerRecord<String, String> message) {
			this.received.add(new Received(Span.current().getSpanContext().getSpanId(), MDC.get("span_id"),
					new String(message.headers().lastHeader("traceparent").value())));
		}

	}

}
