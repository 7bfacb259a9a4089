// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.restclient;

import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.client.RestTemplate;

/**
 * Spring Boot's RestTemplateBuilder, whose package differs between Boot 3.5 and 4.
 */
final class RestTemplateBuilders {

	private static final Set<String> NAMES = Set.of("org.springframework.boot.restclient.RestTemplateBuilder",
			"org.springframework.boot.web.client.RestTemplateBuilder");

	private RestTemplateBuilders() {
	}

	static boolean isBuilder(Object bean) {
		return NAMES.contains(bean.getClass().getName());
	}

	/**
	 * Adds a customizer, because those run after all interceptors of the builder are in
	 * place. Its type has moved with the builder.
	 * @param builder the builder
	 * @param tracing instruments the templates that the builder builds
	 * @return the builder to go on with
	 */
	static Object instrument(Object builder, RestClientTracing tracing) {
		try {
			Class<?> type = builder.getClass();
			Object customizer = customizer(
					ClassUtils.forName(type.getPackageName() + ".RestTemplateCustomizer", type.getClassLoader()),
					tracing);
			return type.getMethod("additionalCustomizers", Collection.class).invoke(builder, List.of(customizer));
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Object customizer(Class<?> type, RestClientTracing tracing) {
		return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, arguments) -> {
			if (ReflectionUtils.isObjectMethod(method)) {
				return ReflectionUtils.invokeMethod(method, tracing, arguments);
			}
			tracing.instrument((RestTemplate) arguments[0]);
			return null;
		});
	}

}
