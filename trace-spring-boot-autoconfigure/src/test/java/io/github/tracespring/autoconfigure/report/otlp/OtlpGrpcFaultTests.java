// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import io.github.tracespring.autoconfigure.report.FaultCollector;
import io.github.tracespring.autoconfigure.report.FaultCollector.Fault;
import io.github.tracespring.autoconfigure.report.FaultContractTests;

class OtlpGrpcFaultTests extends FaultContractTests {

	@Override
	protected String batcher() {
		return "otlpgrpc";
	}

	@Override
	protected FaultCollector startCollector() throws Exception {
		return new GrpcFaultCollector();
	}

	/**
	 * A server of gRPC can not redirect, and is busy for good if it does not say when.
	 */
	@Override
	protected boolean can(Fault fault) {
		return fault != Fault.BUSY && fault != Fault.REDIRECTS;
	}

	@Override
	protected String reason(Fault fault) {
		return switch (fault) {
			case REFUSES ->
				"(ConnectException|IOException|EOFException|SocketException|StreamResetException|ConnectionShutdownException).*";
			case HANGS -> "(SocketTimeoutException|InterruptedIOException): timeout";
			case UNAVAILABLE -> "gRPC status UNAVAILABLE";
			case RESTS -> "gRPC status RESOURCE_EXHAUSTED";
			default -> throw new IllegalArgumentException(fault.name());
		};
	}

}
