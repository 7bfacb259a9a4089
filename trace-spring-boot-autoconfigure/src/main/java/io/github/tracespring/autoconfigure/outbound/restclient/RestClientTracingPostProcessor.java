// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.restclient;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * Instruments the clients and builders that are beans, wherever they come from.
 */
final class RestClientTracingPostProcessor implements BeanPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(RestClientTracingPostProcessor.class);

	private static final String SPRING = RestClient.class.getPackageName();

	private final ObjectProvider<RestClientTracing> tracing;

	RestClientTracingPostProcessor(ObjectProvider<RestClientTracing> tracing) {
		this.tracing = tracing;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		try {
			return instrument(bean);
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn("The calls of bean '{}' are not traced", beanName, ex);
			return bean;
		}
	}

	private Object instrument(Object bean) {
		if (bean instanceof RestTemplate restTemplate) {
			return this.tracing.getObject().instrument(restTemplate);
		}
		// Only Spring's own client: another would be lost by building it anew
		if (bean instanceof RestClient restClient && bean.getClass().getPackageName().equals(SPRING)) {
			return this.tracing.getObject().instrument(restClient);
		}
		if (bean instanceof RestClient.Builder builder) {
			return this.tracing.getObject().instrument(builder);
		}
		if (RestTemplateBuilders.isBuilder(bean)) {
			return RestTemplateBuilders.instrument(bean, this.tracing.getObject());
		}
		return bean;
	}

}
