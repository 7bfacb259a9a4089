// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.jdbc;

import javax.sql.DataSource;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;

/**
 * Shows Spring Boot the pool itself, where it reads metrics from: it looks into private
 * fields of a pool, and a subclass that delegates has nothing there.
 */
final class PoolMetadataPostProcessor implements BeanPostProcessor {

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof DataSourcePoolMetadataProvider provider) {
			return (DataSourcePoolMetadataProvider) (dataSource) -> {
				DataSource pool = TracedDataSource.delegate(dataSource);
				return provider.getDataSourcePoolMetadata((pool != null) ? pool : dataSource);
			};
		}
		return bean;
	}

}
