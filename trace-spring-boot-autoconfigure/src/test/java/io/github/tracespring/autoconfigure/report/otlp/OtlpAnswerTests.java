// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

import com.google.protobuf.Any;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

class OtlpAnswerTests {

	private final OtlpAnswer answer = new OtlpAnswer();

	private static byte[] partial(long rejected, String message) {
		return ExportTraceServiceResponse.newBuilder()
			.setPartialSuccess(
					ExportTracePartialSuccess.newBuilder().setRejectedSpans(rejected).setErrorMessage(message))
			.build()
			.toByteArray();
	}

	@Test
	void answerWithoutPartialSuccessIsASuccess() {
		assertThat(this.answer.ofSuccess(new byte[0])).isNull();
		assertThat(this.answer.ofSuccess(partial(0, ""))).isNull();
	}

	@Test
	void rejectedSpansAreAsManyAsTheBatchHasAtMost() {
		assertThat(this.answer.ofSuccess(partial(Long.MAX_VALUE, "no")).rejectedOf(5)).isEqualTo(5);
		assertThat(this.answer.ofSuccess(partial(-7, "no")).rejectedOf(5)).isZero();
		assertThat(this.answer.ofSuccess(partial(3, ""))).hasMessage("it does not say why")
			.satisfies((reason) -> assertThat(reason.rejectedOf(5)).isEqualTo(3));
	}

	@Test
	void fieldsThatAreNotKnownAreSkipped() {
		byte[] status = Status.newBuilder()
			.setCode(8)
			.setMessage("Grüße")
			.addDetails(Any.pack(RetryInfo.getDefaultInstance()))
			.build()
			.toByteArray();
		assertThat(this.answer.ofRefusal("application/x-protobuf", status)).isEqualTo("Grüße");
		// fixed64, fixed32 and a varint of other numbers before the message
		byte[] odd = { 0x21, 1, 2, 3, 4, 5, 6, 7, 8, 0x2d, 1, 2, 3, 4, 0x30, 1, 0x12, 2, 'n', 'o' };
		assertThat(this.answer.ofRefusal("application/x-protobuf", odd)).isEqualTo("no");
	}

	@Test
	void textIsCutAndTakenAsItIs() {
		byte[] page = "x".repeat(5000).getBytes(StandardCharsets.UTF_8);
		assertThat(this.answer.ofRefusal("text/html", page)).hasSize(200);
		assertThat(this.answer.ofRefusal("", new byte[0])).isEmpty();
	}

	@Test
	void bytesThatAreNoMessageAreNoFailure() {
		byte[] good = partial(3, "older than an hour");
		for (int length = 0; length < good.length; length++) {
			byte[] cut = Arrays.copyOf(good, length);
			assertThatNoException().isThrownBy(() -> this.answer.ofSuccess(cut));
		}
		Random random = new Random(1);
		for (int i = 0; i < 100_000; i++) {
			byte[] bytes = new byte[random.nextInt(24)];
			random.nextBytes(bytes);
			this.answer.ofSuccess(bytes);
			this.answer.ofRefusal("application/x-protobuf", bytes);
		}
	}

}
