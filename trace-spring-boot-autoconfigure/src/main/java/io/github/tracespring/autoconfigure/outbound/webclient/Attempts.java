// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.webclient;

import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.context.Context;
import reactor.util.context.ContextView;

import io.github.tracespring.autoconfigure.core.propagation.ObservedContext;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * What the attempts of one call share: a retry subscribes anew, maybe on a thread that
 * knows nothing of the caller.
 */
final class Attempts {

	private static final String ATTRIBUTE = Attempts.class.getName();

	/** Where the call was written, as opposed to where it is subscribed to. */
	private final Context caller = Context.current();

	private final AtomicInteger failed = new AtomicInteger();

	static void begin(WebClient.RequestHeadersSpec<?> request) {
		request.attribute(ATTRIBUTE, new Attempts());
	}

	static Attempts of(ClientRequest request) {
		return (request.attributes().get(ATTRIBUTE) instanceof Attempts attempts) ? attempts : new Attempts();
	}

	/**
	 * Begins an attempt.
	 * @return how many have failed before it since the last success
	 */
	int next() {
		return this.failed.getAndIncrement();
	}

	/** What is subscribed to after a success is a new call, no retry. */
	void succeeded() {
		this.failed.set(0);
	}

	/**
	 * The context of the caller.
	 * @param chain the context of the reactive chain that the call is part of
	 * @return that of the subscribing thread if it has one, or else that of the chain
	 */
	Context parent(ContextView chain) {
		Context current = Context.current();
		return (current != Context.root()) ? current : ObservedContext.inChain(chain, this.caller);
	}

}
