// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.http;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;

/**
 * Where the actuator's endpoints are mapped.
 */
public final class ActuatorPaths {

	private ActuatorPaths() {
	}

	/**
	 * Lists the patterns of everything that the actuator serves beside the application.
	 * @param endpoints the endpoints
	 * @param prefix the dispatcher's own path, empty for the root
	 * @return path patterns
	 */
	public static List<String> patterns(PathMappedEndpoints endpoints, String prefix) {
		List<String> patterns = new ArrayList<>();
		String base = endpoints.getBasePath();
		if (base.isEmpty() || base.equals("/")) {
			endpoints.getAllPaths().forEach((path) -> patterns.add(prefix + path + "/**"));
		}
		else {
			patterns.add(prefix + base + "/**");
		}
		for (PathMappedEndpoint endpoint : endpoints) {
			for (String path : endpoint.getAdditionalPaths(WebServerNamespace.SERVER)) {
				patterns.add(prefix + (path.startsWith("/") ? path : "/" + path) + "/**");
			}
		}
		return patterns;
	}

}
