// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import io.github.tracespring.autoconfigure.report.FaultCollector.Fault;

/**
 * What becomes of spans that are posted to a back end that fails.
 */
public abstract class HttpFaultContractTests extends FaultContractTests {

	@Override
	protected final String reason(Fault fault) {
		return switch (fault) {
			case REFUSES -> "(ConnectException|IOException|EOFException|SocketException|ClosedChannelException).*";
			case HANGS -> "HttpTimeoutException: request timed out";
			case UNAVAILABLE -> "HTTP 503";
			case BUSY, RESTS -> "HTTP 429";
			case REDIRECTS ->
				"HTTP 302 to \\Q" + this.collector.elsewhere().authority() + "\\E, and redirects are not followed";
			default -> throw new IllegalArgumentException(fault.name());
		};
	}

}
