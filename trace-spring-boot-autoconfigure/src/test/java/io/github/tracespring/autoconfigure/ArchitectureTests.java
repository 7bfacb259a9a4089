// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The import directions of the house.
 */
class ArchitectureTests {

	private static final String HOUSE = "io.github.tracespring.autoconfigure.";

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages(HOUSE);

	@Test
	void everyClassHasARoom() {
		classes().should()
			.resideInAnyPackage(rooms("config", "core", "inbound", "inprocess", "outbound", "report", "status"))
			.check(CLASSES);
	}

	@Test
	void configImportsNothing() {
		imports("config").check(CLASSES);
	}

	@Test
	void coreImportsConfig() {
		imports("core", "config").check(CLASSES);
	}

	@Test
	void reportImportsConfig() {
		imports("report", "config").allowEmptyShould(isToBeBuilt("report")).check(CLASSES);
	}

	@ParameterizedTest
	@ValueSource(strings = { "inbound", "inprocess", "outbound" })
	void adaptersImportConfigAndCoreAndTheRulesOfTheirKind(String kind) {
		Set<String> adapters = adapters(kind);
		assertThat(adapters.isEmpty()).isEqualTo(isToBeBuilt(kind));
		adapters.forEach((adapter) -> imports(adapter, "config", "core", kind + ".http").check(CLASSES));
	}

	@Test
	void nothingImportsStatus() {
		classes().that()
			.resideOutsideOfPackages(rooms("status"))
			.should()
			.onlyDependOnClassesThat(not(resideInAPackage(room("status"))))
			.check(CLASSES);
		assertThat(CLASSES.that(resideInAPackage(room("status")))).isNotEmpty();
	}

	@Test
	void packagesHaveNoCycle() {
		SlicesRuleDefinition.slices().matching(HOUSE + "(**)").should().beFreeOfCycles().check(CLASSES);
	}

	/**
	 * Whether there is no such folder: a rule of a room that exists has to see classes.
	 */
	private static boolean isToBeBuilt(String room) {
		return ArchitectureTests.class.getResource(room) == null;
	}

	/** The folders below one, for example {@code inbound.servlet}. */
	private static Set<String> adapters(String kind) {
		Set<String> adapters = new TreeSet<>();
		for (JavaClass type : CLASSES) {
			if (type.getPackageName().startsWith(HOUSE + kind)) {
				String[] folders = type.getPackageName().substring(HOUSE.length()).split("\\.");
				assertThat(folders).as(type.getName()).hasSizeGreaterThan(1);
				adapters.add(folders[0] + "." + folders[1]);
			}
		}
		return adapters;
	}

	private static ArchRule imports(String room, String... others) {
		String[] allowed = rooms(Stream.concat(Stream.of(room), Stream.of(others)).toArray(String[]::new));
		return classes().that()
			.resideInAPackage(room(room))
			.should()
			.onlyDependOnClassesThat(not(resideInAPackage(HOUSE + ".")).or(resideInAnyPackage(allowed)));
	}

	private static String[] rooms(String... names) {
		return Stream.of(names).map(ArchitectureTests::room).toArray(String[]::new);
	}

	private static String room(String name) {
		return HOUSE + name + "..";
	}

}
