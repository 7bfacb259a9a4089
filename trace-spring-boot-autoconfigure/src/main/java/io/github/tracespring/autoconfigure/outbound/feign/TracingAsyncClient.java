// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.feign;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import feign.AsyncClient;
import feign.Request;
import feign.Response;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

import io.github.tracespring.autoconfigure.outbound.http.HttpClientHandler;
import io.github.tracespring.autoconfigure.outbound.http.TracedFuture;

/**
 * Traces what an asynchronous client sends.
 *
 * @param delegate the client
 * @param handler decides about the spans
 * @param failed counts attempts
 */
record TracingAsyncClient(AsyncClient<Object> delegate, HttpClientHandler handler,
		FailedAttempts failed) implements AsyncClient<Object> {

	@Override
	public CompletableFuture<Response> execute(Request request, Request.Options options,
			Optional<Object> requestContext) {
		Context caller = Context.current();
		FeignCall call = FeignCall.start(request, this.handler, this.failed);
		Scope scope = call.span().makeCurrent();
		try {
			CompletableFuture<Response> wire = this.delegate.execute(call.request(), options, requestContext);
			wire.exceptionally((ex) -> {
				call.failed();
				return null;
			});
			return TracedFuture.of(wire, call.span(), caller, call::status);
		}
		catch (Throwable ex) {
			call.failed();
			call.span().fail(ex);
			throw ex;
		}
		finally {
			scope.close();
		}
	}

}
