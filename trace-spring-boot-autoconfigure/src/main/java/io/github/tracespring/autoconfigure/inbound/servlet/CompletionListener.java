// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.servlet;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;

/**
 * Ends the span of a request when the container says that it is over.
 */
final class CompletionListener implements ServletRequestListener, AsyncListener {

	static final CompletionListener INSTANCE = new CompletionListener();

	private CompletionListener() {
	}

	@Override
	public void requestDestroyed(ServletRequestEvent event) {
		ServletExchange exchange = ServletExchange.of(event.getServletRequest());
		if (exchange != null && exchange.completion().destroysRequestOnce()) {
			exchange.closeScope();
			exchange.end();
		}
	}

	@Override
	public void onComplete(AsyncEvent event) {
		ServletExchange.of(event.getSuppliedRequest()).end();
	}

	/** Where there is a container, it tells of a client that went away as well. */
	@Override
	public void onError(AsyncEvent event) {
		ServletExchange exchange = ServletExchange.of(event.getSuppliedRequest());
		if (exchange.completion() == Completion.LAST_DISPATCH) {
			exchange.escaped(event.getThrowable());
		}
	}

	@Override
	public void onTimeout(AsyncEvent event) {
		// The application or the container answers, and then completes
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
		event.getAsyncContext().addListener(this, event.getSuppliedRequest(), event.getSuppliedResponse());
	}

}
