// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.feign;

import java.io.IOException;

import feign.Client;
import feign.Request;
import feign.Response;
import io.opentelemetry.context.Scope;

import io.github.tracespring.autoconfigure.outbound.http.HttpClientHandler;

/**
 * Traces what a client sends.
 *
 * @param delegate the client
 * @param handler decides about the spans
 * @param failed counts attempts
 */
record TracingClient(Client delegate, HttpClientHandler handler, FailedAttempts failed) implements Client {

	@Override
	public Response execute(Request request, Request.Options options) throws IOException {
		FeignCall call = FeignCall.start(request, this.handler, this.failed);
		Scope scope = call.span().makeCurrent();
		try {
			Response response = this.delegate.execute(call.request(), options);
			call.span().end(call.status(response));
			return response;
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
