// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.compat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A JDK that applications run on.
 *
 * @param version its feature release
 * @param home where it is, or {@code null} if this machine does not have it
 */
record Jdk(int version, Path home) {

	static final Jdk OF_THE_BUILD = new Jdk(Runtime.version().feature(), Path.of(System.getProperty("java.home")));

	private static final Path INSTALLED = Path.of("/usr/lib/jvm");

	private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

	static Jdk find(int version) {
		if (version == OF_THE_BUILD.version) {
			return OF_THE_BUILD;
		}
		return installed().stream()
			.filter((jdk) -> jdk.version == version)
			.findFirst()
			.orElseGet(() -> new Jdk(version, null));
	}

	private static List<Jdk> installed() {
		if (!Files.isDirectory(INSTALLED)) {
			return List.of();
		}
		try (Stream<Path> homes = Files.list(INSTALLED)) {
			return homes.map(Jdk::read).filter(Objects::nonNull).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Jdk read(Path home) {
		Path release = home.resolve("release");
		if (!Files.isReadable(release) || !Files.isExecutable(home.resolve("bin/java"))) {
			return null;
		}
		try {
			Matcher version = VERSION.matcher(Files.readString(release));
			return version.find() ? new Jdk(Integer.parseInt(version.group(1)), home) : null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String java() {
		return this.home.resolve("bin/java").toString();
	}

	@Override
	public String toString() {
		return "JDK " + this.version;
	}

}
