// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.annotation;

import org.junit.jupiter.api.Test;

import org.springframework.aop.ClassFilter;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class WithSpanPointcutTest {

	@Test
	void methodsOfSpringsOwnBeansAreNotLookedInto() {
		ClassFilter filter = new WithSpanPointcut().getClassFilter();
		assertThat(filter.matches(Work.class)).isTrue();
		assertThat(filter.matches(GenericApplicationContext.class)).isFalse();
		assertThat(filter.matches(String.class)).isFalse();
	}

}
