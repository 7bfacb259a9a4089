// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code IgnoredPathsTest} does not say of patterns.
 */
class PathPatternsTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			/test.Echo/Unary,     /test.Echo/Unary,     true
			/test.*/Unary,        /test.Echo/Unary,     true
			/internal/**,         /internal/a/b,        true
			/users/{id}/photo,    /users/1/photo,       true
			/users/{id}/photo,    /users/1/album,       false
			""")
	void patternDecidesWithoutSpringWebAsWell(String pattern, String path, boolean matches) throws Exception {
		Class<?> type = new WithoutSpringWeb().loadClass(PathPatterns.class.getName());
		assertThat(type).isNotEqualTo(PathPatterns.class);
		Object patterns = type.getConstructor(String.class, Collection.class).newInstance("property", List.of(pattern));
		assertThat(type.getMethod("match", String.class).invoke(patterns, path)).isEqualTo(matches);
	}

	/** Loads the configuration's classes anew. */
	private static final class WithoutSpringWeb extends ClassLoader {

		WithoutSpringWeb() {
			super(PathPatternsTests.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (name.startsWith("org.springframework.web.") || name.startsWith("org.springframework.http.")) {
				throw new ClassNotFoundException(name);
			}
			if (!name.startsWith(PathPatterns.class.getPackageName() + ".")) {
				return super.loadClass(name, resolve);
			}
			Class<?> loaded = findLoadedClass(name);
			return (loaded != null) ? loaded : define(name);
		}

		private Class<?> define(String name) throws ClassNotFoundException {
			try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
				byte[] bytes = in.readAllBytes();
				return defineClass(name, bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

	}

}
