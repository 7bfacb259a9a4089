// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.fuzz;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No regular expression that can go back sees what strangers send: one of them would take
 * as long as they like. What reads the configuration alone is not looked at.
 */
class RegularExpressionTests {

	private static final String HOUSE = "io.github.tracespring.";

	private static final String CONFIGURATION = HOUSE + "autoconfigure.config.";

	private static final String REPORT = HOUSE + "autoconfigure.report.";

	private static final String ONE_CHARACTER = "splits at one character, for which there is no expression";

	private static final String ONE_CLASS = "one class of characters, and nothing behind it";

	private static final Map<String, String> ALLOWED = Map.ofEntries(
			Map.entry("core.propagation.InjectHosts", "checks at the start what the user wrote"),
			Map.entry("core.propagation.B3SinglePropagator", ONE_CHARACTER),
			Map.entry("core.propagation.JaegerTracePropagator", ONE_CHARACTER),
			Map.entry("status.SecretsAutoConfiguration", ONE_CLASS), Map.entry("viewer.ErrorLinks", ONE_CLASS),
			Map.entry("viewer.Access", ONE_CHARACTER), Map.entry("viewer.Collector", ONE_CHARACTER),
			Map.entry("viewer.QueryApi", ONE_CHARACTER), Map.entry("viewer.ViewerRequest", ONE_CHARACTER),
			Map.entry("viewer.LensFiles", "possessive; and a file of Lens"),
			Map.entry("viewer.ViewerSettings", "checks at the start what the user wrote"));

	private static final Set<String> EXPRESSIONS = Set.of("matches", "replaceAll", "replaceFirst", "split");

	@Test
	void noneSeesWhatStrangersSend() {
		Set<String> users = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
			.importPackages("io.github.tracespring")
			.stream()
			.filter((type) -> !type.getName().startsWith(CONFIGURATION) && !type.getName().startsWith(REPORT))
			.filter((type) -> usesClasses(type) || callsMethods(type))
			.map(RegularExpressionTests::name)
			.collect(Collectors.toSet());
		assertThat(users).containsExactlyInAnyOrderElementsOf(ALLOWED.keySet());
	}

	private static boolean usesClasses(JavaClass type) {
		return type.getDirectDependenciesFromSelf()
			.stream()
			.map(Dependency::getTargetClass)
			.anyMatch((target) -> target.getPackageName().equals("java.util.regex"));
	}

	private static boolean callsMethods(JavaClass type) {
		return type.getMethodCallsFromSelf()
			.stream()
			.map(JavaMethodCall::getTarget)
			.anyMatch((target) -> target.getOwner().isEquivalentTo(String.class)
					&& EXPRESSIONS.contains(target.getName()));
	}

	private static String name(JavaClass type) {
		String outer = type.getName().replaceAll("\\$.*", "");
		return outer.substring(HOUSE.length()).replace("autoconfigure.", "");
	}

}
