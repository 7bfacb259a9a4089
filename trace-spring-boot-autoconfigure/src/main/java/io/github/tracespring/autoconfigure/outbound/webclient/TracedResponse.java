// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.webclient;

import java.util.concurrent.atomic.AtomicBoolean;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

import io.github.tracespring.autoconfigure.core.propagation.ReactiveContext;
import io.github.tracespring.autoconfigure.outbound.http.HttpClientSpan;

import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClientRequestException;

/**
 * Ends the span with the first that happens: a response's headers, an error, the end or a
 * cancellation. What the caller does with that runs in the caller's context, not in the
 * span's.
 */
final class TracedResponse implements CoreSubscriber<ClientResponse>, Subscription {

	private static final int FIRST_AFTER_SUCCESS = 300;

	private final CoreSubscriber<? super ClientResponse> subscriber;

	private final HttpClientSpan span;

	private final Context caller;

	private final Attempts attempts;

	private final reactor.util.context.Context reactorContext;

	private final AtomicBoolean ended = new AtomicBoolean();

	private Subscription subscription;

	TracedResponse(CoreSubscriber<? super ClientResponse> subscriber, HttpClientSpan span, Context caller,
			Attempts attempts) {
		this.subscriber = subscriber;
		this.span = span;
		this.caller = caller;
		this.attempts = attempts;
		this.reactorContext = subscriber.currentContext().put(ReactiveContext.KEY, span.context());
	}

	/** Sending goes on in the span's context, on whatever thread. */
	@Override
	public reactor.util.context.Context currentContext() {
		return this.reactorContext;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.subscription = subscription;
		this.subscriber.onSubscribe(this);
	}

	@Override
	public void onNext(ClientResponse response) {
		if (this.ended.compareAndSet(false, true)) {
			int status = response.statusCode().value();
			if (status < FIRST_AFTER_SUCCESS) {
				this.attempts.succeeded();
			}
			this.span.end(status);
		}
		Scope scope = this.caller.makeCurrent();
		try {
			this.subscriber.onNext(response);
		}
		finally {
			scope.close();
		}
	}

	@Override
	public void onError(Throwable error) {
		if (this.ended.compareAndSet(false, true)) {
			// Spring's wrapper says only that there was an error
			boolean wrapped = error instanceof WebClientRequestException && error.getCause() != null;
			this.span.fail(wrapped ? error.getCause() : error);
		}
		Scope scope = this.caller.makeCurrent();
		try {
			this.subscriber.onError(error);
		}
		finally {
			scope.close();
		}
	}

	@Override
	public void onComplete() {
		if (this.ended.compareAndSet(false, true)) {
			this.span.end(0);
		}
		Scope scope = this.caller.makeCurrent();
		try {
			this.subscriber.onComplete();
		}
		finally {
			scope.close();
		}
	}

	@Override
	public void request(long count) {
		this.subscription.request(count);
	}

	@Override
	public void cancel() {
		if (this.ended.compareAndSet(false, true)) {
			this.span.cancel();
		}
		this.subscription.cancel();
	}

}
