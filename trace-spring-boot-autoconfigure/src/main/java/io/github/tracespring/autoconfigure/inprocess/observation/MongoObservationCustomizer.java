// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.observation;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import com.mongodb.MongoClientSettings;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.core.Ordered;
import org.springframework.util.ReflectionUtils;

/**
 * Makes the customizer. It is the last one, to see what the user's own have added.
 */
final class MongoObservationCustomizer implements FactoryBean<Object>, BeanFactoryAware {

	private final Class<?> type;

	private BeanFactory beanFactory;

	MongoObservationCustomizer(Class<?> type) {
		this.type = type;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public Class<?> getObjectType() {
		return this.type;
	}

	@Override
	public Object getObject() {
		Class<?>[] interfaces = { this.type, Ordered.class };
		return Proxy.newProxyInstance(this.type.getClassLoader(), interfaces, this::invoke);
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
