// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.compat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which jar brings which on this line of Spring Boot, as Maven resolved it for the
 * module: from that comes the class path of an application that has only some of them.
 */
final class Dependencies {

	private static final Pattern NODE = Pattern.compile(
			"^([ |+\\\\-]*)(\\()?([^\\s:]+):([^\\s:]+):jar:(?:([^\\s:]+):)?([^\\s:]+):(?:compile|runtime|test)\\b.*");

	private final Map<String, Set<String>> brings = new LinkedHashMap<>();

	private final Map<String, String> fileNames = new LinkedHashMap<>();

	/**
	 * Reads what {@code dependency:tree} wrote.
	 * @param tree the verbose tree
	 */
	Dependencies(Path tree) {
		Deque<String> above = new ArrayDeque<>();
		for (String line : lines(tree)) {
			Matcher node = NODE.matcher(line);
			if (node.matches()) {
				add(node, above);
			}
		}
	}

	private static List<String> lines(Path tree) {
		try {
			return Files.readAllLines(tree);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void add(Matcher node, Deque<String> above) {
		int depth = node.group(1).length() / 3;
		String classifier = (node.group(5) != null) ? "-" + node.group(5) : "";
		String artifact = node.group(3) + ":" + node.group(4) + classifier;
		while (above.size() >= depth) {
			above.pop();
		}
		if (!above.isEmpty()) {
			this.brings.computeIfAbsent(above.peek(), (parent) -> new LinkedHashSet<>()).add(artifact);
		}
		boolean omitted = node.group(2) != null;
		if (!omitted) {
			this.fileNames.put(artifact, node.group(4) + "-" + node.group(6) + classifier + ".jar");
		}
		above.push(artifact);
	}

	/**
	 * Which of these the line does not have.
	 * @param artifacts their ids
	 * @return the missing ones
	 */
	List<String> missing(Collection<String> artifacts) {
		return artifacts.stream().filter((artifact) -> find(artifact) == null).toList();
	}

	private String find(String id) {
		return this.fileNames.keySet()
			.stream()
			.filter((artifact) -> artifact.endsWith(":" + id))
			.findFirst()
			.orElse(null);
	}

	/**
	 * The class path of an application.
	 * @param artifacts the ids of what it declares
	 * @return these and what they bring
	 */
	List<Path> classPath(Collection<String> artifacts) {
		Set<String> all = new LinkedHashSet<>();
		Deque<String> next = new ArrayDeque<>(artifacts.stream().map(this::find).toList());
		while (!next.isEmpty()) {
			String artifact = next.poll();
			if (all.add(artifact)) {
				next.addAll(this.brings.getOrDefault(artifact, Set.of()));
			}
		}
		List<Path> files = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			Path file = Path.of(entry);
			if (all.stream().anyMatch((artifact) -> isFileOf(artifact, file))) {
				files.add(file);
			}
		}
		return files;
	}

	/** Of this build it is a directory if Maven was not to package. */
	private boolean isFileOf(String artifact, Path file) {
		return file.getFileName().toString().equals(this.fileNames.get(artifact))
				|| file.endsWith(Path.of(artifact.substring(artifact.indexOf(':') + 1), "target", "classes"));
	}

}
