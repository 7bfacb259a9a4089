// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.jdbc;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;

import io.github.tracespring.autoconfigure.core.span.DbKeys;
import io.github.tracespring.autoconfigure.core.span.DbSystem;

/**
 * The database that a connection leads to.
 *
 * @param system the product
 * @param name what a span is named by where its statement says nothing
 * @param attributes what every span of the connection has
 */
record Database(DbSystem system, String name, Attributes attributes) {

	/** Nothing is known but that it speaks SQL. */
	static final Database UNKNOWN = of(DbSystem.OTHER, null, null, -1);

	/**
	 * Describes a database.
	 * @param system the product
	 * @param namespace the name within the server, or {@code null}
	 * @param address the server, or {@code null} if it is this process
	 * @param port the server's port, or -1 if the URL names none
	 * @return the database
	 */
	static Database of(DbSystem system, String namespace, String address, int port) {
		AttributesBuilder attributes = Attributes.builder().put(DbKeys.SYSTEM_NAME, system.key());
		String name = system.key();
		if (address != null && !address.isEmpty()) {
			attributes.put(DbKeys.SERVER_ADDRESS, address);
			name = address;
			if (port >= 0) {
				attributes.put(DbKeys.SERVER_PORT, (long) port);
				name = address + ":" + port;
			}
		}
		if (namespace != null && !namespace.isEmpty()) {
			attributes.put(DbKeys.NAMESPACE, namespace);
			name = namespace;
		}
		return new Database(system, name, attributes.build());
	}

}
