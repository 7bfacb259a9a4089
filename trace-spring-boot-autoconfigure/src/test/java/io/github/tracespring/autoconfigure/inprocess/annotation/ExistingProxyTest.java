// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.annotation;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;

import io.github.tracespring.autoconfigure.testing.TestApplication;

import org.springframework.aop.Advisor;
import org.springframework.aop.config.AopConfigUtils;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.NameMatchMethodPointcut;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.context.annotation.Role;
import org.springframework.core.type.AnnotationMetadata;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contract for a bean that is proxied already, in the way that {@code @Transactional}
 * beans are.
 */
class ExistingProxyTest extends WithSpanContractTest {

	@Override
	ConfigurableApplicationContext run(TestApplication application) {
		return application.with(Transactions.class).run();
	}

	@Test
	void thereIsOneProxy() throws Exception {
		assertThat(work()).isInstanceOfSatisfying(Advised.class,
				(advised) -> assertThat(advised.getAdvisors()).hasSize(2));
		assertThat(((Advised) work()).getTargetSource().getTarget()).isExactlyInstanceOf(TracedWork.class);
	}

	@Test
	void transactionIsInsideTheSpan() {
		Transactions.seen.clear();
		work().value("x");
		assertThat(Transactions.seen).containsExactly(span("TracedWork.value").getSpanId());
	}

	@Configuration(proxyBeanMethods = false)
	@Import(Transactions.Registrar.class)
	static class Transactions {

		static final List<String> seen = new ArrayList<>();

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static Advisor transactionAdvisor() {
			NameMatchMethodPointcut pointcut = new NameMatchMethodPointcut();
			pointcut.addMethodName("value");
			pointcut.setClassFilter(TracedWork.class::isAssignableFrom);
			return new DefaultPointcutAdvisor(pointcut, (MethodInterceptor) (invocation) -> {
				seen.add(Span.current().getSpanContext().getSpanId());
				return invocation.proceed();
			});
		}

		static class Registrar implements ImportBeanDefinitionRegistrar {

			@Override
			public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
				AopConfigUtils.registerAutoProxyCreatorIfNecessary(registry);
				AopConfigUtils.forceAutoProxyCreatorToUseClassProxying(registry);
			}

		}

	}

}
