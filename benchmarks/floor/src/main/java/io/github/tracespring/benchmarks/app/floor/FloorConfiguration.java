// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.app.floor;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

@Configuration(proxyBeanMethods = false)
class FloorConfiguration {

	@Bean
	OpenTelemetrySdk openTelemetry(@Value("${floor.endpoint}") String endpoint) {
		Resource resource = Resource.getDefault()
			.toBuilder()
			.put(AttributeKey.stringKey("service.name"), "benchmark")
			.build();
		OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder().setEndpoint(endpoint).build();
		SdkTracerProvider provider = SdkTracerProvider.builder()
			.setResource(resource)
			.addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
			.build();
		return OpenTelemetrySdk.builder()
			.setTracerProvider(provider)
			.setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
			.build();
	}

	@Bean
	FilterRegistrationBean<FloorFilter> floorFilter(OpenTelemetry openTelemetry) {
		FilterRegistrationBean<FloorFilter> registration = new FilterRegistrationBean<>(new FloorFilter(openTelemetry));
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
		return registration;
	}

	@Bean
	RestTemplateCustomizer floorCustomizer(OpenTelemetry openTelemetry) {
		FloorInterceptor interceptor = new FloorInterceptor(openTelemetry);
		return (restTemplate) -> restTemplate.getInterceptors().add(interceptor);
	}

}
