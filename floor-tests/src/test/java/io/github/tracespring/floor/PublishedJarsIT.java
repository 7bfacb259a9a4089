// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.floor;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The jars as they are published. An application may put them on the module path.
 */
class PublishedJarsIT {

	private static final Set<String> MODULES = Set.of("io.github.tracespring.autoconfigure",
			"io.github.tracespring.starter", "io.github.tracespring.viewer");

	private final List<Path> jars = Arrays
		.stream(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
			.split(File.pathSeparator))
		.map(Path::of)
		.filter((file) -> file.getFileName().toString().matches("trace-spring-boot-.*\\.jar"))
		.toList();

	@Test
	void eachNamesItsModule() throws Exception {
		assertThat(this.jars).hasSize(3);
		for (Path jar : this.jars) {
			try (JarFile file = new JarFile(jar.toFile())) {
				Attributes manifest = file.getManifest().getMainAttributes();
				assertThat(manifest.getValue("Automatic-Module-Name")).isIn(MODULES);
				assertThat(manifest.getValue("Implementation-Version")).isNotEmpty();
			}
		}
		assertThat(modules().findAll().stream().map((module) -> module.descriptor().name()))
			.containsExactlyInAnyOrderElementsOf(MODULES);
	}

	@Test
	void noPackageIsInTwo() {
		List<String> packages = modules().findAll()
			.stream()
			.map(ModuleReference::descriptor)
			.flatMap((module) -> module.packages().stream())
			.toList();
		assertThat(packages).hasSizeGreaterThan(20).doesNotHaveDuplicates();
	}

	@Test
	void theyLoadAsModules() {
		Configuration configuration = ModuleLayer.boot().configuration().resolve(modules(), ModuleFinder.of(), MODULES);
		ModuleLayer layer = ModuleLayer.boot().defineModulesWithOneLoader(configuration, getClass().getClassLoader());
		assertThat(layer.modules().stream().map(Module::getName).collect(Collectors.toSet())).isEqualTo(MODULES);
	}

	private ModuleFinder modules() {
		return ModuleFinder.of(this.jars.toArray(Path[]::new));
	}

}
