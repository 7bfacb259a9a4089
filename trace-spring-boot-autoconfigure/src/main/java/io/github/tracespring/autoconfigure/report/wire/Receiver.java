// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.wire;

import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;

import io.github.tracespring.autoconfigure.config.Endpoint;

import org.springframework.boot.ssl.SslBundle;

/**
 * Who takes finished spans over HTTP, and how it is to be spoken to.
 *
 * @param uri its address
 * @param headers what each request says beside the spans
 * @param ssl gives the certificates for the next connection, {@code null} for the JVM's
 * @param timeout how long one request may take
 * @param compressed whether it gets bodies gzip compressed, where a format allows that
 */
public record Receiver(URI uri, RequestHeaders headers, Supplier<SslBundle> ssl, Duration timeout, boolean compressed) {

	/** Without the query, which may hold a secret. */
	@Override
	public String toString() {
		return Endpoint.mask(this.uri.toString());
	}

}
