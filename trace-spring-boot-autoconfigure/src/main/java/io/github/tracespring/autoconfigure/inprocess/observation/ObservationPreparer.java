// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.observation;

import java.util.Map;
import java.util.TreeMap;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Has the libraries that wait to be asked emit observations, unless the user says no, and
 * takes away the processor by which Boot would report every span once more.
 */
final class ObservationPreparer implements BeanFactoryPostProcessor {

	private static final String PROPERTY_SOURCE = "telemetryObservations";

	private static final Map<String, Object> DEFAULTS = new TreeMap<>(
			Map.of("spring.kafka.template.observation-enabled", true, //
					"spring.kafka.listener.observation-enabled", true, //
					"spring.rabbitmq.template.observation-enabled", true, //
					"spring.rabbitmq.listener.simple.observation-enabled", true, //
					"spring.rabbitmq.listener.direct.observation-enabled", true, //
					"spring.rabbitmq.listener.stream.observation-enabled", true, //
					"spring.pulsar.template.observations-enabled", true, //
					"spring.pulsar.listener.observation-enabled", true, //
					"spring.integration.management.observation-patterns", "*"));

	/** A bean of Boot's, in all its lines, that feeds every exporter there is. */
	private static final String PROCESSOR = "otelSpanProcessor";

	private final ConfigurableEnvironment environment;

	ObservationPreparer(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		this.environment.getPropertySources().addLast(new MapPropertySource(PROPERTY_SOURCE, DEFAULTS));
		if (beanFactory instanceof BeanDefinitionRegistry registry && registry.containsBeanDefinition(PROCESSOR)
				&& isBoots(registry.getBeanDefinition(PROCESSOR))) {
			registry.removeBeanDefinition(PROCESSOR);
		}
	}

	private static boolean isBoots(BeanDefinition processor) {
		String description = String.valueOf(processor.getResourceDescription());
		String factory = String.valueOf(processor.getFactoryBeanName());
		return description.contains("org/springframework/boot/") || factory.startsWith("org.springframework.boot.");
	}

}
