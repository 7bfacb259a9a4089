// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.http;

import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.tracespring.autoconfigure.config.InvalidTelemetryPropertyException;
import io.github.tracespring.autoconfigure.config.PathPatterns;

/**
 * Which requests are not traced, by their path below the context path.
 */
public final class IgnoredPaths {

	private static final String PROPERTY = "telemetry.ignore-paths";

	private final Supplier<? extends Collection<String>> source;

	/** The actuator knows its paths only after the web server has started. */
	private volatile PathPatterns patterns;

	private IgnoredPaths(Supplier<? extends Collection<String>> source) {
		this.source = source;
	}

	/**
	 * Takes the patterns that the user wrote.
	 * @param patterns Ant-style patterns or path patterns
	 * @return the paths
	 * @throws InvalidTelemetryPropertyException if one is malformed
	 */
	public static IgnoredPaths of(Collection<String> patterns) {
		IgnoredPaths paths = new IgnoredPaths(() -> patterns);
		paths.patterns();
		return paths;
	}

	/**
	 * Takes patterns that are known only when the first request arrives.
	 * @param patterns asked once
	 * @return the paths
	 */
	public static IgnoredPaths later(Supplier<? extends Collection<String>> patterns) {
		return new IgnoredPaths(patterns);
	}

	IgnoredPaths and(List<String> more) {
		return new IgnoredPaths(() -> Stream.concat(this.source.get().stream(), more.stream()).toList());
	}

	boolean matches(String path, String contextPath) {
		PathPatterns patterns = patterns();
		if (patterns.isEmpty()) {
			return false;
		}
		String local = (contextPath.isEmpty() || !path.startsWith(contextPath)) ? path
				: path.substring(contextPath.length());
		return patterns.match(local);
	}

	private PathPatterns patterns() {
		PathPatterns patterns = this.patterns;
		if (patterns == null) {
			patterns = new PathPatterns(PROPERTY, this.source.get());
			this.patterns = patterns;
		}
		return patterns;
	}

}
