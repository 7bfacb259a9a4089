// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.span;

import java.net.SocketAddress;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;

/**
 * What the span of a call is made of, before anything of it is on the wire.
 *
 * @param kind {@code SERVER} or {@code CLIENT}
 * @param method the full name: {@code package.Service/Method}
 * @param generated whether the method is known from generated code, so that its name can
 * not come from the wire
 * @param authority the server as the client addressed it, {@code host} or
 * {@code host:port}, or {@code null}
 * @param peer the other end of the connection, or {@code null} if not known yet
 * @param stranger the caller whose trace does not go on here, or an invalid one
 */
public record RpcCall(SpanKind kind, String method, boolean generated, String authority, SocketAddress peer,
		SpanContext stranger) {

	/**
	 * A call that goes on with the trace it is in.
	 * @param kind {@code SERVER} or {@code CLIENT}
	 * @param method the full name: {@code package.Service/Method}
	 * @param generated whether the method is known from generated code
	 * @param authority the server as the client addressed it, or {@code null}
	 * @param peer the other end of the connection, or {@code null} if not known yet
	 */
	public RpcCall(SpanKind kind, String method, boolean generated, String authority, SocketAddress peer) {
		this(kind, method, generated, authority, peer, SpanContext.getInvalid());
	}

}
