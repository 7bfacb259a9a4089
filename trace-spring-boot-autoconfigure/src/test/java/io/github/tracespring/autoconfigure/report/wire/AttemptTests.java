// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.wire;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

import io.opentelemetry.sdk.common.CompletableResultCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AttemptTests {

	private static final URI WHERE = URI.create("http://collector/v1/traces?tenant=a&api-key=k%2Fey5678");

	/** The pair is joe:pass1234. */
	private static final Map<String, String> HEADERS = Map.of("Authorization", "Basic am9lOnBhc3MxMjM0", "X-Token",
			"t0ken123", "X-Tenant", "a");

	private final Attempt attempt = new Attempt(WHERE, HEADERS, new CompletableResultCode());

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			t0ken123 is over              | *** is over
			for joe:pass1234              | for ***
			pass1234 is not joe's         | *** is not joe's
			Basic am9lOnBhc3MxMjM0        | ***
			am9lOnBhc3MxMjM0              | ***
			no /v1/traces?api-key=k%2Fey5678 | no /v1/traces?api-key=***
			k/ey5678                      | ***
			cut at t0ken                  | cut at ***
			cut at t0k                    | cut at t0k
			tenant a has no spans         | tenant a has no spans
			""")
	void whatTheRequestCarriedIsTakenOutOfTheReason(String reason, String shown) {
		this.attempt.settle(new IOException(reason));
		assertThat(this.attempt.result().getFailureThrowable()).hasMessage(shown);
	}

	@Test
	void whatItMeansForTheSpansStays() {
		this.attempt.settle(ExportException.retryable("t0ken123", Duration.ofSeconds(7), null));
		assertThat(this.attempt.result().getFailureThrowable()).isInstanceOfSatisfying(ExportException.class,
				(ex) -> assertThat(ex).hasMessage("***")
					.returns(true, ExportException::isRetryable)
					.returns(Duration.ofSeconds(7), ExportException::retryAfter));
		Attempt partial = new Attempt(WHERE, HEADERS, new CompletableResultCode());
		partial.settle(ExportException.partial(3, "t0ken123 may send 5"));
		assertThat(partial.result().getFailureThrowable()).isInstanceOfSatisfying(ExportException.class,
				(ex) -> assertThat(ex).hasMessage("*** may send 5").returns(3, (it) -> it.rejectedOf(5)));
	}

	@Test
	void causesAreGoneIfTheyTellASecret() {
		this.attempt.settle(new IllegalStateException("broken", new IOException("t0ken123")));
		assertThat(this.attempt.result().getFailureThrowable()).hasNoCause().hasMessage("***");
	}

	@Test
	void noSecretIsInItsTextNorInTheReceivers() {
		Receiver receiver = new Receiver(WHERE, null, () -> null, Duration.ofSeconds(1), false);
		assertThat(new Attempt(receiver, HEADERS)).hasToString("Attempt to http://collector/v1/traces?***");
		assertThat(receiver).hasToString("http://collector/v1/traces?***");
	}

	@Test
	void failureWithoutSecretsIsLeftAlone() {
		IOException failure = new IOException("gone", new IOException());
		this.attempt.settle(failure);
		assertThat(this.attempt.result().getFailureThrowable()).isSameAs(failure);
	}

}
