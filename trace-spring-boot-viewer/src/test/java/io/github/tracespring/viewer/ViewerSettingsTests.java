// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.asm.ClassWriter;
import org.springframework.asm.Opcodes;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the properties leave unsaid, and the address that follows from them.
 */
class ViewerSettingsTests {

	private final MockEnvironment environment = new MockEnvironment();

	private final ViewerProperties properties = new ViewerProperties();

	private ViewerSettings settings() {
		return ViewerSettings.of(this.properties, this.environment, getClass().getClassLoader());
	}

	@Test
	void logLinksFollowDevtools() {
		ClassLoader devtools = new ClassLoader(getClass().getClassLoader()) {
			@Override
			protected Class<?> findClass(String name) throws ClassNotFoundException {
				if (!name.equals("org.springframework.boot.devtools.restart.Restarter")) {
					throw new ClassNotFoundException(name);
				}
				ClassWriter writer = new ClassWriter(0);
				writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, name.replace('.', '/'), null, "java/lang/Object", null);
				byte[] bytes = writer.toByteArray();
				return defineClass(name, bytes, 0, bytes.length);
			}
		};
		assertThat(settings().logLinks()).isFalse();
		assertThat(ViewerSettings.of(this.properties, this.environment, devtools).logLinks()).isTrue();
		this.properties.setLogLinks(false);
		assertThat(ViewerSettings.of(this.properties, this.environment, devtools).logLinks()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "/telemetry,/telemetry", "telemetry,/telemetry", "/dev/traces/,/dev/traces" })
	void pathIsTakenInEveryForm(String written, String path) {
		this.properties.setPath(written);
		assertThat(settings().path()).isEqualTo(path);
	}

	@Test
	void addressIsThatOfTheServer() {
		ViewerUrl url = new ViewerUrl(this.environment, "server.servlet.context-path", "/telemetry");
		assertThat(url.base()).isNull();
		assertThat(url.trace("1")).isNull();
		this.environment.setProperty("local.server.port", "8081");
		assertThat(url.base()).isEqualTo("http://localhost:8081/telemetry/");
		this.environment.setProperty("server.ssl.bundle", "web");
		assertThat(url.base()).isEqualTo("https://localhost:8081/telemetry/");
		this.environment.setProperty("server.ssl.enabled", "false");
		this.environment.setProperty("server.servlet.context-path", "app/");
		assertThat(new ViewerUrl(this.environment, "server.servlet.context-path", "/telemetry").trace("1"))
			.isEqualTo("http://localhost:8081/app/telemetry/traces/1");
	}

}
