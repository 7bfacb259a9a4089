// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.jdbc;

import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;

/**
 * Instruments the DataSources that are beans. Before Spring Boot makes one lazy
 * ({@code spring.datasource.connection-fetch}), so that the span is next to the wire.
 */
final class DataSourceTracingPostProcessor implements SmartInstantiationAwareBeanPostProcessor, Ordered {

	private static final Logger logger = LoggerFactory.getLogger(DataSourceTracingPostProcessor.class);

	private final ConfigurableListableBeanFactory beans;

	private final ObjectProvider<DataSourceTracing> tracing;

	/** Beans of a circle, which others were given before they were complete. */
	private final Set<String> early = ConcurrentHashMap.newKeySet();

	DataSourceTracingPostProcessor(ConfigurableListableBeanFactory beans, ObjectProvider<DataSourceTracing> tracing) {
		this.beans = beans;
		this.tracing = tracing;
	}

	@Override
	public int getOrder() {
		return -1;
	}

	/** Asked ahead of time alone, by what then keeps the class. */
	@Override
	public Class<?> determineBeanType(Class<?> beanClass, String beanName) {
		return DataSource.class.isAssignableFrom(beanClass) ? TracedDataSource.type(beanClass) : beanClass;
	}

	@Override
	public Object getEarlyBeanReference(Object bean, String beanName) {
		if (bean instanceof DataSource dataSource) {
			this.early.add(beanName);
			return instrument(dataSource, beanName);
		}
		return bean;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof DataSource dataSource && !this.early.remove(beanName))
				? instrument(dataSource, beanName) : bean;
	}

	private DataSource instrument(DataSource bean, String beanName) {
		try {
			if (isInjectedAsFinalClass(bean, beanName)) {
				logger.warn("The statements of bean '{}' are not traced, because no class can extend {}."
						+ " Declare the bean's type as DataSource.", beanName, bean.getClass().getName());
				return bean;
			}
			return this.tracing.getObject().instrument(bean);
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn("The statements of bean '{}' are not traced", beanName, ex);
			return bean;
		}
	}

	/** Then something else of the same interfaces could be refused where it is needed. */
	private boolean isInjectedAsFinalClass(DataSource dataSource, String beanName) {
		Class<?> type = ClassUtils.getUserClass(dataSource);
		if (TracedDataSource.isSubclassable(type) || Proxy.isProxyClass(type)
				|| !this.beans.containsBeanDefinition(beanName)) {
			return false;
		}
		Class<?> declared = this.beans.getMergedBeanDefinition(beanName).getResolvableType().resolve();
		return declared != null && !declared.isInterface() && DataSource.class.isAssignableFrom(declared);
	}

}
