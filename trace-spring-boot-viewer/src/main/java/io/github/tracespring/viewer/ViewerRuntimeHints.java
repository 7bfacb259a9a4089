// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import java.util.stream.Stream;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Puts the pages into a native image, and what the viewer asks for whether it is there.
 */
final class ViewerRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, ClassLoader classLoader) {
		hints.resources().registerPattern("zipkin-lens/**").registerPattern("io/github/tracespring/viewer/base.js");
		Stream.of("reactor.netty.http.server.HttpServerRequest", "jakarta.servlet.http.HttpServletRequest")
			.forEach((type) -> hints.reflection().registerTypeIfPresent(classLoader, type));
	}

}
