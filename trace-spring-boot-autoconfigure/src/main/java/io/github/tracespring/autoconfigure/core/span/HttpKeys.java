// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.span;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Attribute keys of OpenTelemetry's stable HTTP semantic conventions (1.23 and later).
 *
 * @see <a href= "https://opentelemetry.io/docs/specs/semconv/http/http-spans/">Semantic
 * conventions for HTTP spans</a>
 */
public final class HttpKeys {

	public static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");

	public static final AttributeKey<String> METHOD_ORIGINAL = AttributeKey.stringKey("http.request.method_original");

	public static final AttributeKey<Long> RESEND_COUNT = AttributeKey.longKey("http.request.resend_count");

	public static final AttributeKey<Long> STATUS_CODE = AttributeKey.longKey("http.response.status_code");

	public static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");

	public static final AttributeKey<String> URL_SCHEME = AttributeKey.stringKey("url.scheme");

	public static final AttributeKey<String> URL_PATH = AttributeKey.stringKey("url.path");

	public static final AttributeKey<String> URL_QUERY = AttributeKey.stringKey("url.query");

	public static final AttributeKey<String> URL_FULL = AttributeKey.stringKey("url.full");

	public static final AttributeKey<String> URL_TEMPLATE = AttributeKey.stringKey("url.template");

	public static final AttributeKey<String> SERVER_ADDRESS = AttributeKey.stringKey("server.address");

	public static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");

	public static final AttributeKey<String> CLIENT_ADDRESS = AttributeKey.stringKey("client.address");

	public static final AttributeKey<Long> CLIENT_PORT = AttributeKey.longKey("client.port");

	public static final AttributeKey<String> PEER_ADDRESS = AttributeKey.stringKey("network.peer.address");

	public static final AttributeKey<Long> PEER_PORT = AttributeKey.longKey("network.peer.port");

	public static final AttributeKey<String> PROTOCOL_VERSION = AttributeKey.stringKey("network.protocol.version");

	public static final AttributeKey<String> USER_AGENT = AttributeKey.stringKey("user_agent.original");

	private HttpKeys() {
	}

}
