// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.webflux;

import java.io.IOException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Exceptions;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listening to Reactor's errors does not change them.
 */
class HandledErrorsTest {

	private final IOException first = new IOException("first");

	@AfterEach
	void listenAgain() {
		new HandledErrors();
	}

	private void listen(boolean listening) {
		if (listening) {
			new HandledErrors();
		}
		else {
			Hooks.resetOnOperatorError(HandledErrors.class.getName());
		}
	}

	private static Throwable error(Mono<?> mono) {
		return (Throwable) mono.ofType(Object.class).onErrorResume(Mono::just).block();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void wrapperIsTakenOff(boolean listening) {
		listen(listening);
		assertThat(error(Mono.just(1).map((it) -> {
			throw Exceptions.propagate(this.first);
		}))).isSameAs(this.first);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void errorOfErrorCallbackKeepsTheFirst(boolean listening) {
		listen(listening);
		IllegalStateException second = new IllegalStateException("second");
		Throwable error = error(Mono.error(this.first).doOnError((it) -> {
			throw second;
		}));
		assertThat(error).isSameAs(second).hasSuppressedException(this.first);
	}

	@Test
	void applicationsOwnHookIsStillCalled() {
		new HandledErrors();
		Hooks.onOperatorError("application", (error, signal) -> new IllegalArgumentException("mapped", error));
		try {
			assertThat(error(Mono.just(1).map((it) -> {
				throw new IllegalStateException();
			}))).hasMessage("mapped").hasCauseInstanceOf(IllegalStateException.class);
		}
		finally {
			Hooks.resetOnOperatorError("application");
		}
	}

}
