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
import org.springframework.asm.ConstantDynamic;
import org.springframework.asm.FieldVisitor;
import org.springframework.asm.Handle;
import org.springframework.asm.Label;
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
		return new Code();
	}

	@Override
	public AnnotationVisitor visitAnnotation(String type, boolean visible) {
		return new Attributes(type);
	}

	private void type(Type type) {
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

	private Optional<TypeInfo> type(String name) {
		Optional<TypeInfo> type = this.classPath.find(name);
		if (type.isEmpty()) {
			problem("asks for the class " + name);
		}
		type.filter((found) -> !found.is(Opcodes.ACC_PUBLIC) && !isNear(found) && !name.startsWith("["))
			.ifPresent((found) -> problem("can not reach the class " + name));
		return type;
	}

	private void member(String owner, String member, boolean isStatic, Boolean isInterface) {
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

	private void problem(String text) {
		this.problems.add(this.self.name() + " " + text);
	}

	/** What the instructions of a method refer to. */
	private final class Code extends MethodVisitor {

		Code() {
			super(Opcodes.ASM9);
		}

		@Override
		public AnnotationVisitor visitAnnotation(String type, boolean visible) {
			return LinkCheck.this.visitAnnotation(type, visible);
		}

		@Override
		public AnnotationVisitor visitParameterAnnotation(int parameter, String type, boolean visible) {
			return LinkCheck.this.visitAnnotation(type, visible);
		}

		@Override
		public void visitTypeInsn(int opcode, String type) {
			type(Type.getObjectType(type));
		}

		@Override
		public void visitMultiANewArrayInsn(String type, int dimensions) {
			type(Type.getType(type));
		}

		@Override
		public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
			if (type != null) {
				type(type);
			}
		}

		@Override
		public void visitFieldInsn(int opcode, String owner, String name, String type) {
			member(owner, name + ":" + type, opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC, null);
		}

		@Override
		public void visitMethodInsn(int opcode, String owner, String name, String type, boolean isInterface) {
			member(owner, name + type, opcode == Opcodes.INVOKESTATIC, isInterface);
		}

		@Override
		public void visitLdcInsn(Object value) {
			constant(value);
		}

		@Override
		public void visitInvokeDynamicInsn(String name, String type, Handle bootstrap, Object... arguments) {
			type(Type.getMethodType(type));
			constant(bootstrap);
			for (Object argument : arguments) {
				constant(argument);
			}
			if (bootstrap.getOwner().equals("java/lang/invoke/LambdaMetafactory")) {
				lambda(Type.getReturnType(type).getInternalName(), name + arguments[0]);
			}
		}

		private void constant(Object value) {
			if (value instanceof Type type) {
				type(type);
			}
			else if (value instanceof Handle handle && handle.getTag() < Opcodes.H_INVOKEVIRTUAL) {
				member(handle.getOwner(), handle.getName() + ":" + handle.getDesc(),
						handle.getTag() == Opcodes.H_GETSTATIC || handle.getTag() == Opcodes.H_PUTSTATIC, null);
			}
			else if (value instanceof Handle handle) {
				member(handle.getOwner(), handle.getName() + handle.getDesc(),
						handle.getTag() == Opcodes.H_INVOKESTATIC, handle.isInterface());
			}
			else if (value instanceof ConstantDynamic dynamic) {
				constant(dynamic.getBootstrapMethod());
			}
		}

		/** A lambda has one method: no other may be without a body. */
		private void lambda(String name, String method) {
			TypeInfo type = classPath.find(name).orElse(null);
			if (type == null) {
				return;
			}
			member(name, method, false, true);
			for (TypeInfo above : classPath.hierarchy(type).values()) {
				above.members().forEach((member, access) -> {
					if (is(access, Opcodes.ACC_ABSTRACT) && !member.equals(method)
							&& member(type, member, false).isEmpty()) {
						problem("has a lambda without a body for " + above.name() + "." + member);
					}
				});
			}
		}

	}

	/**
	 * What an annotation says: an attribute that it does not have would be passed over.
	 */
	private final class Attributes extends AnnotationVisitor {

		private final Optional<TypeInfo> annotation;

		Attributes(String annotation) {
			super(Opcodes.ASM9);
			this.annotation = type(Type.getType(annotation).getInternalName());
		}

		@Override
		public void visit(String name, Object value) {
			attribute(name);
			if (value instanceof Type type) {
				type(type);
			}
		}

		@Override
		public void visitEnum(String name, String type, String value) {
			attribute(name);
			member(Type.getType(type).getInternalName(), value + ":" + type, true, null);
		}

		@Override
		public AnnotationVisitor visitAnnotation(String name, String type) {
			attribute(name);
			return new Attributes(type);
		}

		@Override
		public AnnotationVisitor visitArray(String name) {
			attribute(name);
			return this;
		}

		/** Elements of an array have no name. */
		private void attribute(String name) {
			this.annotation
				.filter((type) -> name != null
						&& type.members().keySet().stream().noneMatch((member) -> member.startsWith(name + "()")))
				.ifPresent((type) -> problem("asks for " + type.name() + "." + name));
		}

	}

}
