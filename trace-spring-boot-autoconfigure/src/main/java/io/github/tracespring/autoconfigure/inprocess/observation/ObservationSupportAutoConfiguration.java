// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.observation;

import com.mongodb.MongoClientSettings;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.tracing.MicrometerTracing;
import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationPredicate;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.aop.ObservedAspect;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.annotation.DefaultNewSpanParser;
import io.micrometer.tracing.annotation.ImperativeMethodInvocationProcessor;
import io.micrometer.tracing.annotation.MethodInvocationProcessor;
import io.micrometer.tracing.annotation.NewSpanParser;
import io.micrometer.tracing.annotation.SpanAspect;
import io.micrometer.tracing.annotation.SpanTagAnnotationHandler;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import org.aspectj.weaver.Advice;

import io.github.tracespring.autoconfigure.config.ConditionalOnTelemetry;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.mongodb.observability.ContextProviderFactory;

/**
 * What Boot supplies for observations only with the actuator, or only when told to: a
 * registry, and the aspects behind {@code @Observed} and {@code @NewSpan}.
 */
@AutoConfiguration(after = ObservationTracingAutoConfiguration.class,
		afterName = { "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration",
				"org.springframework.boot.actuate.autoconfigure.tracing.MicrometerTracingAutoConfiguration",
				"org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
				"org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration" })
@ConditionalOnTelemetry
@ConditionalOnClass({ OtelTracer.class, ObservationRegistry.class })
@ConditionalOnBean(Tracer.class)
public final class ObservationSupportAutoConfiguration {

	/** Boot's own modules do the same where they are. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass({
			"org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration",
			"org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration" })
	static class Registry {

		@Bean
		@ConditionalOnMissingBean
		ObservationRegistry observationRegistry() {
			return ObservationRegistry.create();
		}

		@Bean
		static BeanPostProcessor observationRegistryPostProcessor(ObjectProvider<ObservationPredicate> predicates,
				ObjectProvider<GlobalObservationConvention<?>> conventions,
				ObjectProvider<ObservationHandler<?>> handlers, ObjectProvider<ObservationFilter> filters) {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String name) {
					if (bean instanceof ObservationRegistry registry) {
						ObservationRegistry.ObservationConfig config = registry.observationConfig();
						predicates.orderedStream().forEach(config::observationPredicate);
						conventions.orderedStream().forEach(config::observationConvention);
						handlers.orderedStream().forEach(config::observationHandler);
						filters.orderedStream().forEach(config::observationFilter);
					}
					return bean;
				}

			};
		}

	}

	/** Boot does it from 4.0 on, which is left as it is. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ClientResources.class, MicrometerTracing.class })
	static class Redis {

		@Bean
		static BeanPostProcessor redisObservationPostProcessor(ObjectProvider<ObservationRegistry> registry) {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String name) {
					if (bean instanceof ClientResources resources && !resources.tracing().isEnabled()) {
						return resources.mutate().tracing(new MicrometerTracing(registry.getObject(), "Redis")).build();
					}
					return bean;
				}

			};
		}

	}

	/** Boot leaves it to the user in all its lines. */
	@SuppressWarnings("removal")
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ MongoClientSettings.class, ContextProviderFactory.class })
	@Import(MongoObservationRegistrar.class)
	static class Mongo {

	}

	/** Boot makes these only for the property's {@code true}, which metrics need too. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Advice.class)
	@ConditionalOnProperty(name = "management.observations.annotations.enabled", havingValue = "true",
			matchIfMissing = true)
	static class Annotations {

		@Bean
		@ConditionalOnMissingBean
		ObservedAspect observedAspect(ObjectProvider<ObservationRegistry> registry) {
			return new ObservedAspect(registry.getIfAvailable(() -> ObservationRegistry.NOOP));
		}

		@Bean
		@ConditionalOnMissingBean
		NewSpanParser newSpanParser() {
			return new DefaultNewSpanParser();
		}

		@Bean
		@ConditionalOnMissingBean
		SpanTagAnnotationHandler spanTagAnnotationHandler(BeanFactory beanFactory) {
			return new SpanTagAnnotationHandler(beanFactory::getBean, (type) -> SpanTagExpressions::evaluate);
		}

		@Bean
		@ConditionalOnMissingBean
		MethodInvocationProcessor methodInvocationProcessor(NewSpanParser parser, Tracer tracer,
				SpanTagAnnotationHandler tags) {
			return new ImperativeMethodInvocationProcessor(parser, tracer, tags);
		}

		@Bean
		@ConditionalOnMissingBean
		SpanAspect spanAspect(MethodInvocationProcessor processor) {
			return new SpanAspect(processor);
		}

	}

}
