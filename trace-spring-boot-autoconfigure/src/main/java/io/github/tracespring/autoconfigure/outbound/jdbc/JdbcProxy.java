// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.jdbc;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.core.NativeDetector;
import org.springframework.util.ClassUtils;

/**
 * A connection or statement that passes everything on to the driver's own. It has all
 * public interfaces of that, so that casts to them keep working, and it unwraps to what
 * that unwraps to.
 */
abstract class JdbcProxy implements InvocationHandler {

	/** The proxy's constructor for a class of the driver. */
	private static final ClassValue<Constructor<?>> CONSTRUCTORS = new ClassValue<>() {

		@Override
		protected Constructor<?> computeValue(Class<?> type) {
			return constructor(type);
		}

	};

	private final Object delegate;

	JdbcProxy(Object delegate) {
		this.delegate = delegate;
	}

	/** The proxy that a JDBC object is, or {@code null} if it is none of ours. */
	static JdbcProxy of(Object jdbc) {
		return (jdbc != null && Proxy.isProxyClass(jdbc.getClass())
				&& Proxy.getInvocationHandler(jdbc) instanceof JdbcProxy proxy) ? proxy : null;
	}

	final Object delegate() {
		return this.delegate;
	}

	final Object newProxy() {
		try {
			return CONSTRUCTORS.get(this.delegate.getClass()).newInstance(this);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public final Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
		if (method.getDeclaringClass() == Object.class) {
			return switch (method.getName()) {
				case "equals" -> proxy == arguments[0] || isProxyOfSame(arguments[0]);
				case "hashCode" -> this.delegate.hashCode();
				default -> this.delegate.toString();
			};
		}
		return invokeTraced(proxy, method, arguments);
	}

	/**
	 * Invokes a method that the proxy does not answer itself.
	 * @param proxy the proxy
	 * @param method the method
	 * @param arguments its arguments, or {@code null} if it has none
	 * @return what the driver returns, or a proxy of that
	 * @throws Throwable what the driver throws
	 */
	abstract Object invokeTraced(Object proxy, Method method, Object[] arguments) throws Throwable;

	private boolean isProxyOfSame(Object jdbc) {
		JdbcProxy other = of(jdbc);
		return other != null && this.delegate.equals(other.delegate);
	}

	final Object pass(Method method, Object[] arguments) throws Throwable {
		try {
			return method.invoke(this.delegate, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private static Constructor<?> constructor(Class<?> type) {
		ClassLoader loader = type.getClassLoader();
		if (!NativeDetector.inNativeImage()) {
			try {
				return constructor(loader, interfaces(type));
			}
			catch (IllegalArgumentException ex) {
				// They contradict each other
			}
		}
		return constructor(loader, Set.of(standard(type)));
	}

	private static Set<Class<?>> interfaces(Class<?> type) {
		return ClassUtils.getAllInterfacesForClassAsSet(type, type.getClassLoader())
			.stream()
			.filter((candidate) -> Modifier.isPublic(candidate.getModifiers()) && !candidate.isSealed()
					&& candidate.getModule().isExported(candidate.getPackageName()))
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	/** All that a native image has, which can not know each driver when it is built. */
	private static Class<?> standard(Class<?> type) {
		return Stream.of(CallableStatement.class, PreparedStatement.class, Statement.class, Connection.class)
			.filter((standard) -> standard.isAssignableFrom(type))
			.findFirst()
			.orElseThrow();
	}

	private static Constructor<?> constructor(ClassLoader loader, Set<Class<?>> interfaces) {
		Class<?>[] types = interfaces.toArray(Class<?>[]::new);
		InvocationHandler none = (proxy, method, arguments) -> null;
		try {
			return Proxy.newProxyInstance(loader, types, none).getClass().getConstructor(InvocationHandler.class);
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
