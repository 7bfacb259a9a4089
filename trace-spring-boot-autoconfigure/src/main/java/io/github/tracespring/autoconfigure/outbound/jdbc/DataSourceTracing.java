// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.jdbc;

import javax.sql.DataSource;

import org.springframework.aop.scope.ScopedObject;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.util.ClassUtils;

/**
 * Traces the statements of a {@link DataSource} that is no bean; those that are beans are
 * traced without it. <pre>
 * &#64;Service
 * class Tenants {
 *
 *     private final DataSource dataSource;
 *
 *     Tenants(DataSourceTracing tracing) {
 *         this.dataSource = tracing.instrument(new HikariDataSource(config));
 *     }
 *
 * }</pre> Instrumenting twice is the same as once, and a statement that passes through
 * several DataSources is one span. With {@code telemetry.disabled} or
 * {@code telemetry.jdbc.enabled=false} the bean is there and does nothing.
 */
public final class DataSourceTracing {

	private static final boolean SPRING_JDBC = ClassUtils.isPresent(
			"org.springframework.jdbc.datasource.DelegatingDataSource", DataSourceTracing.class.getClassLoader());

	private final JdbcHandler handler;

	/**
	 * Creates what traces.
	 * @param handler decides about the spans, or {@code null} if tracing is off
	 */
	DataSourceTracing(JdbcHandler handler) {
		this.handler = handler;
	}

	/**
	 * Traces the statements of a DataSource.
	 * @param dataSource the DataSource
	 * @return a DataSource that does the same and is traced: of the same class, unless
	 * that is final, and with the same interfaces. The one given if it is traced already.
	 */
	public DataSource instrument(DataSource dataSource) {
		if (this.handler == null || isTraced(dataSource) || dataSource instanceof ScopedObject) {
			return dataSource;
		}
		return TracedDataSource.of(dataSource, this.handler);
	}

	/** Whether the DataSource, or the one that it does no more than delegate to, is. */
	private static boolean isTraced(DataSource dataSource) {
		return dataSource != null
				&& (TracedDataSource.delegate(dataSource) != null || (SPRING_JDBC && Delegating.isTraced(dataSource)));
	}

	/** Kept apart, as the class may be missing. Only Spring's own do no more. */
	private static final class Delegating {

		private static final String SPRING = DelegatingDataSource.class.getPackageName();

		static boolean isTraced(DataSource dataSource) {
			return dataSource instanceof DelegatingDataSource delegating
					&& dataSource.getClass().getPackageName().equals(SPRING)
					&& DataSourceTracing.isTraced(delegating.getTargetDataSource());
		}

	}

}
