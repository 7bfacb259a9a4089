// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.util.List;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;

import io.github.tracespring.autoconfigure.report.FaultCollector;
import io.github.tracespring.autoconfigure.report.HttpFaultCollector;
import io.github.tracespring.autoconfigure.report.HttpFaultContractTests;

class OtlpHttpFaultTests extends HttpFaultContractTests {

	@Override
	protected String batcher() {
		return "otlphttp";
	}

	@Override
	protected FaultCollector startCollector() throws Exception {
		return new HttpFaultCollector("/v1/traces", new HttpFaultCollector.Protocol() {

			@Override
			public List<String> ids(byte[] body) {
				try {
					return OtlpSpans.ids(ExportTraceServiceRequest.parseFrom(body));
				}
				catch (InvalidProtocolBufferException ex) {
					throw new IllegalArgumentException(ex);
				}
			}

			@Override
			public byte[] partialSuccess(int rejected, String reason) {
				return OtlpSpans.partialSuccess(rejected, reason).toByteArray();
			}

		});
	}

	@Override
	protected boolean can(FaultCollector.Fault fault) {
		return true;
	}

}
