// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.span;

import java.net.SocketAddress;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;

/**
 * The one span of a gRPC call, from its start to its status, with the context that it
 * runs in. No method throws, whatever a span processor does.
 *
 * @see <a href= "https://opentelemetry.io/docs/specs/semconv/rpc/grpc/">Semantic
 * conventions for gRPC</a>
 */
public final class RpcSpan {

	/** The other codes say what the client did, as 4xx does. */
	private static final Set<String> SERVER_ERRORS = Set.of("UNKNOWN", "DEADLINE_EXCEEDED", "UNIMPLEMENTED", "INTERNAL",
			"UNAVAILABLE", "DATA_LOSS");

	/** Below the SDK's limit of events, so that there is room for an exception. */
	private static final int MAX_MESSAGES = 100;

	private final Context context;

	private final Span span;

	private final boolean server;

	private final AtomicBoolean ended;

	private final AtomicInteger messages;

	private final AtomicInteger sent = new AtomicInteger();

	private final AtomicInteger received = new AtomicInteger();

	private volatile Throwable failure;

	private RpcSpan(Context context, Span span, boolean server, boolean over, int messages) {
		this.context = context;
		this.span = span;
		this.server = server;
		this.ended = new AtomicBoolean(over);
		this.messages = new AtomicInteger(messages);
	}

	RpcSpan(Context context, Span span, boolean server, boolean messageEvents) {
		this(context, span, server, false, messageEvents ? 0 : MAX_MESSAGES);
	}

	/**
	 * A span that does nothing, for a call that is not traced.
	 * @param context the context that the call runs in
	 * @return the span
	 */
	public static RpcSpan none(Context context) {
		return new RpcSpan(context, Span.getInvalid(), false, true, MAX_MESSAGES);
	}

	/**
	 * The context that the call runs in.
	 * @return the context, holding the span if there is one
	 */
	public Context context() {
		return this.context;
	}

	/** Notes that a message was sent. */
	public void sent() {
		message("SENT", this.sent);
	}

	/** Notes that a message was received. */
	public void received() {
		message("RECEIVED", this.received);
	}

	private void message(String type, AtomicInteger count) {
		if (this.messages.get() >= MAX_MESSAGES || this.messages.getAndIncrement() >= MAX_MESSAGES) {
			return;
		}
		try {
			this.span.addEvent("rpc.message",
					Attributes.of(RpcKeys.MESSAGE_TYPE, type, RpcKeys.MESSAGE_ID, (long) count.incrementAndGet()));
		}
		catch (RuntimeException | LinkageError ex) {
			RpcSpans.logger.debug("A message is not recorded", ex);
		}
	}

	/**
	 * Notes what will have made the call fail, where its status may not tell.
	 * @param failure what the application threw
	 */
	public void fail(Throwable failure) {
		this.failure = failure;
	}

	/**
	 * Ends the span; once, however often it is called.
	 * @param code the name of the call's status code, for example {@code NOT_FOUND}
	 * @param cause what made the call fail, or {@code null} if that is not known
	 * @param peer the other end of the connection, or {@code null} if that is not known,
	 * or was when the span started
	 */
	public void end(String code, Throwable cause, SocketAddress peer) {
		if (!this.ended.compareAndSet(false, true)) {
			return;
		}
		try {
			RpcAddresses.peer(this.span, peer);
			this.span.setAttribute(RpcKeys.STATUS_CODE, code);
			if (this.server ? SERVER_ERRORS.contains(code) : !code.equals("OK")) {
				Throwable error = (cause != null) ? cause : this.failure;
				if (error != null) {
					this.span.recordException(error);
				}
				SpanErrors.record(this.span, code);
			}
		}
		catch (RuntimeException | LinkageError ex) {
			RpcSpans.logger.debug("A span is not complete", ex);
		}
		finally {
			end();
		}
	}

	private void end() {
		try {
			this.span.end();
		}
		catch (RuntimeException | LinkageError ex) {
			RpcSpans.logger.debug("A span is lost", ex);
		}
	}

}
