// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.floor;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;
import io.github.tracespring.viewer.ViewerAutoConfiguration;
import io.grpc.Grpc;
import io.micrometer.observation.Observation;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.OpenTelemetry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootVersion;
import org.springframework.core.SpringVersion;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The published classes ask for nothing that the oldest supported versions do not have.
 * That the newest have it, the compiler has seen.
 */
class LinkTests {

	/** Never loaded on the floor: their {@code @ConditionalOnClass} names what is new. */
	private static final Set<String> NEWER = Set.of(
			// Groups of @HttpExchange clients, from Spring Framework 7.
			"io/github/tracespring/autoconfigure/outbound/restclient/RestClientTracingAutoConfiguration$HttpServiceGroups",
			"io/github/tracespring/autoconfigure/outbound/webclient/WebClientTracingAutoConfiguration$HttpServiceGroups");

	private final ClassPath floor = new ClassPath(LinkTests.class.getClassLoader());

	@Test
	void floorIsTheOldestThatIsSupported() {
		assertThat(SpringBootVersion.getVersion()).isEqualTo("3.5.0");
		assertThat(SpringVersion.getVersion()).isEqualTo("6.2.7");
		assertThat(version(OpenTelemetry.class)).isEqualTo("1.49.0");
		assertThat(version(Observation.class)).isEqualTo("1.15.0");
		assertThat(version(Tracer.class)).isEqualTo("1.5.0");
		assertThat(version(Grpc.class)).isEqualTo("1.72.0");
	}

	private static String version(Class<?> inJar) {
		return inJar.getPackage().getImplementationVersion();
	}

	@ParameterizedTest
	@ValueSource(classes = { TracingAutoConfiguration.class, ViewerAutoConfiguration.class })
	void publishedClassesAskForNothingNewer(Class<?> published) throws Exception {
		Set<String> problems = new TreeSet<>();
		for (byte[] classFile : classFiles(published)) {
			if (!NEWER.contains(TypeInfo.of(classFile).name())) {
				problems.addAll(LinkCheck.problems(classFile, this.floor));
			}
		}
		assertThat(problems)
			.as("What Spring Boot 3.5.0 and the libraries of its time do not have: "
					+ "write it with what all supported versions have, or guard and list the class")
			.isEmpty();
	}

	@Test
	void exceptionsAreStillNeeded() throws Exception {
		Set<String> newer = new TreeSet<>();
		for (byte[] classFile : classFiles(TracingAutoConfiguration.class)) {
			if (!LinkCheck.problems(classFile, this.floor).isEmpty()) {
				newer.add(TypeInfo.of(classFile).name());
			}
		}
		assertThat(newer).isEqualTo(new TreeSet<>(NEWER));
	}

	private static List<byte[]> classFiles(Class<?> published) throws Exception {
		Path location = Path.of(published.getProtectionDomain().getCodeSource().getLocation().toURI());
		if (Files.isDirectory(location)) {
			return readClassFiles(location);
		}
		try (FileSystem jar = FileSystems.newFileSystem(location)) {
			return readClassFiles(jar.getPath("/"));
		}
	}

	private static List<byte[]> readClassFiles(Path root) throws IOException {
		List<byte[]> classFiles = new ArrayList<>();
		try (Stream<Path> files = Files.walk(root)) {
			for (Path file : files.filter((file) -> file.toString().endsWith(".class")).toList()) {
				classFiles.add(Files.readAllBytes(file));
			}
		}
		assertThat(classFiles).hasSizeGreaterThan(20);
		return classFiles;
	}

}
