// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.jaeger;

import java.util.HexFormat;

import io.github.tracespring.autoconfigure.report.FaultCollector;
import io.github.tracespring.autoconfigure.report.HttpFaultCollector;
import io.github.tracespring.autoconfigure.report.HttpFaultContractTests;

class JaegerHttpFaultTests extends HttpFaultContractTests {

	@Override
	protected String batcher() {
		return "jaeger";
	}

	@Override
	protected FaultCollector startCollector() throws Exception {
		return new HttpFaultCollector("/api/traces",
				(body) -> Thrift.decodeBody(body)
					.getSpans()
					.stream()
					.map((span) -> HexFormat.of().toHexDigits(span.getSpanId()))
					.toList());
	}

}
