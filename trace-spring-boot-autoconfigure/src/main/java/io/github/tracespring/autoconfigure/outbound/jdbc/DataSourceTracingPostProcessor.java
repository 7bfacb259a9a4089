// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.jdbc;

import java.lang.reflect.Proxy;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;

/**
 * Instruments the DataSources that are beans. Before Spring Boot makes one lazy
 * ({@code spring.datasource.connection-fetch}), so that the span is next to the wire.
 */
final class DataSourceTracingPostProcessor implements BeanPostProcessor, Ordered {

	private static final Logger logger = LoggerFactory.getLogger(DataSourceTracingPostProcessor.class);

	private final ConfigurableListableBeanFactory beans;

	private final ObjectProvider<DataSourceTracing> tracing;

	DataSourceTracingPostProcessor(ConfigurableListableBeanFactory beans, ObjectProvider<DataSourceTracing> tracing) {
		this.beans = beans;
		this.tracing = tracing;
	}

	@Override
	public int getOrder() {
		return -1;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!(bean instanceof DataSource dataSource)) {
			return bean;
		}
		try {
			if (isInjectedAsFinalClass(dataSource, beanName)) {
				logger.warn("The statements of bean '{}' are not traced, because no class can extend {}."
						+ " Declare the bean's type as DataSource.", beanName, bean.getClass().getName());
				return bean;
			}
			return this.tracing.getObject().instrument(dataSource);
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
