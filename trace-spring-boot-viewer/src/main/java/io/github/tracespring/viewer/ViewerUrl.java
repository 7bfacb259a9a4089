// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Where a browser on this machine finds the viewer.
 */
final class ViewerUrl {

	private final Environment environment;

	private final String path;

	ViewerUrl(Environment environment, String contextPathProperty, String path) {
		this.environment = environment;
		String contextPath = environment.getProperty(contextPathProperty, "").trim();
		contextPath = StringUtils.trimTrailingCharacter(contextPath, '/');
		this.path = (contextPath.isEmpty() || contextPath.startsWith("/")) ? contextPath + path
				: "/" + contextPath + path;
	}

	/**
	 * The viewer's address.
	 * @return an address that ends in a slash, or {@code null} while there is no server
	 */
	String base() {
		// read each time, as the port is known only when the server has started
		String port = this.environment.getProperty("local.server.port");
		return (port != null) ? (isTls() ? "https" : "http") + "://localhost:" + port + this.path + "/" : null;
	}

	String trace(String traceId) {
		String base = base();
		return (base != null) ? base + "traces/" + traceId : null;
	}

	private boolean isTls() {
		return this.environment.getProperty("server.ssl.enabled", Boolean.class, true) && Binder.get(this.environment)
			.bind("server.ssl", Bindable.mapOf(String.class, String.class))
			.isBound();
	}

}
