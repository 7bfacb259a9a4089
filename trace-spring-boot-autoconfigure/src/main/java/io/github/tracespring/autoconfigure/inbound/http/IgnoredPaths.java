// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.http;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.tracespring.autoconfigure.config.InvalidTelemetryPropertyException;

import org.springframework.http.server.PathContainer;
import org.springframework.util.AntPathMatcher;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * Which requests are not traced, by their path below the context path.
 */
public final class IgnoredPaths {

	private static final String PROPERTY = "telemetry.ignore-paths";

	private final Supplier<? extends Collection<String>> source;

	/** The actuator knows its paths only after the web server has started. */
	private volatile List<Predicate<String>> patterns;

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
		List<Predicate<String>> patterns = patterns();
		if (patterns.isEmpty()) {
			return false;
		}
		String local = (contextPath.isEmpty() || !path.startsWith(contextPath)) ? path
				: path.substring(contextPath.length());
		for (Predicate<String> pattern : patterns) {
			if (pattern.test(local)) {
				return true;
			}
		}
		return false;
	}

	private List<Predicate<String>> patterns() {
		List<Predicate<String>> patterns = this.patterns;
		if (patterns == null) {
			patterns = new ArrayList<>();
			for (String pattern : this.source.get()) {
				patterns.add(compile(pattern.startsWith("/") ? pattern : "/" + pattern));
			}
			this.patterns = patterns;
		}
		return patterns;
	}

	private static Predicate<String> compile(String pattern) {
		boolean subtree = pattern.endsWith("/**");
		String literal = subtree ? pattern.substring(0, pattern.length() - 3) : pattern;
		if (literal.chars().noneMatch((c) -> c == '*' || c == '?' || c == '{')) {
			String prefix = literal + "/";
			return subtree ? (path) -> path.startsWith(prefix) || path.equals(literal) : literal::equals;
		}
		try {
			PathPattern parsed = PathPatternParser.defaultInstance.parse(pattern);
			return (path) -> parsed.matches(PathContainer.parsePath(path));
		}
		catch (PatternParseException ex) {
			if (pattern.indexOf('{') >= 0) {
				throw new InvalidTelemetryPropertyException(PROPERTY, pattern, "it is not a path pattern",
						"Write patterns such as /internal/**, /*/ping or /users/{id}/photo.");
			}
			AntPathMatcher matcher = new AntPathMatcher();
			return (path) -> matcher.match(pattern, path);
		}
	}

}
