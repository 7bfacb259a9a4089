// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.wire;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Reactor makes of the publisher.
 */
class ArrayBodyTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 1023, 16 * 1024, 16 * 1024 + 1, 300_000 })
	void allOfTheBodyIsPublishedAsItIs(int length) {
		byte[] array = new byte[length + 20];
		new Random(length).nextBytes(array);
		ByteBuffer body = ByteBuffer.wrap(array, 7, length);
		Flux<ByteBuffer> published = JdkFlowAdapter.flowPublisherToFlux(new ArrayBody(body));
		for (int demand : List.of(1, 3, Integer.MAX_VALUE)) {
			List<ByteBuffer> slices = published.limitRate(demand).collectList().block();
			assertThat(slices).allMatch((slice) -> slice.array() == array);
			ByteBuffer all = ByteBuffer.allocate(length);
			slices.forEach(all::put);
			assertThat(all.flip()).isEqualTo(body);
		}
		assertThat(published.take(1).collectList().block()).hasSize(1);
		assertThat(body.remaining()).isEqualTo(length);
	}

}
