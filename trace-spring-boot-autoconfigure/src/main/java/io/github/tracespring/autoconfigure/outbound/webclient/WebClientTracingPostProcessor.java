// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.webclient;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Instruments the clients and builders that are beans, wherever they come from.
 */
final class WebClientTracingPostProcessor implements BeanPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(WebClientTracingPostProcessor.class);

	private static final String SPRING = WebClient.class.getPackageName();

	private final ObjectProvider<WebClientTracing> tracing;

	WebClientTracingPostProcessor(ObjectProvider<WebClientTracing> tracing) {
		this.tracing = tracing;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		try {
			// Only Spring's own client: another would be lost by building it anew
			if (bean instanceof WebClient webClient && bean.getClass().getPackageName().equals(SPRING)) {
				return this.tracing.getObject().instrument(webClient);
			}
			if (bean instanceof WebClient.Builder builder) {
				return this.tracing.getObject().instrument(builder);
			}
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn("The calls of bean '{}' are not traced", beanName, ex);
		}
		return bean;
	}

}
