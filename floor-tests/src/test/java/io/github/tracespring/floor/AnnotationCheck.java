// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.floor;

import java.util.Optional;

import org.springframework.asm.AnnotationVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.Type;

/**
 * What an annotation says: an attribute that it does not have would be passed over.
 */
final class AnnotationCheck extends AnnotationVisitor {

	private final LinkCheck check;

	private final Optional<TypeInfo> annotation;

	AnnotationCheck(LinkCheck check, String annotation) {
		super(Opcodes.ASM9);
		this.check = check;
		this.annotation = check.type(Type.getType(annotation).getInternalName());
	}

	@Override
	public void visit(String name, Object value) {
		attribute(name);
		if (value instanceof Type type) {
			this.check.type(type);
		}
	}

	@Override
	public void visitEnum(String name, String type, String value) {
		attribute(name);
		this.check.member(Type.getType(type).getInternalName(), value + ":" + type, true, null);
	}

	@Override
	public AnnotationVisitor visitAnnotation(String name, String type) {
		attribute(name);
		return new AnnotationCheck(this.check, type);
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
			.ifPresent((type) -> this.check.problem("asks for " + type.name() + "." + name));
	}

}
