// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import io.github.tracespring.autoconfigure.config.InvalidTelemetryPropertyException;
import io.github.tracespring.autoconfigure.config.TelemetryPropagationProperties;

import org.springframework.util.PatternMatchUtils;

/**
 * Which hosts get headers. Where a host can not be known it gets none, as soon as there
 * is any rule.
 */
public final class InjectHosts {

	private static final Pattern LEGAL = Pattern
		.compile("\\[[\\w.:%*-]+](:\\d{1,5})?|[\\w.*-]+(:\\d{1,5})?|[\\da-fA-F.:*]+");

	private final List<Authority> included;

	private final List<Authority> excluded;

	private InjectHosts(List<Authority> included, List<Authority> excluded) {
		this.included = included;
		this.excluded = excluded;
	}

	/**
	 * Takes what the user wrote.
	 * @param properties the patterns of hosts
	 * @return the hosts
	 * @throws InvalidTelemetryPropertyException if a pattern can not be that of a host
	 */
	public static InjectHosts of(TelemetryPropagationProperties properties) {
		return new InjectHosts(parse("telemetry.propagation.inject-hosts", properties.getInjectHosts()),
				parse("telemetry.propagation.no-inject-hosts", properties.getNoInjectHosts()));
	}

	private static List<Authority> parse(String property, List<String> patterns) {
		return (patterns != null) ? patterns.stream().map((pattern) -> parse(property, pattern.trim())).toList() : null;
	}

	private static Authority parse(String property, String pattern) {
		if (!LEGAL.matcher(pattern).matches()) {
			throw new InvalidTelemetryPropertyException(property, pattern, "it is not the pattern of a host",
					"Write hosts such as api.internal, *.example.com, 10.* or localhost:8080, without scheme and path.");
		}
		Authority parsed = Authority.parse(pattern);
		return new Authority(normalize(parsed.host()), parsed.port());
	}

	/** A name may end in a dot, to say that it is whole. */
	private static String normalize(String host) {
		String lower = host.toLowerCase(Locale.ROOT);
		return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
	}

	/**
	 * Whether every host gets headers, so that nobody need be asked for it.
	 * @return whether there is no rule
	 */
	public boolean isForAll() {
		return this.included == null && this.excluded == null;
	}

	/**
	 * Whether a host gets headers.
	 * @param host the host as the application addresses it, or {@code null} if that is
	 * not known
	 * @param port the port, or -1 if that is not known
	 * @return whether it does
	 */
	public boolean includes(String host, int port) {
		if (isForAll()) {
			return true;
		}
		if (host == null || host.isEmpty()) {
			return false;
		}
		Authority server = new Authority(normalize(host), port);
		return (this.included == null || matches(this.included, server))
				&& (this.excluded == null || !matches(this.excluded, server));
	}

	private static boolean matches(List<Authority> patterns, Authority server) {
		for (Authority pattern : patterns) {
			if ((pattern.port() < 0 || pattern.port() == server.port())
					&& PatternMatchUtils.simpleMatch(pattern.host(), server.host())) {
				return true;
			}
		}
		return false;
	}

}
