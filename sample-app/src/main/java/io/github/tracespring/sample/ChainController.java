// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.sample;

import java.util.concurrent.ThreadLocalRandom;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The chain: {@code /home} calls {@code /async} without waiting for it and
 * {@code /service}, which calls {@code /db}.
 */
@RestController
class ChainController {

	private static final Logger logger = LoggerFactory.getLogger(ChainController.class);

	private final Peer peer;

	private final Tracer tracer;

	private final AsyncTaskExecutor background;

	ChainController(Peer peer, Tracer tracer, AsyncTaskExecutor applicationTaskExecutor) {
		this.peer = peer;
		this.tracer = tracer;
		this.background = applicationTaskExecutor;
	}

	@GetMapping("/home")
	String home(@RequestParam(defaultValue = "1") long user) throws InterruptedException {
		logger.info("Welcome, user {}", user);
		this.background.execute(() -> this.peer.get("/async?user={id}", user));
		work();
		return "home <- " + this.peer.get("/service?user={id}", user);
	}

	@GetMapping("/async")
	String async(@RequestParam(defaultValue = "1") long user) throws InterruptedException {
		logger.info("Writing to user {}, and nobody waits for it", user);
		work();
		return "async";
	}

	@GetMapping("/service")
	String service(@RequestParam(defaultValue = "1") long user) throws InterruptedException {
		logger.info("Looking for user {}", user);
		prepareQuery(user);
		return "service <- " + this.peer.get("/db?user={id}", user);
	}

	/** A span by hand: work that no library knows of. */
	private void prepareQuery(long user) throws InterruptedException {
		Span span = this.tracer.spanBuilder("prepare query").startSpan();
		try (Scope scope = span.makeCurrent()) {
			span.setAttribute("sample.user", user);
			work();
			span.addEvent("cache miss");
		}
		finally {
			span.end();
		}
	}

	@GetMapping("/db")
	String db(@RequestParam(defaultValue = "1") long user) throws InterruptedException {
		logger.info("Reading three rows for user {}", user);
		work();
		return "db: 3 rows";
	}

	@GetMapping("/fail")
	String fail() throws InterruptedException {
		work();
		throw new IllegalStateException("This link always fails");
	}

	private static void work() throws InterruptedException {
		// Stands for real work, so that a trace has bars to look at
		Thread.sleep(ThreadLocalRandom.current().nextInt(10, 60));
	}

}
