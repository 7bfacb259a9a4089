// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.http;

import io.github.tracespring.fuzz.HeaderText;

/**
 * Reads a request of which all parts are headers.
 */
enum FuzzedRequest implements HttpServerRequest<HeaderText> {

	INSTANCE;

	@Override
	public Iterable<String> keys(HeaderText request) {
		return HeaderText.GETTER.keys(request);
	}

	@Override
	public String get(HeaderText request, String name) {
		return request.get(name);
	}

	@Override
	public String first(HeaderText request, String name) {
		return get(request, name);
	}

	@Override
	public String method(HeaderText request) {
		return request.get(":method", "GET");
	}

	@Override
	public String scheme(HeaderText request) {
		return request.get(":scheme", "http");
	}

	@Override
	public String path(HeaderText request) {
		return request.get(":path", "/");
	}

	@Override
	public String contextPath(HeaderText request) {
		return request.get(":context", "");
	}

	@Override
	public String query(HeaderText request) {
		return request.get(":query");
	}

	@Override
	public String protocol(HeaderText request) {
		return request.get(":protocol");
	}

	@Override
	public String serverAddress(HeaderText request) {
		return request.get(":host");
	}

	@Override
	public int serverPort(HeaderText request) {
		return request.all(":host").size();
	}

	@Override
	public String clientAddress(HeaderText request) {
		return request.get(":client");
	}

	@Override
	public String peerAddress(HeaderText request) {
		return request.get(":peer");
	}

	@Override
	public String connectionAddress(HeaderText request) {
		return request.get(":peer");
	}

	@Override
	public int peerPort(HeaderText request) {
		return request.all(":peer").size();
	}

}
