// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.servlet;

import org.junit.jupiter.api.Disabled;

import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The contract on a Tomcat that is not Spring Boot's to configure.
 */
class TomcatWithoutValveTest extends ServletServerContractTest {

	@Override
	Class<?> container() {
		return Tomcat.class;
	}

	@Override
	@Disabled("of one such client in some hundreds Tomcat tells no listener, and its span does not end")
	protected void clientThatLeavesAStreamIsNoServerError() {
	}

	@Configuration(proxyBeanMethods = false)
	@Import(TomcatServerTest.Tomcat.class)
	static class Tomcat {

		@Bean
		static BeanDefinitionRegistryPostProcessor withoutValve() {
			return (registry) -> registry.removeBeanDefinition("completionValveCustomizer");
		}

	}

}
