// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.http;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;

import io.github.tracespring.autoconfigure.config.ConditionalOnTelemetry;
import io.github.tracespring.autoconfigure.config.TelemetrySettings;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;
import io.github.tracespring.autoconfigure.core.propagation.IncomingTrust;
import io.github.tracespring.autoconfigure.core.sampling.SamplerTraits;
import io.github.tracespring.autoconfigure.core.span.QueryRedactor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * What every kind of HTTP server shares: the handler, and the requests that it ignores.
 */
@AutoConfiguration(after = TracingAutoConfiguration.class)
@ConditionalOnTelemetry
@ConditionalOnWebApplication
public final class HttpServerTracingAutoConfiguration {

	private static final String FAVICON = "/favicon.ico";

	@Bean
	@ConditionalOnMissingBean
	HttpServerHandler httpServerHandler(OpenTelemetry openTelemetry, Tracer tracer, IncomingTrust trust,
			IgnoredPaths ignoredPaths, QueryRedactor redactor, ObjectProvider<UntracedPath> untracedPaths,
			SamplerTraits sampler) {
		IgnoredPaths all = ignoredPaths.and(untracedPaths.orderedStream().map(UntracedPath::pattern).toList());
		return new HttpServerHandler(openTelemetry, tracer, trust, all, redactor, sampler.readsAttributes());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(PathMappedEndpoints.class)
	static class WithActuator {

		@Bean
		@ConditionalOnMissingBean
		IgnoredPaths ignoredPaths(TelemetrySettings settings, ObjectProvider<PathMappedEndpoints> endpoints,
				Environment environment) {
			if (settings.ignorePaths() != null) {
				return IgnoredPaths.of(settings.ignorePaths());
			}
			String path = environment.getProperty("spring.mvc.servlet.path", "/");
			String prefix = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
			return IgnoredPaths.later(() -> {
				List<String> patterns = new ArrayList<>();
				patterns.add(FAVICON);
				endpoints.ifAvailable((mapped) -> patterns.addAll(ActuatorPaths.patterns(mapped, prefix)));
				return patterns;
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints")
	static class WithoutActuator {

		@Bean
		@ConditionalOnMissingBean
		IgnoredPaths ignoredPaths(TelemetrySettings settings) {
			return IgnoredPaths.of((settings.ignorePaths() != null) ? settings.ignorePaths() : List.of(FAVICON));
		}

	}

}
