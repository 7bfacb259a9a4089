// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.jdkhttp;

import java.net.http.HttpClient;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Replaces the JDK's clients that are beans. A client of another type is left alone,
 * because somebody may have it injected by that type.
 */
final class JdkHttpClientTracingPostProcessor implements BeanPostProcessor {

	private final ObjectProvider<JdkHttpClientTracing> tracing;

	JdkHttpClientTracingPostProcessor(ObjectProvider<JdkHttpClientTracing> tracing) {
		this.tracing = tracing;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		boolean own = bean instanceof HttpClient && bean.getClass().getModule() == HttpClient.class.getModule();
		return (own || bean instanceof TracingHttpClient) ? this.tracing.getObject().instrument((HttpClient) bean)
				: bean;
	}

}
