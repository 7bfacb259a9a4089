// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.http;

import io.opentelemetry.context.propagation.TextMapGetter;

/**
 * Reads what a server span is made of from one technology's request; headers are looked
 * up without regard to case.
 *
 * @param <Q> the technology's request
 */
public interface HttpServerRequest<Q> extends TextMapGetter<Q> {

	/**
	 * The first line of a header, which is all that most have.
	 * @param request the request
	 * @param name the header's name
	 * @return the line, or {@code null} if there is none
	 */
	String first(Q request, String name);

	/**
	 * The method as it was sent.
	 * @param request the request
	 * @return for example {@code GET}
	 */
	String method(Q request);

	/**
	 * The scheme that the client used.
	 * @param request the request
	 * @return {@code http} or {@code https}
	 */
	String scheme(Q request);

	/**
	 * The raw path, with the context path.
	 * @param request the request
	 * @return the path, still percent-encoded
	 */
	String path(Q request);

	/**
	 * The part of the path that names the application.
	 * @param request the request
	 * @return the context path, empty for the root
	 */
	String contextPath(Q request);

	/**
	 * The raw query.
	 * @param request the request
	 * @return the query without its question mark, or {@code null}
	 */
	String query(Q request);

	/**
	 * The protocol and its version.
	 * @param request the request
	 * @return for example {@code HTTP/1.1}
	 */
	String protocol(Q request);

	/**
	 * The host that the client addressed.
	 * @param request the request
	 * @return a name or an address, or {@code null}
	 */
	String serverAddress(Q request);

	/**
	 * The port that the client addressed.
	 * @param request the request
	 * @return the port, not positive if unknown
	 */
	int serverPort(Q request);

	/**
	 * The client, behind any proxies that the application trusts.
	 * @param request the request
	 * @return an address, or {@code null}
	 */
	String clientAddress(Q request);

	/**
	 * The other end of the connection.
	 * @param request the request
	 * @return an address, or {@code null}
	 */
	String peerAddress(Q request);

	/**
	 * The other end of the connection, whatever the request's headers say and the
	 * application is told to believe of them.
	 * @param request the request
	 * @return an address, or {@code null} if it can not be known
	 */
	String connectionAddress(Q request);

	/**
	 * The port at the other end of the connection.
	 * @param request the request
	 * @return the port, not positive if unknown
	 */
	int peerPort(Q request);

}
