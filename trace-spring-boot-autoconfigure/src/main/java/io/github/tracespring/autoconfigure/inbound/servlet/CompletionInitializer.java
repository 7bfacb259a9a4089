// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.servlet;

import jakarta.servlet.ServletContext;

import org.springframework.boot.web.servlet.ServletContextInitializer;

/**
 * Adds {@link CompletionListener} where a request's end is known by it alone. That there
 * is a valve is not known before the container starts.
 */
final class CompletionInitializer implements ServletContextInitializer {

	private boolean valve;

	void valveAdded() {
		this.valve = true;
	}

	@Override
	public void onStartup(ServletContext context) {
		if (!this.valve && Completion.of(context).destroysRequestOnce()) {
			context.addListener(CompletionListener.INSTANCE);
		}
	}

}
