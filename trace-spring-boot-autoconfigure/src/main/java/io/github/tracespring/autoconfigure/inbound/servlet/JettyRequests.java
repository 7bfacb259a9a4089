// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.servlet;

import java.lang.reflect.Method;
import java.util.function.Consumer;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import org.eclipse.jetty.server.Request;

/**
 * Reaches the request of Jetty's core, whose completion can be listened to. The way there
 * is in another package for each version of Jakarta EE (Boot 3.5 has ee10, Boot 4 ee11).
 */
final class JettyRequests {

	private static volatile Method toCore;

	private JettyRequests() {
	}

	/**
	 * Listens to the completion of a request.
	 * @return whether the request is one of Jetty's
	 */
	static boolean addCompletionListener(ServletRequest request, Consumer<Throwable> listener) {
		ServletRequest innermost = request;
		while (innermost instanceof ServletRequestWrapper wrapper) {
			innermost = wrapper.getRequest();
		}
		try {
			Method method = toCore(innermost.getClass());
			Request.addCompletionListener((Request) method.invoke(null, innermost), listener);
			return true;
		}
		catch (ReflectiveOperationException | RuntimeException | LinkageError ex) {
			return false;
		}
	}

	private static Method toCore(Class<?> requestType) throws ReflectiveOperationException {
		Method method = toCore;
		if (method == null || method.getDeclaringClass().getClassLoader() != requestType.getClassLoader()) {
			Class<?> type = Class.forName(requestType.getPackageName() + ".ServletContextRequest", false,
					requestType.getClassLoader());
			method = type.getMethod("getServletContextRequest", ServletRequest.class);
			toCore = method;
		}
		return method;
	}

}
