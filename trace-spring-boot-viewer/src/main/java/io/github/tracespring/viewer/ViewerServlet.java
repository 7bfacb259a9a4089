// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import java.io.IOException;
import java.util.Collections;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.github.tracespring.autoconfigure.inbound.http.ServletPeer;

/**
 * Serves the viewer on a servlet container.
 */
final class ViewerServlet extends HttpServlet {

	private static final long serialVersionUID = 1L;

	private final transient Viewer viewer;

	ViewerServlet(Viewer viewer) {
		this.viewer = viewer;
	}

	@Override
	protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
		HttpServletRequest raw = ServletPeer.innermost(request);
		String path = request.getPathInfo();
		ViewerResponse answer = this.viewer.handle(new ViewerRequest(request.getMethod(),
				(path != null) ? path.substring(1) : null, request.getQueryString(),
				(name) -> Collections.list(raw.getHeaders(name)), DirectPeer.of(raw), request.getInputStream()));
		response.setStatus(answer.status());
		answer.headers().forEach(response::setHeader);
		response.setContentLength(answer.body().length);
		response.getOutputStream().write(answer.body());
	}

}
