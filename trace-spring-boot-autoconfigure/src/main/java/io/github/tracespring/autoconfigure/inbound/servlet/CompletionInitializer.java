// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.servlet;

import jakarta.servlet.ServletContext;

import org.springframework.boot.web.servlet.ServletContextInitializer;

/**
 * Adds what is told of a request's end, where the filter alone does not know it.
 */
final class CompletionInitializer implements ServletContextInitializer {

	@Override
	public void onStartup(ServletContext context) {
		Completion completion = Completion.of(context);
		boolean valve = completion == Completion.TOMCAT && TomcatContexts.addValve(context);
		if (!valve && completion.destroysRequestOnce()) {
			context.addListener(CompletionListener.INSTANCE);
		}
	}

}
