// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.floor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.FieldVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;

/**
 * What a class file declares.
 *
 * @param name the internal name
 * @param access its {@code ACC_} flags
 * @param parents the internal names of the superclass, if any, and then the interfaces
 * @param members the flags of its fields and methods, by name and descriptor
 */
record TypeInfo(String name, int access, List<String> parents, Map<String, Integer> members) {

	static TypeInfo of(byte[] classFile) {
		ClassReader reader = new ClassReader(classFile);
		List<String> parents = new ArrayList<>();
		if (reader.getSuperName() != null) {
			parents.add(reader.getSuperName());
		}
		parents.addAll(List.of(reader.getInterfaces()));
		Map<String, Integer> members = new HashMap<>();
		reader.accept(new ClassVisitor(Opcodes.ASM9) {

			@Override
			public FieldVisitor visitField(int access, String name, String type, String signature, Object value) {
				members.put(name + ":" + type, access);
				return null;
			}

			@Override
			public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] thrown) {
				members.put(name + type, access);
				return null;
			}

		}, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
		return new TypeInfo(reader.getClassName(), reader.getAccess(), parents, members);
	}

	boolean is(int flag) {
		return (this.access & flag) != 0;
	}

	String packageName() {
		return this.name.substring(0, this.name.lastIndexOf('/') + 1);
	}

}
