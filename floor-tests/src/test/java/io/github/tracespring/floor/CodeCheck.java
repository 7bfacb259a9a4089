// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.floor;

import org.springframework.asm.AnnotationVisitor;
import org.springframework.asm.ConstantDynamic;
import org.springframework.asm.Handle;
import org.springframework.asm.Label;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.Type;

/**
 * What the instructions of a method refer to.
 */
final class CodeCheck extends MethodVisitor {

	private final LinkCheck check;

	CodeCheck(LinkCheck check) {
		super(Opcodes.ASM9);
		this.check = check;
	}

	@Override
	public AnnotationVisitor visitAnnotation(String type, boolean visible) {
		return this.check.visitAnnotation(type, visible);
	}

	@Override
	public AnnotationVisitor visitParameterAnnotation(int parameter, String type, boolean visible) {
		return this.check.visitAnnotation(type, visible);
	}

	@Override
	public void visitTypeInsn(int opcode, String type) {
		this.check.type(Type.getObjectType(type));
	}

	@Override
	public void visitMultiANewArrayInsn(String type, int dimensions) {
		this.check.type(Type.getType(type));
	}

	@Override
	public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
		if (type != null) {
			this.check.type(type);
		}
	}

	@Override
	public void visitFieldInsn(int opcode, String owner, String name, String type) {
		this.check.member(owner, name + ":" + type, opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC, null);
	}

	@Override
	public void visitMethodInsn(int opcode, String owner, String name, String type, boolean isInterface) {
		this.check.member(owner, name + type, opcode == Opcodes.INVOKESTATIC, isInterface);
	}

	@Override
	public void visitLdcInsn(Object value) {
		constant(value);
	}

	@Override
	public void visitInvokeDynamicInsn(String name, String type, Handle bootstrap, Object... arguments) {
		this.check.type(Type.getMethodType(type));
		constant(bootstrap);
		for (Object argument : arguments) {
			constant(argument);
		}
		if (bootstrap.getOwner().equals("java/lang/invoke/LambdaMetafactory")) {
			this.check.lambda(Type.getReturnType(type).getInternalName(), name + arguments[0]);
		}
	}

	private void constant(Object value) {
		if (value instanceof Type type) {
			this.check.type(type);
		}
		else if (value instanceof Handle handle && handle.getTag() < Opcodes.H_INVOKEVIRTUAL) {
			this.check.member(handle.getOwner(), handle.getName() + ":" + handle.getDesc(),
					handle.getTag() == Opcodes.H_GETSTATIC || handle.getTag() == Opcodes.H_PUTSTATIC, null);
		}
		else if (value instanceof Handle handle) {
			this.check.member(handle.getOwner(), handle.getName() + handle.getDesc(),
					handle.getTag() == Opcodes.H_INVOKESTATIC, handle.isInterface());
		}
		else if (value instanceof ConstantDynamic dynamic) {
			constant(dynamic.getBootstrapMethod());
		}
	}

}
