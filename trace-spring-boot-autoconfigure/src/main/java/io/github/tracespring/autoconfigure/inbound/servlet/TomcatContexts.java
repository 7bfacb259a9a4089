// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.servlet;

import java.lang.invoke.MethodHandles;

import jakarta.servlet.ServletContext;
import org.apache.catalina.core.ApplicationContext;
import org.apache.catalina.core.ApplicationContextFacade;
import org.apache.catalina.core.StandardContext;

/**
 * Adds the {@link CompletionValve} to Tomcat's own context, behind the facade that an
 * application is given: so it is the same whether Boot made the Tomcat or it runs a WAR.
 */
final class TomcatContexts {

	private static final String FIELD = "context";

	private TomcatContexts() {
	}

	/**
	 * Adds the valve.
	 * @param context an application's context
	 * @return whether it is one of Tomcat's, and has the valve now
	 */
	static boolean addValve(ServletContext context) {
		try {
			Object inner = get(ApplicationContextFacade.class, ApplicationContext.class, context);
			Object own = get(ApplicationContext.class, StandardContext.class, inner);
			((StandardContext) own).getPipeline().addValve(new CompletionValve());
			return true;
		}
		catch (Throwable ex) {
			return false;
		}
	}

	private static Object get(Class<?> holder, Class<?> type, Object object) throws Throwable {
		return MethodHandles.privateLookupIn(holder, MethodHandles.lookup())
			.findGetter(holder, FIELD, type)
			.invoke(object);
	}

}
