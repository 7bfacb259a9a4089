// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import jakarta.servlet.Servlet;

import io.github.tracespring.autoconfigure.config.ConditionalOnTelemetry;
import io.github.tracespring.autoconfigure.config.TelemetryAutoConfiguration;
import io.github.tracespring.autoconfigure.inbound.http.UntracedPath;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;

/**
 * The viewer: keeps the recent spans, of this application and of those that report to it,
 * and serves them to a browser on this machine.
 */
@AutoConfiguration(after = TelemetryAutoConfiguration.class)
@ConditionalOnTelemetry
@ConditionalOnWebApplication
public final class ViewerAutoConfiguration {

	private static final Duration DELAY = Duration.ofMillis(500);

	private static final int MAX_QUEUE_SIZE = 8192;

	@Bean
	ViewerStartupLine viewerStartupLine(ApplicationContext context, ObjectProvider<ViewerSettings> settings,
			ObjectProvider<ViewerUrl> url) {
		return new ViewerStartupLine(context, settings, url);
	}

	/** All there is to it. */
	@Configuration(proxyBeanMethods = false)
	@Conditional(OnViewerCondition.class)
	@EnableConfigurationProperties(ViewerProperties.class)
	static class Enabled {

		/** Eager even where beans are lazy, as a bad value stops the start. */
		@Bean
		@Lazy(false)
		ViewerSettings viewerSettings(ViewerProperties properties, ApplicationContext context) {
			return ViewerSettings.of(properties, context.getEnvironment(), context.getClassLoader());
		}

		@Bean
		TraceStore viewerTraceStore(ViewerSettings settings) {
			return new TraceStore(settings.maxSpans());
		}

		/** One of several: the spans go to the endpoint as well, if there is one. */
		@Bean
		SpanProcessor viewerSpanProcessor(TraceStore store, ViewerSettings settings, ViewerUrl url) {
			Consumer<SpanData> links = settings.logLinks() ? new ErrorLinks(url) : (span) -> {
			};
			return BatchSpanProcessor.builder(new ViewerSpanExporter(store, links))
				.setScheduleDelay(DELAY)
				.setMaxQueueSize(MAX_QUEUE_SIZE)
				.build();
		}

		@Bean
		Viewer traceViewer(ViewerSettings settings, TraceStore store,
				@Qualifier("viewerSpanProcessor") SpanProcessor processor) {
			return new Viewer(settings, store,
					() -> processor.forceFlush().join(DELAY.toMillis(), TimeUnit.MILLISECONDS));
		}

		@Bean
		UntracedPath viewerPath(ViewerSettings settings) {
			return new UntracedPath(settings.path() + "/**");
		}

		/**
		 * A servlet of its own: below the context path, whatever else is mapped where.
		 */
		@Configuration(proxyBeanMethods = false)
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
		@ConditionalOnClass(Servlet.class)
		static class OnServlet {

			@Bean
			ViewerUrl viewerUrl(Environment environment, ViewerSettings settings) {
				return new ViewerUrl(environment, "server.servlet.context-path", settings.path());
			}

			@Bean
			ServletRegistrationBean<ViewerServlet> viewerServlet(Viewer viewer, ViewerSettings settings) {
				ServletRegistrationBean<ViewerServlet> registration = new ServletRegistrationBean<>(
						new ViewerServlet(viewer), settings.path() + "/*");
				registration.setName("traceViewer");
				return registration;
			}

		}

		/** Before the application's own handlers, which may be mapped to everything. */
		@Configuration(proxyBeanMethods = false)
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
		@ConditionalOnClass(DispatcherHandler.class)
		static class OnWebFlux {

			@Bean
			ViewerUrl viewerUrl(Environment environment, ViewerSettings settings) {
				return new ViewerUrl(environment, "spring.webflux.base-path", settings.path());
			}

			@Bean
			SimpleUrlHandlerMapping viewerHandlerMapping(Viewer viewer, ViewerSettings settings) {
				ViewerWebHandler handler = new ViewerWebHandler(viewer, settings.path());
				return new SimpleUrlHandlerMapping(Map.of(settings.path(), handler, settings.path() + "/**", handler),
						Ordered.HIGHEST_PRECEDENCE);
			}

		}

	}

}
