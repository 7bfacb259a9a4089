// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.webflux;

import java.util.function.Function;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;

/**
 * A servlet container asks for more of the body on a thread of its own, where Reactor
 * would take the lack of a context for the context to go on in. Writing the context of
 * the chain anew, unchanged, makes it current for what is asked.
 */
final class ContextKeepingResponse extends ServerHttpResponseDecorator {

	private ContextKeepingResponse(ServerHttpResponse response) {
		super(response);
	}

	/**
	 * Decorates a response that needs it; Reactor Netty's does not, and hands files to
	 * the operating system as long as it is not hidden.
	 */
	static ServerHttpResponse of(ServerHttpResponse response) {
		return (response instanceof ZeroCopyHttpOutputMessage) ? response : new ContextKeepingResponse(response);
	}

	@Override
	public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
		return super.writeWith(keep(body));
	}

	@Override
	public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		return super.writeAndFlushWith(keep(body));
	}

	private static <T> Publisher<T> keep(Publisher<T> body) {
		Function<Context, Context> unchanged = Function.identity();
		return (body instanceof Mono<T> one) ? one.contextWrite(unchanged) : Flux.from(body).contextWrite(unchanged);
	}

}
