// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.compat;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The line of Spring Boot that this module is for.
 */
final class Line {

	/** Whether all JDKs and modes are wanted. */
	static final boolean FULL = Boolean.getBoolean("compat.full");

	static final Path EXPECTED = Path.of(System.getProperty("compat.expected"));

	static final Path WORK = Path.of(System.getProperty("compat.work"));

	private static final String VERSION = System.getProperty("compat.line");

	private static final Dependencies DEPENDENCIES = new Dependencies(
			Path.of(System.getProperty("compat.dependencies")));

	private static final Set<String> reasons = ConcurrentHashMap.newKeySet();

	private Line() {
	}

	/**
	 * Skips the test that calls this unless something is so. Maven's output would not say
	 * why.
	 * @param so whether it is so
	 * @param reason what is said, once, if it is not
	 */
	static void assume(boolean so, String reason) {
		if (!so && reasons.add(reason)) {
			System.out.println("Skipped: " + reason);
		}
		assumeTrue(so, reason);
	}

	static List<Path> classPath(Scenario scenario) {
		return classPath(scenario.artifacts(VERSION));
	}

	/**
	 * The class path of an application.
	 * @param artifacts the ids of what it declares; if the line does not have one, the
	 * test is skipped
	 * @return the application's own classes, and the jars
	 */
	static List<Path> classPath(List<String> artifacts) {
		List<String> missing = DEPENDENCIES.missing(artifacts);
		assume(missing.isEmpty(), "Spring Boot " + VERSION + " is tried without " + missing);
		List<Path> classPath = new ArrayList<>(List.of(Path.of("target", "classes").toAbsolutePath()));
		classPath.addAll(DEPENDENCIES.classPath(artifacts));
		return classPath;
	}

	static String join(List<Path> classPath) {
		return classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
	}

}
