// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.compat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the build of an application with {@code process-aot} does.
 */
final class AheadOfTime {

	private static final Map<Scenario, List<Path>> processed = new ConcurrentHashMap<>();

	private AheadOfTime() {
	}

	/**
	 * Processes an application, once.
	 * @param scenario the application
	 * @return its class path, with what was generated
	 */
	static List<Path> classPath(Scenario scenario) {
		List<Path> classPath = Line.classPath(scenario);
		return processed.computeIfAbsent(scenario, (key) -> process(scenario, classPath));
	}

	private static List<Path> process(Scenario scenario, List<Path> classPath) {
		Path directory = Line.WORK.resolve("aot-" + scenario);
		Path sources = directory.resolve("sources");
		Path classes = directory.resolve("classes");
		List<String> all = new ArrayList<>(
				List.of(scenario.main(), sources.toString(), directory.resolve("resources").toString(),
						classes.toString(), "io.github.tracespring", scenario.toString()));
		all.addAll(scenario.arguments());
		Run run = Run.of(Jdk.OF_THE_BUILD, List.of("-cp", Line.join(classPath)),
				"org.springframework.boot.SpringApplicationAotProcessor", all);
		assertThat(run.exit()).as(run::text).isZero();
		assertThat(run.warnings()).as(run::text).isEmpty();
		List<Path> result = new ArrayList<>(List.of(classes));
		result.addAll(classPath);
		compile(sources, classes, result);
		return result;
	}

	private static void compile(Path sources, Path classes, List<Path> classPath) {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter messages = new StringWriter();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
				Stream<Path> all = Files.walk(sources)) {
			List<Path> java = all.filter((file) -> file.toString().endsWith(".java")).toList();
			List<String> options = List.of("--release", "17", "-parameters", "-proc:none", "-nowarn", "-cp",
					Line.join(classPath), "-d", classes.toString());
			boolean compiled = compiler
				.getTask(messages, files, null, options, null, files.getJavaFileObjectsFromPaths(java))
				.call();
			assertThat(compiled).as(messages::toString).isTrue();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
