// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.zipkin;

import zipkin2.Span;
import zipkin2.codec.SpanBytesDecoder;

import io.github.tracespring.autoconfigure.report.FaultCollector;
import io.github.tracespring.autoconfigure.report.HttpFaultCollector;
import io.github.tracespring.autoconfigure.report.HttpFaultContractTests;

class ZipkinFaultTests extends HttpFaultContractTests {

	@Override
	protected String batcher() {
		return "zipkin";
	}

	@Override
	protected FaultCollector startCollector() throws Exception {
		return new HttpFaultCollector("/api/v2/spans",
				(body) -> SpanBytesDecoder.JSON_V2.decodeList(body).stream().map(Span::id).toList());
	}

}
