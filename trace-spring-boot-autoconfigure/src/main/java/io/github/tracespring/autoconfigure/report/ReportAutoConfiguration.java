// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;

import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import io.github.tracespring.autoconfigure.config.Batcher;
import io.github.tracespring.autoconfigure.config.ConditionalOnTelemetry;
import io.github.tracespring.autoconfigure.config.Endpoint;
import io.github.tracespring.autoconfigure.config.TelemetryAutoConfiguration;
import io.github.tracespring.autoconfigure.config.TelemetrySettings;
import io.github.tracespring.autoconfigure.config.TelemetrySpoolProperties;
import io.github.tracespring.autoconfigure.report.file.FileSpanExporter;
import io.github.tracespring.autoconfigure.report.jaeger.JaegerSpanExporters;
import io.github.tracespring.autoconfigure.report.log.TraceLog;
import io.github.tracespring.autoconfigure.report.otlp.EncodedSpans;
import io.github.tracespring.autoconfigure.report.otlp.OtlpGrpcSpanExporter;
import io.github.tracespring.autoconfigure.report.otlp.OtlpHeadersSupplier;
import io.github.tracespring.autoconfigure.report.otlp.OtlpHttpSpanExporter;
import io.github.tracespring.autoconfigure.report.spool.FileSpool;
import io.github.tracespring.autoconfigure.report.spool.Spool;
import io.github.tracespring.autoconfigure.report.wire.Receiver;
import io.github.tracespring.autoconfigure.report.wire.RequestHeaders;
import io.github.tracespring.autoconfigure.report.zipkin.ZipkinSpanExporter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.StringUtils;

/**
 * Where finished spans leave: the exporter that the batcher asks for, or the user's own,
 * fed in batches by one processor that closes with the context.
 */
@AutoConfiguration(after = TelemetryAutoConfiguration.class,
		beforeName = "io.github.tracespring.autoconfigure.core.TracingAutoConfiguration")
@ConditionalOnTelemetry
public final class ReportAutoConfiguration {

	private static final String EXPORTER = "telemetrySpanExporter";

	/**
	 * Shut down by the processor, which has to send the last spans first. There is none
	 * if the application was prepared ahead of time and runs without an endpoint.
	 */
	@Bean(name = EXPORTER, destroyMethod = "")
	@ConditionalOnMissingBean
	@Conditional(OnEndpointCondition.class)
	SpanExporter spanExporter(TelemetrySettings settings, ObjectProvider<SslBundles> bundles,
			ObjectProvider<OtlpHeadersSupplier> headers, ResourceLoader loader) {
		Endpoint endpoint = settings.endpoint();
		if (endpoint == null) {
			return null;
		}
		Receiver receiver = new Receiver(endpoint.uri(),
				new RequestHeaders(endpoint, settings.headers(), headers.getIfAvailable()),
				SslBundleSource.of(settings.sslBundle(), bundles.getIfAvailable()), settings.batch().getExportTimeout(),
				settings.batch().compresses(endpoint));
		return switch (settings.batcher()) {
			case OTLPGRPC ->
				OtlpGrpcSpanExporter.create(receiver, settings.batch().getMaxInFlight(), loader.getClassLoader());
			case OTLPHTTP -> new OtlpHttpSpanExporter(receiver);
			case ZIPKIN -> new ZipkinSpanExporter(receiver);
			case JAEGER -> JaegerSpanExporters.of(endpoint, receiver);
			case FILE -> FileSpanExporter.open(settings.endpoint());
			case LOG -> null;
		};
	}

	/**
	 * Closed by the processor, which leaves the last spans there. There is none unless a
	 * directory is set.
	 */
	@Bean(destroyMethod = "")
	@ConditionalOnMissingBean
	@ConditionalOnBean(name = EXPORTER)
	Spool telemetrySpool(TelemetrySettings settings, TelemetrySpoolProperties properties) {
		boolean on = settings.endpoint() != null && StringUtils.hasText(properties.getDirectory());
		return on ? FileSpool.open(properties, settings) : null;
	}

	/** Takes the exporters with their names, which the log tells. */
	@Bean
	@ConditionalOnBean(SpanExporter.class)
	SpanPipeline telemetrySpanProcessor(TelemetrySettings settings, ObjectProvider<Map<String, SpanExporter>> exporters,
			ObjectProvider<Spool> spool) {
		List<Destination> destinations = new ArrayList<>();
		exporters.getIfAvailable(Map::of).forEach((name, exporter) -> {
			Target target = name.equals(EXPORTER) ? ours(settings, exporter, spool.getIfAvailable()) : new Target(
					"the bean '" + name + "'", exporter, UnaryOperator.identity(), false, 1, settings.batch(), null);
			destinations.add(new Destination(target, new Circuit(() -> ThreadLocalRandom.current().nextDouble()),
					System::nanoTime));
		});
		return new SpanPipeline(destinations, settings.shutdownTimeout(), System::nanoTime);
	}

	/** A file, and the socket to an agent, take one batch after the other. */
	private static Target ours(TelemetrySettings settings, SpanExporter exporter, Spool spool) {
		boolean answers = settings.endpoint().uri().getScheme().startsWith("http");
		return new Target(settings.endpoint().toString(), exporter, form(exporter), true,
				answers ? settings.batch().getMaxInFlight() : 1, settings.batch(), spool);
	}

	/** Of a bean that only has the name, or wraps ours, nothing is known. */
	private static UnaryOperator<SpanData> form(SpanExporter exporter) {
		boolean otlp = exporter instanceof OtlpHttpSpanExporter || exporter instanceof OtlpGrpcSpanExporter;
		return otlp ? new EncodedSpans()::encode : UnaryOperator.identity();
	}

	@Bean
	@Conditional(OnLogCondition.class)
	SpanProcessor traceLog(TelemetrySettings settings) {
		return (settings.batcher() == Batcher.LOG) ? new TraceLog() : null;
	}

	/** The log is asked for, or may be by the settings of the run. */
	static final class OnLogCondition extends AnyNestedCondition {

		OnLogCondition() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnProperty(name = "telemetry.batcher", havingValue = "log")
		static final class Log {

		}

		@ConditionalOnProperty(AbstractAotProcessor.AOT_PROCESSING)
		static final class AheadOfTime {

		}

	}

}
