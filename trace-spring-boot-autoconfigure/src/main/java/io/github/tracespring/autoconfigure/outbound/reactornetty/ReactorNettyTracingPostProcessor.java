// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.reactornetty;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.http.client.HttpClient;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Instruments the clients that are beans, wherever they come from.
 */
final class ReactorNettyTracingPostProcessor implements BeanPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(ReactorNettyTracingPostProcessor.class);

	private final ObjectProvider<ReactorNettyTracing> tracing;

	ReactorNettyTracingPostProcessor(ObjectProvider<ReactorNettyTracing> tracing) {
		this.tracing = tracing;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		try {
			return (bean instanceof HttpClient client) ? this.tracing.getObject().instrument(client) : bean;
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn("The calls of bean '{}' are not traced", beanName, ex);
			return bean;
		}
	}

}
