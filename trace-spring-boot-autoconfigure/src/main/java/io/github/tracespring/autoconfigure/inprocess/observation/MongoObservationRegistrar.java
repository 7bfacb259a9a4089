// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.observation;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import com.mongodb.MongoClientSettings;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.Ordered;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Registers what has the MongoDB clients that Boot makes observed: a customizer of their
 * settings. Its interface has another name in each of Boot's lines. It is the last one,
 * to see what the user's own have added.
 */
final class MongoObservationRegistrar implements ImportBeanDefinitionRegistrar, BeanFactoryAware {

	private static final String[] INTERFACES = {
			"org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer",
			"org.springframework.boot.autoconfigure.mongo.MongoClientSettingsBuilderCustomizer" };

	private BeanFactory beanFactory;

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		ClassLoader loader = ClassUtils.getDefaultClassLoader();
		for (String name : INTERFACES) {
			if (ClassUtils.isPresent(name, loader)) {
				register(ClassUtils.resolveClassName(name, loader), registry);
			}
		}
	}

	private <T> void register(Class<T> type, BeanDefinitionRegistry registry) {
		registry.registerBeanDefinition("mongoObservationCustomizer",
				new RootBeanDefinition(type, () -> customizer(type)));
	}

	private <T> T customizer(Class<T> type) {
		Class<?>[] interfaces = { type, Ordered.class };
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), interfaces, this::invoke));
	}

	private Object invoke(Object proxy, Method method, Object[] arguments) {
		if (ReflectionUtils.isObjectMethod(method)) {
			return ReflectionUtils.invokeMethod(method, this, arguments);
		}
		if (method.getDeclaringClass() == Ordered.class) {
			return Ordered.LOWEST_PRECEDENCE;
		}
		MongoObservation.addTo((MongoClientSettings.Builder) arguments[0],
				this.beanFactory.getBean(ObservationRegistry.class));
		return null;
	}

}
