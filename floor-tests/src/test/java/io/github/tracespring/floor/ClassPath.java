// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.floor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The classes that others are linked against, read and not loaded.
 */
final class ClassPath {

	private final Map<String, Optional<TypeInfo>> types = new HashMap<>();

	private final ClassLoader loader;

	ClassPath(ClassLoader loader) {
		this.loader = loader;
	}

	void add(TypeInfo type) {
		this.types.put(type.name(), Optional.of(type));
	}

	/** Finds the class of an internal name; of an array, what all arrays are. */
	Optional<TypeInfo> find(String name) {
		String file = name.startsWith("[") ? "java/lang/Object" : name;
		return this.types.computeIfAbsent(file, this::read);
	}

	private Optional<TypeInfo> read(String name) {
		try (InputStream file = this.loader.getResourceAsStream(name + ".class")) {
			return (file != null) ? Optional.of(TypeInfo.of(file.readAllBytes())) : Optional.empty();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns a class and all above it, classes before interfaces, in the order in which
	 * the JVM looks for a method.
	 */
	Map<String, TypeInfo> hierarchy(TypeInfo type) {
		Map<String, TypeInfo> all = new LinkedHashMap<>();
		for (TypeInfo each = type; each != null;) {
			all.put(each.name(), each);
			each = each.parents().stream().findFirst().flatMap(this::find).orElse(null);
		}
		for (TypeInfo each : Map.copyOf(all).values()) {
			each.parents().forEach((parent) -> addInterfaces(parent, all));
		}
		return all;
	}

	private void addInterfaces(String name, Map<String, TypeInfo> all) {
		find(name).filter((type) -> all.putIfAbsent(type.name(), type) == null)
			.ifPresent((type) -> type.parents().forEach((parent) -> addInterfaces(parent, all)));
	}

}
