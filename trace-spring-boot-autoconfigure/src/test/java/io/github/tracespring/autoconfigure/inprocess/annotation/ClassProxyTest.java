// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.annotation;

import org.junit.jupiter.api.Test;

import io.github.tracespring.autoconfigure.testing.TestApplication;

import org.springframework.aop.support.AopUtils;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contract for a bean that is proxied by its class, the default.
 */
class ClassProxyTest extends WithSpanContractTest {

	@Override
	ConfigurableApplicationContext run(TestApplication application) {
		return application.run();
	}

	@Test
	void beanIsStillOfItsClass() {
		assertThat(work()).isInstanceOf(TracedWork.class).matches(AopUtils::isCglibProxy);
	}

}
