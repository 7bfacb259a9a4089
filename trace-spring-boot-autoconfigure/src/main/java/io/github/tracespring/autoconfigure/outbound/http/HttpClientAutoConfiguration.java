// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.http;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.propagation.ContextPropagators;

import io.github.tracespring.autoconfigure.config.ConditionalOnTelemetry;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;
import io.github.tracespring.autoconfigure.core.propagation.InjectHosts;
import io.github.tracespring.autoconfigure.core.sampling.SamplerTraits;
import io.github.tracespring.autoconfigure.core.span.QueryRedactor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * The rules that all HTTP clients share.
 */
@AutoConfiguration(after = TracingAutoConfiguration.class)
@ConditionalOnTelemetry
public final class HttpClientAutoConfiguration {

	@Bean
	HttpClientHandler httpClientHandler(ObjectProvider<Tracer> tracer, ObjectProvider<ContextPropagators> propagators,
			ObjectProvider<QueryRedactor> redactor, ObjectProvider<SamplerTraits> sampler, InjectHosts hosts) {
		return new HttpClientHandler(tracer, propagators, redactor, sampler, hosts);
	}

}
