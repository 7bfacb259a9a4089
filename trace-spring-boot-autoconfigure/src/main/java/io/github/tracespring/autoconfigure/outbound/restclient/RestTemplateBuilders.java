// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.restclient;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.Set;

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
	 * place. Its type has moved as well: it is taken from the method's signature.
	 * @param builder the builder
	 * @param tracing instruments the templates that the builder builds
	 * @return the builder to go on with
	 */
	static Object instrument(Object builder, RestClientTracing tracing) {
		try {
			Method method = additionalCustomizers(builder.getClass());
			Class<?> type = method.getParameterTypes()[0].getComponentType();
			MethodHandle instrument = MethodHandles.lookup()
				.findVirtual(RestClientTracing.class, "instrument",
						MethodType.methodType(RestTemplate.class, RestTemplate.class))
				.bindTo(tracing);
			Object customizers = Array.newInstance(type, 1);
			Array.set(customizers, 0, MethodHandleProxies.asInterfaceInstance(type, instrument));
			return method.invoke(builder, customizers);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Method additionalCustomizers(Class<?> type) throws NoSuchMethodException {
		for (Method method : type.getMethods()) {
			if (method.getName().equals("additionalCustomizers") && method.isVarArgs()) {
				return method;
			}
		}
		throw new NoSuchMethodException(type.getName() + ".additionalCustomizers");
	}

}
