// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.jdbc;

import io.opentelemetry.api.common.Attributes;

import io.github.tracespring.autoconfigure.core.span.DbSystem;

/**
 * What the span of a statement says.
 *
 * @param name the span's name
 * @param attributes the span's attributes
 * @param system the database, for the meaning of its errors
 */
record JdbcStatement(String name, Attributes attributes, DbSystem system) {

	/** Getting a connection, of which the conventions say nothing. */
	static final JdbcStatement CONNECTION = new JdbcStatement("getConnection", Attributes.empty(), DbSystem.OTHER);

}
