// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.tracespring.autoconfigure.config.InvalidTelemetryPropertyException;

import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * The viewer's properties, with what they leave unsaid; every value is valid.
 *
 * @param path the viewer's path: a slash before each segment and none at the end
 * @param maxSpans how many spans are kept
 * @param allowRemote whether requests from other machines are answered
 * @param logLinks whether the log gets the addresses of failed traces
 */
record ViewerSettings(String path, int maxSpans, boolean allowRemote, boolean logLinks) {

	static final String ENABLED = "telemetry.viewer.enabled";

	private static final Set<String> PRODUCTION = Set.of("prod", "production");

	private static final Set<String> DEVELOPMENT = Set.of("dev", "local");

	private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+");

	private static final String DEVTOOLS = "org.springframework.boot.devtools.restart.Restarter";

	static ViewerSettings of(ViewerProperties properties, Environment environment, ClassLoader classLoader) {
		if (properties.getMaxSpans() < 1) {
			throw new InvalidTelemetryPropertyException("telemetry.viewer.max-spans",
					String.valueOf(properties.getMaxSpans()), "it is less than 1", "Write a number of spans above 0.");
		}
		boolean development = hasProfile(environment, DEVELOPMENT) || ClassUtils.isPresent(DEVTOOLS, classLoader);
		boolean logLinks = (properties.getLogLinks() != null) ? properties.getLogLinks() : development;
		return new ViewerSettings(path(properties.getPath()), properties.getMaxSpans(), properties.isAllowRemote(),
				logLinks);
	}

	private static String path(String value) {
		String path = StringUtils.trimTrailingCharacter(value.trim(), '/');
		path = path.startsWith("/") ? path : "/" + path;
		if (!PATH.matcher(path).matches()) {
			throw new InvalidTelemetryPropertyException("telemetry.viewer.path", value, "the viewer can not be there",
					"Write a path below the root, of letters, digits and any of ._~-, for example /telemetry.");
		}
		return path;
	}

	/**
	 * Whether a profile is active under which nothing is served unless it is asked for.
	 */
	static boolean isProduction(Environment environment) {
		return hasProfile(environment, PRODUCTION);
	}

	private static boolean hasProfile(Environment environment, Set<String> names) {
		String[] active = environment.getActiveProfiles();
		return Arrays.stream((active.length > 0) ? active : environment.getDefaultProfiles())
			.anyMatch((profile) -> names.contains(profile.toLowerCase(Locale.ROOT)));
	}

}
