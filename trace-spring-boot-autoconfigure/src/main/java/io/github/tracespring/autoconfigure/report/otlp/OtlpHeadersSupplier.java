// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.util.Map;
import java.util.function.Supplier;

/**
 * Headers for OTLP requests that change, such as a token that expires. A bean of this
 * type is asked before each request, on the thread that sends spans, so it may fetch a
 * token, and had better keep it as long as it is good: spans wait in the meantime. What
 * it does is not traced. Its headers win over those of {@code telemetry.otlp-headers} and
 * over credentials in the endpoint.
 * <p>
 * If it throws, or gives a header that is not legal, the spans are kept and it is asked
 * again, as if the collector could not be reached; neither the exception's message nor
 * the header gets into the log, as they may be secret.
 *
 * @see <a href=
 * "https://opentelemetry.io/docs/specs/otel/protocol/exporter/">OpenTelemetry
 * specification, OTLP exporter</a>
 */
@FunctionalInterface
public interface OtlpHeadersSupplier extends Supplier<Map<String, String>> {

	/**
	 * Returns the headers for the next request.
	 * @return values by name, never {@code null}
	 */
	@Override
	Map<String, String> get();

}
