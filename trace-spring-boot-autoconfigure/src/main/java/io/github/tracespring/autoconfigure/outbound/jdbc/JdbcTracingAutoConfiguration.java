// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.jdbc;

import javax.sql.DataSource;

import io.opentelemetry.api.trace.Tracer;

import io.github.tracespring.autoconfigure.config.ConditionalOnTelemetry;
import io.github.tracespring.autoconfigure.config.TelemetryJdbcProperties;
import io.github.tracespring.autoconfigure.core.Instrumentation;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Traces the statements of each DataSource.
 */
@AutoConfiguration(after = TracingAutoConfiguration.class,
		afterName = { "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration",
				"org.springframework.boot.autoconfigure.jdbc.JndiDataSourceAutoConfiguration",
				"org.springframework.boot.autoconfigure.jdbc.XADataSourceAutoConfiguration",
				"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
				"org.springframework.boot.jdbc.autoconfigure.JndiDataSourceAutoConfiguration",
				"org.springframework.boot.jdbc.autoconfigure.XADataSourceAutoConfiguration" })
@ConditionalOnClass(DataSource.class)
@EnableConfigurationProperties(TelemetryJdbcProperties.class)
public final class JdbcTracingAutoConfiguration {

	/** There when tracing is off too, so that code that injects it keeps working. */
	@Bean
	@ConditionalOnMissingBean
	DataSourceTracing dataSourceTracing(ObjectProvider<JdbcHandler> handler) {
		return new DataSourceTracing(handler.getIfAvailable());
	}

	/** Tracing is on. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTelemetry
	@ConditionalOnProperty(name = "telemetry.jdbc.enabled", matchIfMissing = true)
	static class Enabled {

		@Bean
		JdbcHandler jdbcHandler(ObjectProvider<Tracer> tracer, ObjectProvider<TelemetryJdbcProperties> properties) {
			return new JdbcHandler(tracer, properties);
		}

		@Bean
		static DataSourceTracingPostProcessor dataSourceTracingPostProcessor(ConfigurableListableBeanFactory beans,
				ObjectProvider<DataSourceTracing> tracing) {
			return new DataSourceTracingPostProcessor(beans, tracing);
		}

		@Bean
		@ConditionalOnBean(DataSource.class)
		Instrumentation jdbcInstrumentation() {
			return new Instrumentation("JDBC");
		}

	}

	/** Spring Boot knows the pools' metrics. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTelemetry
	@ConditionalOnProperty(name = "telemetry.jdbc.enabled", matchIfMissing = true)
	@ConditionalOnClass(DataSourcePoolMetadataProvider.class)
	static class PoolMetadata {

		@Bean
		static PoolMetadataPostProcessor poolMetadataPostProcessor() {
			return new PoolMetadataPostProcessor();
		}

	}

}
