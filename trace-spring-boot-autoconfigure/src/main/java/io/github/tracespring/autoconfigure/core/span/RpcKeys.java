// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.span;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Attribute keys of OpenTelemetry's stable RPC semantic conventions (1.45).
 *
 * @see <a href= "https://opentelemetry.io/docs/specs/semconv/rpc/rpc-spans/">Semantic
 * conventions for RPC spans</a>
 */
public final class RpcKeys {

	public static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("rpc.system.name");

	public static final AttributeKey<String> METHOD = AttributeKey.stringKey("rpc.method");

	public static final AttributeKey<String> METHOD_ORIGINAL = AttributeKey.stringKey("rpc.method_original");

	public static final AttributeKey<String> STATUS_CODE = AttributeKey.stringKey("rpc.response.status_code");

	/** Of an event for one message: {@code SENT} or {@code RECEIVED}. */
	public static final AttributeKey<String> MESSAGE_TYPE = AttributeKey.stringKey("rpc.message.type");

	/** Of an event for one message: which of its direction it is, from 1 on. */
	public static final AttributeKey<Long> MESSAGE_ID = AttributeKey.longKey("rpc.message.id");

	private RpcKeys() {
	}

}
