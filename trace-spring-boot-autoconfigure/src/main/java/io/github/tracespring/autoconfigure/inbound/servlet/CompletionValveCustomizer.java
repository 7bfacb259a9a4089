// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.servlet;

import java.lang.reflect.Method;

import org.apache.catalina.Valve;

import org.springframework.boot.web.server.WebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.util.ReflectionUtils;

/**
 * Gives Tomcat its {@link CompletionValve}. The factory's type has another name in each
 * of Boot's lines (3.5 and 4), so its method is found by name.
 */
final class CompletionValveCustomizer implements WebServerFactoryCustomizer<WebServerFactory> {

	private final CompletionInitializer initializer;

	CompletionValveCustomizer(CompletionInitializer initializer) {
		this.initializer = initializer;
	}

	@Override
	public void customize(WebServerFactory factory) {
		Method add = ReflectionUtils.findMethod(factory.getClass(), "addContextValves", Valve[].class);
		if (add != null) {
			ReflectionUtils.invokeMethod(add, factory, (Object) new Valve[] { new CompletionValve() });
			this.initializer.valveAdded();
		}
	}

}
