// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.floor;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.asm.AnnotationVisitor;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.FieldVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.Type;

/**
 * Looks for everything that a class says of others, as the JVM does when it links and
 * calls (JVMS 5.4): that it is there, is of the same kind and can be reached, and that
 * nothing abstract is left without a body. A constant that the compiler copied is no
 * longer a reference, so it is not seen.
 */
final class LinkCheck extends ClassVisitor {

	private static final Set<String> ANY_SIGNATURE = Set.of("java/lang/invoke/MethodHandle",
			"java/lang/invoke/VarHandle");

	private final Set<String> problems = new TreeSet<>();

	private final ClassPath classPath;

	private final TypeInfo self;

	private LinkCheck(ClassPath classPath, TypeInfo self) {
		super(Opcodes.ASM9);
		this.classPath = classPath;
		this.self = self;
	}

	/** Says, in a sentence each, what a class asks for and would not get. */
	static Set<String> problems(byte[] classFile, ClassPath classPath) {
		LinkCheck check = new LinkCheck(classPath, TypeInfo.of(classFile));
		new ClassReader(classFile).accept(check, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
		return check.problems;
	}

	@Override
	public void visit(int version, int access, String name, String signature, String parent, String[] interfaces) {
		this.self.parents().forEach(this::type);
		if (parent != null) {
			this.classPath.find(parent)
				.filter((found) -> found.is(Opcodes.ACC_FINAL))
				.ifPresent((found) -> problem("extends the final class " + parent));
		}
	}

	@Override
	public void visitEnd() {
		Map<String, TypeInfo> hierarchy = this.classPath.hierarchy(this.self);
		for (TypeInfo above : hierarchy.values()) {
			above.members().forEach((member, access) -> {
				if (!this.self.is(Opcodes.ACC_ABSTRACT) && is(access, Opcodes.ACC_ABSTRACT)
						&& member(this.self, member, false).isEmpty()) {
					problem("has no body for " + above.name() + "." + member);
				}
				if (above != this.self && is(access, Opcodes.ACC_FINAL) && !is(access, Opcodes.ACC_PRIVATE)
						&& !member.contains(":") && this.self.members().containsKey(member)) {
					problem("overrides the final " + above.name() + "." + member);
				}
			});
		}
	}

	@Override
	public FieldVisitor visitField(int access, String name, String type, String signature, Object value) {
		type(Type.getType(type));
		return null;
	}

	@Override
	public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] thrown) {
		type(Type.getMethodType(type));
		return new CodeCheck(this);
	}

	@Override
	public AnnotationVisitor visitAnnotation(String type, boolean visible) {
		return new AnnotationCheck(this, type);
	}

	void type(Type type) {
		switch (type.getSort()) {
			case Type.ARRAY -> type(type.getElementType());
			case Type.OBJECT -> type(type.getInternalName());
			case Type.METHOD -> {
				type(type.getReturnType());
				for (Type argument : type.getArgumentTypes()) {
					type(argument);
				}
			}
			default -> {
				// A primitive type.
			}
		}
	}

	Optional<TypeInfo> type(String name) {
		Optional<TypeInfo> type = this.classPath.find(name);
		if (type.isEmpty()) {
			problem("asks for the class " + name);
		}
		type.filter((found) -> !found.is(Opcodes.ACC_PUBLIC) && !isNear(found) && !name.startsWith("["))
			.ifPresent((found) -> problem("can not reach the class " + name));
		return type;
	}

	void member(String owner, String member, boolean isStatic, Boolean isInterface) {
		if (ANY_SIGNATURE.contains(owner)) {
			return;
		}
		Optional<TypeInfo> type = type(owner.startsWith("[") ? "java/lang/Object" : owner);
		if (type.isEmpty()) {
			return;
		}
		if (isInterface != null && isInterface != type.get().is(Opcodes.ACC_INTERFACE)) {
			problem("is mistaken about whether " + owner + " is an interface");
		}
		Optional<Map.Entry<TypeInfo, Integer>> found = member(type.get(), member, true);
		if (found.isEmpty()) {
			problem("asks for " + owner + "." + member);
		}
		else if (is(found.get().getValue(), Opcodes.ACC_STATIC) != isStatic) {
			problem("is mistaken about whether " + owner + "." + member + " is static");
		}
		else if (!isReachable(found.get().getKey(), found.get().getValue()) && !owner.startsWith("[")) {
			problem("can not reach " + owner + "." + member);
		}
	}

	/** A lambda has one method: no other may be without a body. */
	void lambda(String name, String method) {
		TypeInfo type = this.classPath.find(name).orElse(null);
		if (type == null) {
			return;
		}
		member(name, method, false, true);
		for (TypeInfo above : this.classPath.hierarchy(type).values()) {
			above.members().forEach((member, access) -> {
				if (is(access, Opcodes.ACC_ABSTRACT) && !member.equals(method)
						&& member(type, member, false).isEmpty()) {
					problem("has a lambda without a body for " + above.name() + "." + member);
				}
			});
		}
	}

	/**
	 * Finds a member where the JVM would: in the class, its superclasses, its interfaces.
	 */
	private Optional<Map.Entry<TypeInfo, Integer>> member(TypeInfo type, String member, boolean abstractOnes) {
		return this.classPath.hierarchy(type)
			.values()
			.stream()
			.filter((each) -> each.members().containsKey(member))
			.map((each) -> Map.entry(each, each.members().get(member)))
			.filter((each) -> abstractOnes || !is(each.getValue(), Opcodes.ACC_ABSTRACT))
			.findFirst();
	}

	private boolean isReachable(TypeInfo owner, int access) {
		if (is(access, Opcodes.ACC_PUBLIC) || isNear(owner)) {
			return true;
		}
		return is(access, Opcodes.ACC_PROTECTED) && this.classPath.hierarchy(this.self).containsKey(owner.name());
	}

	private boolean isNear(TypeInfo other) {
		return other.packageName().equals(this.self.packageName());
	}

	private static boolean is(int access, int flag) {
		return (access & flag) != 0;
	}

	void problem(String text) {
		this.problems.add(this.self.name() + " " + text);
	}

}
