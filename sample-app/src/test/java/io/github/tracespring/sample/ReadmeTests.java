// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The README's table of keys is the one that the starter has.
 */
class ReadmeTests {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	private static final Pattern ROW = Pattern.compile("(?m)^\\| `(telemetry\\.[a-z.-]+?)(?:\\.\\*)?` \\|");

	@Test
	void everyKeyHasOneRow() throws IOException {
		List<String> rows = ROW.matcher(Files.readString(Path.of("..", "README.md")))
			.results()
			.map((row) -> row.group(1))
			.toList();
		assertThat(rows).isNotEmpty().containsExactlyInAnyOrderElementsOf(keys());
	}

	/** All metadata on the class path is asked, Spring Boot's too. */
	private static List<String> keys() throws IOException {
		return Collections.list(ReadmeTests.class.getClassLoader().getResources(METADATA))
			.stream()
			.flatMap((url) -> JsonMapper.shared().readTree(read(url)).get("properties").valueStream())
			.map((property) -> property.get("name").asString())
			.filter((name) -> name.startsWith("telemetry."))
			.toList();
	}

	private static byte[] read(URL url) {
		try (InputStream stream = url.openStream()) {
			return stream.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
