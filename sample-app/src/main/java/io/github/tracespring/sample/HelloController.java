// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.sample;

import java.util.Locale;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Say hello: {@code /hello}, the client, asks {@code /format}, the formatter, which hands
 * its text to {@code /publish}, the publisher. Each has a span by hand with a tag and a
 * log; the greeting is no parameter of any call, but travels as baggage.
 */
@RestController
class HelloController {

	private static final Logger logger = LoggerFactory.getLogger(HelloController.class);

	private static final AttributeKey<String> VALUE = AttributeKey.stringKey("value");

	private final Peer peer;

	private final Tracer tracer;

	HelloController(Peer peer, Tracer tracer) {
		this.peer = peer;
		this.tracer = tracer;
	}

	@GetMapping("/hello")
	String hello(@RequestParam(defaultValue = "World") String name,
			@RequestParam(defaultValue = "Hello") String greeting) {
		Baggage baggage = Baggage.current().toBuilder().put("greeting", greeting).build();
		try (Scope inBaggage = baggage.makeCurrent()) {
			Span span = this.tracer.spanBuilder("say-hello").startSpan();
			try (Scope inSpan = span.makeCurrent()) {
				span.setAttribute("hello-to", name);
				String published = this.peer.get("/format?name={name}", name);
				span.addEvent("said hello", Attributes.of(VALUE, published));
				return published;
			}
			finally {
				span.end();
			}
		}
	}

	@GetMapping("/format")
	String format(@RequestParam String name) {
		Span span = this.tracer.spanBuilder("format").startSpan();
		try (Scope scope = span.makeCurrent()) {
			String greeting = Baggage.current().getEntryValue("greeting");
			String text = String.format(Locale.ROOT, "%s, %s!", (greeting != null) ? greeting : "Hello", name);
			span.setAttribute("hello-to", name);
			span.addEvent("formatted", Attributes.of(VALUE, text));
			return this.peer.get("/publish?text={text}", text);
		}
		finally {
			span.end();
		}
	}

	@GetMapping("/publish")
	String publish(@RequestParam String text) {
		Span span = this.tracer.spanBuilder("publish").startSpan();
		try (Scope scope = span.makeCurrent()) {
			logger.info("{}", text);
			span.setAttribute("hello-text", text);
			span.addEvent("published", Attributes.of(VALUE, text));
			return text;
		}
		finally {
			span.end();
		}
	}

}
