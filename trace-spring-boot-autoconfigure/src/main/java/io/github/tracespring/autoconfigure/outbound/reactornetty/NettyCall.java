// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.reactornetty;

import java.net.URI;
import java.time.Instant;

import io.netty.handler.codec.http.HttpHeaders;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapSetter;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClientInfos;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;
import reactor.util.context.ContextView;

import io.github.tracespring.autoconfigure.core.propagation.ReactiveContext;
import io.github.tracespring.autoconfigure.outbound.http.HttpClientHandler;
import io.github.tracespring.autoconfigure.outbound.http.HttpClientSpan;

/**
 * One call, which is one request on the wire or several. Reactor Netty tells of it on its
 * event loops; what ties that together is the Reactor context of the connection.
 */
final class NettyCall {

	private static final TextMapSetter<HttpHeaders> SETTER = HttpHeaders::set;

	private final HttpClientHandler handler;

	private final Context parent;

	private final Instant began = Instant.now();

	private HttpClientRequest request;

	private HttpClientSpan span;

	private int sent;

	private NettyCall(HttpClientHandler handler, Context parent) {
		this.handler = handler;
		this.parent = parent;
	}

	/**
	 * Puts a call into the context of each connection that is asked for.
	 */
	static <C extends Connection> Mono<C> around(Mono<C> connect, HttpClientHandler handler) {
		return Mono.deferContextual((reactor) -> {
			NettyCall outer = reactor.getOrDefault(NettyCall.class, null);
			if (outer != null && !outer.isSending()) {
				// The client is instrumented twice
				return connect;
			}
			Context current = Context.current();
			NettyCall call = new NettyCall(handler,
					(current != Context.root()) ? current : reactor.getOrDefault(ReactiveContext.KEY, current));
			return connect.doOnCancel(call::cancelled).contextWrite((all) -> all.put(NettyCall.class, call));
		});
	}

	static NettyCall of(HttpClientInfos infos) {
		ContextView reactor = infos.currentContextView();
		return reactor.get(NettyCall.class);
	}

	private synchronized boolean isSending() {
		return this.sent > 0;
	}

	/** A request is on its way, the first or one more. */
	synchronized void sending(HttpClientRequest request) {
		if (this.request != request) {
			begin(request);
			this.span.inject(request.requestHeaders(), SETTER);
		}
	}

	private void begin(HttpClientRequest request) {
		cancelled();
		this.request = request;
		this.span = start(request);
		this.sent++;
	}

	/** Time to connect is part of the first. */
	private HttpClientSpan start(HttpClientRequest request) {
		try {
			String url = request.resourceUrl();
			return this.handler.start(this.parent, request.method().name(),
					URI.create((url != null) ? url : request.uri()), null, this.sent,
					(this.sent == 0) ? this.began : null);
		}
		catch (RuntimeException | LinkageError ex) {
			return HttpClientSpan.none(ex);
		}
	}

	synchronized void answered(HttpClientResponse response) {
		if (this.span != null) {
			this.span.end(response.status().code());
			this.span = null;
		}
	}

	/**
	 * A request failed, maybe before there was a connection to send it on. Its headers
	 * are then the client's own.
	 */
	synchronized void failed(HttpClientRequest request, Throwable error) {
		if (this.sent == 0) {
			begin(request);
		}
		if (this.span != null) {
			this.span.fail(error);
			this.span = null;
		}
	}

	synchronized void cancelled() {
		if (this.span != null) {
			this.span.cancel();
			this.span = null;
		}
	}

}
