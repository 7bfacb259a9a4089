// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.span;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Attribute keys of OpenTelemetry's stable database semantic conventions (1.33 and
 * later).
 *
 * @see <a href= "https://opentelemetry.io/docs/specs/semconv/db/database-spans/">Semantic
 * conventions for database client spans</a>
 */
public final class DbKeys {

	public static final AttributeKey<String> SYSTEM_NAME = AttributeKey.stringKey("db.system.name");

	public static final AttributeKey<String> NAMESPACE = AttributeKey.stringKey("db.namespace");

	public static final AttributeKey<String> QUERY_TEXT = AttributeKey.stringKey("db.query.text");

	public static final AttributeKey<String> QUERY_SUMMARY = AttributeKey.stringKey("db.query.summary");

	public static final AttributeKey<String> STORED_PROCEDURE = AttributeKey.stringKey("db.stored_procedure.name");

	public static final AttributeKey<Long> BATCH_SIZE = AttributeKey.longKey("db.operation.batch.size");

	public static final AttributeKey<String> STATUS_CODE = AttributeKey.stringKey("db.response.status_code");

	public static final AttributeKey<String> SERVER_ADDRESS = HttpKeys.SERVER_ADDRESS;

	public static final AttributeKey<Long> SERVER_PORT = HttpKeys.SERVER_PORT;

	private DbKeys() {
	}

}
