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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring AMQP with a real broker: sender and listener are in one trace.
 */
class RabbitObservationTests {

	private static AmqpBroker broker;

	private static Traced application;

	@BeforeAll
	static void start() throws Exception {
		broker = new AmqpBroker();
		application = Traced.run(WebApplicationType.NONE, Application.class,
				Map.of("spring.rabbitmq.host", "127.0.0.1", "spring.rabbitmq.port", String.valueOf(broker.port())));
	}

	@AfterAll
	static void stop() {
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

	private static void sendAndReceive() throws InterruptedException {
		Observation.createNotStarted("order", application.bean(ObservationRegistry.class))
			.observe(() -> application.bean(RabbitTemplate.class).convertAndSend("orders", "one"));
		Received received = application.bean(Listener.class).received.poll(20, TimeUnit.SECONDS);
		Trace trace = application.spans(3);
		assertThat(trace.lines()).containsExactlyInAnyOrder("CONSUMER orders receive < /orders send", "INTERNAL order",
				"PRODUCER /orders send < order");
		assertThat(trace.traces()).isOne();
		SpanData consumer = trace.named("orders receive");
		assertThat(received.spanId()).isEqualTo(consumer.getSpanId());
		assertThat(received.logged()).isEqualTo(consumer.getSpanId());
		assertThat(received.traceparent()).contains(trace.named("/orders send").getSpanId());
	}

	record Received(String spanId, String logged, String traceparent) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Listener.class)
	static class Application {

		@Bean
		Queue orders() {
			return new Queue("orders", false);
		}

	}

	static class Listener {

		private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

		@RabbitListener(queues = "orders")
		void listen(Message message) {
			this.received.add(new Received(Span.current().getSpanContext().getSpanId(), MDC.get("span_id"),
					message.getMessageProperties().getHeader("traceparent")));
		}

	}

}
