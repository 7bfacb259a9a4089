// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.UUID;

import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.awaitility.Awaitility;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tracespring.autoconfigure.config.TelemetryAutoConfiguration;
import io.github.tracespring.autoconfigure.core.Instrumentation;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.health.DataSourceHealthContributorAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.metrics.DataSourcePoolMetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class JdbcTracingAutoConfigurationTest {

	private final String url = "jdbc:h2:mem:db" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final ApplicationContextRunner plain = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class, TracingAutoConfiguration.class,
				JdbcTracingAutoConfiguration.class))
		.withBean(SpanProcessor.class, () -> SimpleSpanProcessor.create(this.exporter));

	private final ApplicationContextRunner runner = this.plain
		.withConfiguration(
				AutoConfigurations.of(DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class))
		.withPropertyValues("spring.datasource.url=" + this.url);

	@Test
	void dataSourceIsInstrumentedAndNamed() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(DataSourceTracing.class).hasSingleBean(HikariDataSource.class);
			assertThat(context.getBean(Instrumentation.class).name()).isEqualTo("JDBC");
			context.getBean(JdbcTemplate.class).queryForObject("SELECT 1", Integer.class);
			assertThat(this.exporter.getFinishedSpanItems()).extracting(SpanData::getName).containsExactly("SELECT");
		});
	}

	@Test
	void applicationWithoutDataSourceIsNotSaidToBeInstrumented() {
		this.plain.run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(DataSourceTracing.class)
			.doesNotHaveBean(Instrumentation.class));
	}

	@Test
	void nothingElseIsNeeded() {
		this.plain.withClassLoader(new FilteredClassLoader("org.springframework.jdbc", "org.springframework.boot.jdbc"))
			.withBean(DataSource.class, this::driversOwn)
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean("poolMetadataPostProcessor");
				context.getBean(DataSource.class).getConnection().close();
			});
	}

	@Test
	void usersTracingIsKept() {
		DataSourceTracing own = new DataSourceTracing(null);
		this.runner.withBean("own", DataSourceTracing.class, () -> own)
			.run((context) -> assertThat(context).getBean(DataSourceTracing.class).isSameAs(own));
	}

	@ParameterizedTest
	@ValueSource(strings = { "telemetry.disabled=true", "telemetry.jdbc.enabled=false" })
	void disabledTracingLeavesDataSourcesAlone(String property) {
		this.runner.withPropertyValues(property).run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			assertThat(dataSource).isExactlyInstanceOf(HikariDataSource.class);
			assertThat(context.getBean(DataSourceTracing.class).instrument(dataSource)).isSameAs(dataSource);
			assertThat(context).doesNotHaveBean(Instrumentation.class);
			context.getBean(JdbcTemplate.class).execute("SELECT 1");
			assertThat(this.exporter.getFinishedSpanItems()).isEmpty();
		});
	}

	@Test
	void gettingAConnectionIsASpanIfWanted() {
		this.runner.withPropertyValues("telemetry.jdbc.connection-spans=true").run((context) -> {
			context.getBean(JdbcTemplate.class).execute("SELECT 1");
			assertThat(this.exporter.getFinishedSpanItems()).extracting(SpanData::getName)
				.containsExactly("getConnection", "SELECT");
			SpanData span = this.exporter.getFinishedSpanItems().get(0);
			assertThat(span.getKind()).isEqualTo(SpanKind.INTERNAL);
			assertThat(span.getAttributes().get(AttributeKey.stringKey("db.system.name"))).isEqualTo("h2database");
		});
	}

	@Test
	void connectionThatCanNotBeHadIsAnErrorOfItsSpan() {
		this.runner
			.withPropertyValues("telemetry.jdbc.connection-spans=true", "spring.datasource.hikari.maximum-pool-size=1",
					"spring.datasource.hikari.connection-timeout=250")
			.run((context) -> {
				DataSource dataSource = context.getBean(DataSource.class);
				try (Connection connection = dataSource.getConnection()) {
					assertThat(connection).isNotNull();
					this.exporter.reset();
					assertThatExceptionOfType(SQLException.class).isThrownBy(dataSource::getConnection);
				}
				assertThat(this.exporter.getFinishedSpanItems()).singleElement()
					.satisfies((span) -> assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR));
			});
	}

	@Test
	void queryTextIsLeftOutIfNotWanted() {
		this.runner.withPropertyValues("telemetry.jdbc.query-text=false").run((context) -> {
			context.getBean(JdbcTemplate.class).execute("SELECT 1");
			assertThat(this.exporter.getFinishedSpanItems()).singleElement()
				.satisfies((span) -> assertThat(span.getAttributes().get(AttributeKey.stringKey("db.query.text")))
					.isNull());
		});
	}

	@Test
	void valueThatIsNeitherTrueNorFalseStopsStartUp() {
		this.runner.withPropertyValues("telemetry.jdbc.enabled=perhaps")
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void healthAndMetricsOfThePoolGoOn() {
		this.runner
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
					DataSourcePoolMetricsAutoConfiguration.class, DataSourceHealthContributorAutoConfiguration.class))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withUserConfiguration(ConnectsEarly.class)
			.run((context) -> {
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				HealthIndicator health = context.getBean("dbHealthContributor", HealthIndicator.class);
				assertThat(health.health().getStatus()).isEqualTo(Status.UP);
				try (Connection connection = context.getBean(DataSource.class).getConnection()) {
					assertThat(connection.isValid(1)).isTrue();
					assertThat(meters.get("jdbc.connections.active").gauge().value()).isOne();
					assertThat(meters.get("hikaricp.connections.active").gauge().value()).isOne();
				}
				assertThat(meters.get("jdbc.connections.max").gauge().value()).isEqualTo(10);
			});
	}

	@Test
	void poolIsBoundClosedAndUnwrappedAsBefore() {
		HikariDataSource[] pool = new HikariDataSource[1];
		this.runner.withPropertyValues("spring.datasource.hikari.pool-name=shop").run((context) -> {
			HikariDataSource bean = context.getBean(HikariDataSource.class);
			pool[0] = bean.unwrap(HikariDataSource.class);
			assertThat(pool[0]).isExactlyInstanceOf(HikariDataSource.class);
			assertThat(bean.getPoolName()).isEqualTo("shop");
			assertThat(bean).hasToString(pool[0].toString());
			assertThat(bean.isWrapperFor(HikariDataSource.class)).isTrue();
			assertThat(DataSourceBuilder.derivedFrom(bean).username("sa").build())
				.isExactlyInstanceOf(HikariDataSource.class);
			try (Connection connection = bean.getConnection()) {
				JdbcConnection physical = connection.unwrap(JdbcConnection.class);
				bean.evictConnection(connection);
				Awaitility.await().until(physical::isClosed);
			}
		});
		assertThat(pool[0].isClosed()).isTrue();
	}

	/** As aspects do it. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void beanThatIsProxiedAlreadyIsTraced(boolean byClass) {
		this.plain.withBean("dataSource", DataSource.class, () -> advised(byClass)).run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			assertThat(dataSource instanceof Drivers).isEqualTo(byClass);
			new JdbcTemplate(dataSource).execute("SELECT 1");
			assertThat(this.exporter.getFinishedSpanItems()).hasSize(1);
		});
	}

	private DataSource advised(boolean byClass) {
		ProxyFactory factory = new ProxyFactory(new Drivers(this.url));
		factory.setProxyTargetClass(byClass);
		factory.addAdvice((MethodInterceptor) MethodInvocation::proceed);
		return (DataSource) factory.getProxy();
	}

	/** One that asks another database for the tenant whose connection is wanted. */
	@Test
	void statementToFindAConnectionIsASpanBelowThat() {
		this.runner.withPropertyValues("telemetry.jdbc.connection-spans=true").run((context) -> {
			DataSource first = context.getBean(DataSource.class);
			DataSource second = context.getBean(DataSourceTracing.class).instrument(new DelegatingDataSource(first) {

				@Override
				public Connection getConnection() throws SQLException {
					new JdbcTemplate(first).execute("SELECT 1");
					return super.getConnection();
				}

			});
			second.getConnection().close();
			assertThat(this.exporter.getFinishedSpanItems()).extracting(SpanData::getName)
				.containsExactly("SELECT", "getConnection");
		});
	}

	@Test
	void beanOfACircleIsTracedOnce() {
		this.plain.withAllowCircularReferences(true).withUserConfiguration(Circle.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Circle.Tenants.class).dataSource).isSameAs(context.getBean(DataSource.class));
			new JdbcTemplate(context.getBean(DataSource.class)).execute("SELECT 1");
			assertThat(this.exporter.getFinishedSpanItems()).hasSize(1);
		});
	}

	@Test
	void poolIsManagedAsBefore() {
		this.runner.withConfiguration(AutoConfigurations.of(JmxAutoConfiguration.class))
			.withPropertyValues("spring.jmx.enabled=true", "spring.jmx.unique-names=true")
			.run((context) -> {
				MBeanServer server = context.getBean(MBeanServer.class);
				Set<ObjectName> names = server.queryNames(new ObjectName("com.zaxxer.hikari:*"), null);
				assertThat(names).singleElement()
					.satisfies((name) -> assertThat(server.getAttribute(name, "MaximumPoolSize")).isEqualTo(10));
			});
	}

	@Test
	void finalClassThatIsTheBeansTypeIsLeftAlone(CapturedOutput output) {
		this.plain.withUserConfiguration(DeclaredAsFinalClass.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(JdbcDataSource.class)).isExactlyInstanceOf(JdbcDataSource.class);
			assertThat(output).contains("Declare the bean's type as DataSource");
		});
	}

	/**
	 * The tracer is made with a DataSource that is traced: neither waits for the other.
	 */
	@Test
	void samplerThatIsMadeWithADataSourceIsNoCycle() {
		this.runner.withUserConfiguration(StoredSampling.class).run((context) -> {
			assertThat(context).hasNotFailed();
			this.exporter.reset();
			context.getBean(JdbcTemplate.class).execute("SELECT 1");
			assertThat(this.exporter.getFinishedSpanItems()).hasSize(1);
		});
	}

	@Test
	void postProcessorCreatesNothingTooEarly(CapturedOutput output) {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).doesNotContain("is not eligible for getting processed by all BeanPostProcessors");
		});
	}

	private JdbcDataSource driversOwn() {
		JdbcDataSource dataSource = new JdbcDataSource();
		dataSource.setURL(this.url);
		return dataSource;
	}

	static class Drivers extends DriverManagerDataSource {

		Drivers(String url) {
			super(url);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Circle {

		@Bean
		DataSource dataSource() {
			return new DriverManagerDataSource("jdbc:h2:mem:circle") {

				@Autowired
				void setTenants(Tenants tenants) {
					assertThat(tenants).isNotNull();
				}

			};
		}

		@Bean
		Tenants tenants(DataSource dataSource) {
			return new Tenants(dataSource);
		}

		static class Tenants {

			private final DataSource dataSource;

			Tenants(DataSource dataSource) {
				this.dataSource = dataSource;
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DeclaredAsFinalClass {

		@Bean
		JdbcDataSource dataSource() {
			return new JdbcDataSource();
		}

	}

	/** Boot's metrics are those that a pool has when they are bound. */
	@Configuration(proxyBeanMethods = false)
	static class ConnectsEarly {

		@Bean
		Boolean connected(DataSource dataSource) throws SQLException {
			try (Connection connection = dataSource.getConnection()) {
				return connection.isValid(1);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class StoredSampling {

		@Bean
		Sampler sampler(JdbcTemplate template) {
			template.execute("SELECT 1");
			return Sampler.alwaysOn();
		}

	}

}
