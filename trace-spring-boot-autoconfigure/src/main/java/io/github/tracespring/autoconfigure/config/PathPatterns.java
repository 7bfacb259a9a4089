// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;

import org.springframework.http.server.PathContainer;
import org.springframework.util.AntPathMatcher;
import org.springframework.util.ClassUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * Paths as the block names them: Spring's path patterns, or Ant-style ones where those
 * can not say it.
 */
public final class PathPatterns {

	private static final String REMEDY = "Write patterns such as /internal/**, /*/ping or /users/{id}/photo.";

	private static final boolean SPRING_WEB = ClassUtils
		.isPresent("org.springframework.web.util.pattern.PathPatternParser", PathPatterns.class.getClassLoader());

	private final List<Predicate<String>> patterns = new ArrayList<>();

	/**
	 * Compiles patterns.
	 * @param property the property that holds them
	 * @param patterns the patterns, whose first slash may be left out
	 * @throws InvalidTelemetryPropertyException if one is malformed
	 */
	public PathPatterns(String property, Collection<String> patterns) {
		for (String pattern : patterns) {
			this.patterns.add(compile(property, pattern.startsWith("/") ? pattern : "/" + pattern));
		}
	}

	/**
	 * Whether there is no pattern.
	 * @return whether no path matches
	 */
	public boolean isEmpty() {
		return this.patterns.isEmpty();
	}

	/**
	 * Whether one of the patterns matches.
	 * @param path a raw path
	 * @return whether one does
	 */
	public boolean match(String path) {
		for (Predicate<String> pattern : this.patterns) {
			if (pattern.test(path)) {
				return true;
			}
		}
		return false;
	}

	private static Predicate<String> compile(String property, String pattern) {
		boolean subtree = pattern.endsWith("/**");
		String literal = subtree ? pattern.substring(0, pattern.length() - 3) : pattern;
		if (literal.chars().noneMatch((c) -> c == '*' || c == '?' || c == '{')) {
			String prefix = literal + "/";
			return subtree ? (path) -> path.startsWith(prefix) || path.equals(literal) : literal::equals;
		}
		try {
			return SPRING_WEB ? SpringWeb.compile(pattern) : ant(pattern);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidTelemetryPropertyException(property, pattern, "it is not a path pattern", REMEDY);
		}
	}

	/** A variable's expression is compiled when it is used first. */
	private static Predicate<String> ant(String pattern) throws PatternSyntaxException {
		AntPathMatcher matcher = new AntPathMatcher();
		matcher.match(pattern, pattern);
		return (path) -> matcher.match(pattern, path);
	}

	/** An application without Spring's web support may serve gRPC. */
	private static final class SpringWeb {

		static Predicate<String> compile(String pattern) {
			try {
				PathPattern parsed = PathPatternParser.defaultInstance.parse(pattern);
				return (path) -> matches(parsed, path);
			}
			catch (PatternParseException ex) {
				if (pattern.indexOf('{') >= 0) {
					throw ex;
				}
				return ant(pattern);
			}
		}

		/** A path that is not percent-encoded matches nothing. */
		private static boolean matches(PathPattern pattern, String path) {
			try {
				return pattern.matches(PathContainer.parsePath(path));
			}
			catch (IllegalArgumentException ex) {
				return false;
			}
		}

	}

}
