// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.jdkhttp;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapSetter;

import io.github.tracespring.autoconfigure.outbound.http.HttpClientHandler;
import io.github.tracespring.autoconfigure.outbound.http.HttpClientSpan;
import io.github.tracespring.autoconfigure.outbound.http.TracedFuture;

/**
 * A client that traces what it has another one send. What Java 21 added overrides though
 * it can not say so: this is compiled for Java 17, where nobody calls it.
 */
final class TracingHttpClient extends HttpClient {

	private static final TextMapSetter<HttpRequest.Builder> SETTER = HttpRequest.Builder::setHeader;

	private final HttpClient delegate;

	private final HttpClientHandler handler;

	TracingHttpClient(HttpClient delegate, HttpClientHandler handler) {
		this.delegate = delegate;
		this.handler = handler;
	}

	HttpClient delegate() {
		return this.delegate;
	}

	HttpClientHandler handler() {
		return this.handler;
	}

	@Override
	public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> bodyHandler)
			throws IOException, InterruptedException {
		HttpClientSpan span = start(request);
		Scope scope = span.makeCurrent();
		try {
			HttpResponse<T> response = this.delegate.send(inject(request, span), bodyHandler);
			span.end(response.statusCode());
			return response;
		}
		catch (Throwable ex) {
			span.fail(ex);
			throw ex;
		}
		finally {
			scope.close();
		}
	}

	@Override
	public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request,
			HttpResponse.BodyHandler<T> bodyHandler) {
		return sendTraced(request, (traced) -> this.delegate.sendAsync(traced, bodyHandler));
	}

	@Override
	public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request,
			HttpResponse.BodyHandler<T> bodyHandler, HttpResponse.PushPromiseHandler<T> pushPromiseHandler) {
		return sendTraced(request, (traced) -> this.delegate.sendAsync(traced, bodyHandler, pushPromiseHandler));
	}

	private <T> CompletableFuture<HttpResponse<T>> sendTraced(HttpRequest request,
			Function<HttpRequest, CompletableFuture<HttpResponse<T>>> wire) {
		Context caller = Context.current();
		HttpClientSpan span = start(request);
		Scope scope = span.makeCurrent();
		try {
			return TracedFuture.of(wire.apply(inject(request, span)), span, caller, HttpResponse::statusCode);
		}
		catch (Throwable ex) {
			span.fail(ex);
			throw ex;
		}
		finally {
			scope.close();
		}
	}

	private HttpClientSpan start(HttpRequest request) {
		try {
			return this.handler.start(Context.current(), request.method(), request.uri(), null, 0);
		}
		catch (RuntimeException | LinkageError ex) {
			return HttpClientSpan.none(ex);
		}
	}

	private static HttpRequest inject(HttpRequest request, HttpClientSpan span) {
		try {
			HttpRequest.Builder builder = HttpRequest.newBuilder(request, (name, value) -> true);
			span.inject(builder, SETTER);
			return builder.build();
		}
		catch (RuntimeException | LinkageError ex) {
			// One that the client is going to refuse, or of a type that can not be copied
			return request;
		}
	}

	@Override
	public WebSocket.Builder newWebSocketBuilder() {
		return this.delegate.newWebSocketBuilder();
	}

	@Override
	public Optional<CookieHandler> cookieHandler() {
		return this.delegate.cookieHandler();
	}

	@Override
	public Optional<Duration> connectTimeout() {
		return this.delegate.connectTimeout();
	}

	@Override
	public Redirect followRedirects() {
		return this.delegate.followRedirects();
	}

	@Override
	public Optional<ProxySelector> proxy() {
		return this.delegate.proxy();
	}

	@Override
	public SSLContext sslContext() {
		return this.delegate.sslContext();
	}

	@Override
	public SSLParameters sslParameters() {
		return this.delegate.sslParameters();
	}

	@Override
	public Optional<Authenticator> authenticator() {
		return this.delegate.authenticator();
	}

	@Override
	public Version version() {
		return this.delegate.version();
	}

	@Override
	public Optional<Executor> executor() {
		return this.delegate.executor();
	}

	public void close() {
		ClientLifecycle.close(this.delegate);
	}

	public void shutdown() {
		ClientLifecycle.shutdown(this.delegate);
	}

	public void shutdownNow() {
		ClientLifecycle.shutdownNow(this.delegate);
	}

	public boolean isTerminated() {
		return ClientLifecycle.isTerminated(this.delegate);
	}

	public boolean awaitTermination(Duration duration) throws InterruptedException {
		return ClientLifecycle.awaitTermination(this.delegate, duration);
	}

	@Override
	public String toString() {
		return this.delegate.toString();
	}

}
