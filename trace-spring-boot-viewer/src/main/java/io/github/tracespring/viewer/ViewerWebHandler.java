// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.github.tracespring.autoconfigure.inbound.http.ServletPeer;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.ClassUtils;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * Serves the viewer on WebFlux, off the threads that must not wait.
 */
final class ViewerWebHandler implements WebHandler {

	private static final boolean NETTY = isPresent("reactor.netty.http.server.HttpServerRequest");

	private static final boolean SERVLET = isPresent("jakarta.servlet.http.HttpServletRequest");

	private final Viewer viewer;

	private final String path;

	ViewerWebHandler(Viewer viewer, String path) {
		this.viewer = viewer;
		this.path = path;
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, ViewerWebHandler.class.getClassLoader());
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange) {
		ServerHttpRequest request = exchange.getRequest();
		return Mono.fromCallable(() -> translate(request, InputStream.nullInputStream()))
			.flatMap((head) -> this.viewer.takesBody(head) ? read(request) : Mono.just(head))
			.publishOn(Schedulers.boundedElastic())
			.map(this.viewer::handle)
			.flatMap((answer) -> write(answer, exchange.getResponse()));
	}

	/** What is too much is read, so that the client gets its answer, and not kept. */
	private Mono<ViewerRequest> read(ServerHttpRequest request) {
		return request.getBody()
			.collect(ByteArrayOutputStream::new, ViewerWebHandler::append)
			.map((body) -> translate(request, new ByteArrayInputStream(body.toByteArray())));
	}

	private static void append(ByteArrayOutputStream body, DataBuffer buffer) {
		try {
			if (body.size() <= Collector.MAX_BYTES) {
				byte[] bytes = new byte[buffer.readableByteCount()];
				buffer.read(bytes);
				body.writeBytes(bytes);
			}
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

	private ViewerRequest translate(ServerHttpRequest request, InputStream body) {
		String local = request.getPath().pathWithinApplication().value();
		String below = (local.length() > this.path.length()) ? local.substring(this.path.length() + 1) : null;
		String method = request.getMethod().name();
		String query = request.getURI().getRawQuery();
		Object raw = ServerHttpRequestDecorator.getNativeRequest(request);
		if (NETTY && raw instanceof reactor.netty.http.server.HttpServerRequest netty) {
			NettyPeer peer = new NettyPeer(netty);
			return new ViewerRequest(method, below, query, peer::header, peer.address(), body);
		}
		if (SERVLET && raw instanceof HttpServletRequest servlet) {
			HttpServletRequest innermost = ServletPeer.innermost(servlet);
			return new ViewerRequest(method, below, query, (name) -> Collections.list(innermost.getHeaders(name)),
					DirectPeer.of(innermost), body);
		}
		return new ViewerRequest(method, below, query, (name) -> lines(request.getHeaders().getFirst(name)), null,
				body);
	}

	private static List<String> lines(String line) {
		return (line != null) ? List.of(line) : List.of();
	}

	private static Mono<Void> write(ViewerResponse answer, ServerHttpResponse response) {
		response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
		answer.headers().forEach(response.getHeaders()::set);
		response.getHeaders().setContentLength(answer.body().length);
		return response.writeWith(Mono.just(response.bufferFactory().wrap(answer.body())));
	}

}
