// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.testing.grpc;

import java.util.Locale;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.api.trace.SpanKind;
import org.junit.jupiter.api.Test;

import io.github.tracespring.autoconfigure.core.propagation.MalformedHeaders;
import io.github.tracespring.autoconfigure.report.LogLines;
import io.github.tracespring.autoconfigure.testing.hostile.HostileRequests;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever metadata comes in: the call is answered, and nothing is logged.
 */
class HostileMetadataTest extends GrpcApplicationTest {

	private static final int CALLS = 1500;

	@Test
	void changesNothingButTheCounters() {
		this.runner.run((application) -> {
			try (Loop loop = new Loop(application); LogLines log = new LogLines()) {
				for (int i = 0; i < CALLS; i++) {
					unary(with(metadata(i), loop.untraced()));
				}
				// some callers say that they are not to be recorded
				soon(() -> spans(SpanKind.SERVER).size() > CALLS / 3);
				assertThat(log.all()).isEmpty();
				assertThat(application.getBean(MalformedHeaders.class).total()).isGreaterThan(CALLS);
			}
		});
	}

	private static Channel with(Metadata metadata, Channel channel) {
		return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(metadata));
	}

	private static Metadata metadata(int number) {
		Metadata metadata = new Metadata();
		HostileRequests.headers(number).forEach((header) -> {
			String name = header.getKey().toLowerCase(Locale.ROOT);
			// what HTTP/2 lets through
			String value = header.getValue().replaceAll("[^ -~]", "?").strip();
			metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
		});
		return metadata;
	}

}
