// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.http;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.ToIntFunction;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

/**
 * A client's future that completes after the span has ended, so that a callback that
 * sends again makes another call, and in the context of the caller, not in the span's.
 * Cancelling it, or what is derived from it, does what it does to the client's own.
 *
 * @param <T> what the client answers with
 */
public final class TracedFuture<T> extends CompletableFuture<T> {

	private final CompletableFuture<?> wire;

	private TracedFuture(CompletableFuture<?> wire) {
		this.wire = wire;
	}

	/**
	 * Ends a span with a future.
	 * @param <T> what the client answers with
	 * @param wire the client's future
	 * @param span the request's span
	 * @param caller the context of the caller
	 * @param status gets the status code of a response
	 * @return the future to hand out in its place
	 */
	public static <T> CompletableFuture<T> of(CompletableFuture<T> wire, HttpClientSpan span, Context caller,
			ToIntFunction<T> status) {
		TracedFuture<T> future = new TracedFuture<>(wire);
		wire.whenComplete((response, error) -> {
			Throwable cause = unwrap(error);
			end(span, response, cause, status);
			Scope scope = caller.makeCurrent();
			try {
				if (error != null) {
					future.completeExceptionally((cause instanceof CancellationException) ? cause : error);
				}
				else {
					future.complete(response);
				}
			}
			finally {
				scope.close();
			}
		});
		return future;
	}

	private static Throwable unwrap(Throwable error) {
		return (error instanceof CompletionException && error.getCause() != null) ? error.getCause() : error;
	}

	/** Never throws, or the future would never complete. */
	private static <T> void end(HttpClientSpan span, T response, Throwable cause, ToIntFunction<T> status) {
		if (cause instanceof CancellationException) {
			span.cancel();
		}
		else if (cause != null) {
			span.fail(cause);
		}
		else {
			try {
				span.end(status.applyAsInt(response));
			}
			catch (RuntimeException | LinkageError ex) {
				span.fail(ex);
			}
		}
	}

	@Override
	public <U> CompletableFuture<U> newIncompleteFuture() {
		return new TracedFuture<>(this.wire.newIncompleteFuture());
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		boolean cancelled = !isDone() && this.wire.cancel(mayInterruptIfRunning);
		return super.cancel(mayInterruptIfRunning) || cancelled;
	}

}
