// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.http;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/**
 * A client's builder that instruments once more when it builds, because users add
 * interceptors to a builder after they got it. A dynamic proxy, because the interfaces of
 * the builders differ between Spring's generations.
 */
public final class InstrumentedBuilder implements InvocationHandler {

	private final Class<?> type;

	private final Object delegate;

	private final Consumer<Object> instrument;

	private InstrumentedBuilder(Class<?> type, Object delegate, Consumer<Object> instrument) {
		this.type = type;
		this.delegate = delegate;
		this.instrument = instrument;
	}

	/**
	 * Instruments a builder, now and when it builds.
	 * @param <B> the builder's interface
	 * @param type the builder's interface
	 * @param builder the builder; one that is instrumented already is not wrapped twice
	 * @param instrument adds what traces to a builder
	 * @return the builder to use from now on
	 */
	public static <B> B of(Class<B> type, B builder, Consumer<B> instrument) {
		Object delegate = builder;
		if (Proxy.isProxyClass(builder.getClass())
				&& Proxy.getInvocationHandler(builder) instanceof InstrumentedBuilder known) {
			delegate = known.delegate;
		}
		Consumer<Object> instrumentAny = (any) -> instrument.accept(type.cast(any));
		instrumentAny.accept(delegate);
		return type.cast(new InstrumentedBuilder(type, delegate, instrumentAny).proxy());
	}

	private Object proxy() {
		return Proxy.newProxyInstance(this.type.getClassLoader(), new Class<?>[] { this.type }, this);
	}

	@Override
	public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
		if (method.getName().equals("equals")) {
			return proxy == arguments[0];
		}
		if (method.getName().equals("build")) {
			this.instrument.accept(this.delegate);
		}
		Object result;
		try {
			result = method.invoke(this.delegate, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
		if (result == this.delegate) {
			return proxy;
		}
		// A clone
		return this.type.isInstance(result) ? new InstrumentedBuilder(this.type, result, this.instrument).proxy()
				: result;
	}

}
