// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;
import reactor.netty.http.server.HttpServerRequest;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A native image has what the viewer looks up.
 */
class ViewerRuntimeHintsTests {

	@Test
	void eachFileOfThePagesIsKept() throws IOException {
		RuntimeHints hints = hints();
		Resource[] files = new PathMatchingResourcePatternResolver().getResources("classpath*:zipkin-lens/**/*.*");
		assertThat(files).hasSizeGreaterThan(4);
		for (Resource file : files) {
			String url = file.getURL().toString();
			assertThat(RuntimeHintsPredicates.resource()
				.forResource(url.substring(url.indexOf("zipkin-lens/", url.indexOf('!'))))).as(url).accepts(hints);
		}
		assertThat(RuntimeHintsPredicates.resource().forResource("io/github/tracespring/viewer/base.js"))
			.accepts(hints);
	}

	@Test
	void whatIsAskedForIsThere() {
		RuntimeHints hints = hints();
		assertThat(RuntimeHintsPredicates.reflection().onType(HttpServerRequest.class)).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(HttpServletRequest.class)).accepts(hints);
	}

	private static RuntimeHints hints() {
		RuntimeHints hints = new RuntimeHints();
		SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
			.load(RuntimeHintsRegistrar.class)
			.stream()
			.filter(ViewerRuntimeHints.class::isInstance)
			.forEach((registrar) -> registrar.registerHints(hints, ViewerRuntimeHints.class.getClassLoader()));
		return hints;
	}

}
