// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.jdbc;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;

import org.springframework.aop.framework.AopConfigException;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.target.EmptyTargetSource;
import org.springframework.core.NativeDetector;
import org.springframework.util.ClassUtils;

/**
 * A DataSource whose connections are traced. It is a subclass of the DataSource's class
 * where there can be one, so that it can be injected as what it is, and else has the same
 * interfaces. It unwraps to what the DataSource unwraps to.
 */
final class TracedDataSource implements MethodInterceptor {

	private final DataSource delegate;

	private final JdbcHandler handler;

	private final Databases databases = new Databases();

	private DataSource proxy;

	private TracedDataSource(DataSource delegate, JdbcHandler handler) {
		this.delegate = delegate;
		this.handler = handler;
	}

	/**
	 * Traces a DataSource.
	 * @param dataSource a DataSource that is not traced
	 * @param handler decides about the spans
	 * @return the DataSource to use
	 */
	static DataSource of(DataSource dataSource, JdbcHandler handler) {
		TracedDataSource traced = new TracedDataSource(dataSource, handler);
		traced.proxy = traced.newProxy();
		return traced.proxy;
	}

	/**
	 * The DataSource behind one that is traced.
	 * @param dataSource any DataSource
	 * @return the original, or {@code null} if the given one is not traced itself
	 */
	static DataSource delegate(DataSource dataSource) {
		if (!AopUtils.isAopProxy(dataSource)) {
			return null;
		}
		try {
			TracedDataSource traced = dataSource.isWrapperFor(TracedDataSource.class)
					? dataSource.unwrap(TracedDataSource.class) : null;
			return (traced != null && traced.proxy == dataSource) ? traced.delegate : null;
		}
		catch (SQLException | RuntimeException | LinkageError ex) {
			return null;
		}
	}

	/**
	 * The class that a DataSource will have, to be made ahead of time where it can be
	 * known by then.
	 * @param type what the DataSource is declared as
	 * @return the subclass, or the given type if there is none
	 */
	static Class<?> type(Class<?> type) {
		try {
			return (!type.isInterface() && isSubclassable(type))
					? new TracedDataSource(null, null).subclassOf(type).getProxyClass(type.getClassLoader()) : type;
		}
		catch (AopConfigException ex) {
			return type;
		}
	}

	/** Whether a subclass can take each call of a DataSource. */
	static boolean isSubclassable(Class<?> type) {
		if (Modifier.isFinal(type.getModifiers()) || Modifier.isPrivate(type.getModifiers())) {
			return false;
		}
		try {
			for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
				for (Method method : each.getDeclaredMethods()) {
					int modifiers = method.getModifiers();
					if (Modifier.isFinal(modifiers) && !Modifier.isStatic(modifiers)
							&& !Modifier.isPrivate(modifiers)) {
						return false;
					}
				}
			}
			return true;
		}
		catch (LinkageError ex) {
			return false;
		}
	}

	private DataSource newProxy() {
		Class<?> type = ClassUtils.getUserClass(this.delegate);
		if (isSubclassable(type)) {
			try {
				return (DataSource) subclassOf(type).getProxy(type.getClassLoader());
			}
			catch (AopConfigException ex) {
				JdbcHandler.logger.debug("No subclass of {}", type, ex);
			}
		}
		ProxyFactory factory = factory();
		factory.setInterfaces(NativeDetector.inNativeImage() ? new Class<?>[] { DataSource.class }
				: ClassUtils.getAllInterfaces(this.delegate));
		factory.setTarget(this.delegate);
		return (DataSource) factory.getProxy(type.getClassLoader());
	}

	/**
	 * Without a target, as Spring would return the proxy in place of a target that was
	 * unwrapped.
	 */
	private ProxyFactory subclassOf(Class<?> type) {
		ProxyFactory factory = factory();
		factory.setTargetSource(EmptyTargetSource.forClass(type));
		factory.setProxyTargetClass(true);
		return factory;
	}

	private ProxyFactory factory() {
		ProxyFactory factory = new ProxyFactory();
		factory.setOpaque(true);
		factory.addAdvice(this);
		return factory;
	}

	@Override
	public Object invoke(MethodInvocation invocation) throws Throwable {
		Method method = invocation.getMethod();
		Object[] arguments = invocation.getArguments();
		switch (method.getName()) {
			case "getConnection":
				return getConnection(method, arguments);
			case "isWrapperFor":
				return arguments[0] == TracedDataSource.class || (boolean) pass(method, arguments);
			case "unwrap":
				return (arguments[0] == TracedDataSource.class) ? this : pass(method, arguments);
			default:
				return pass(method, arguments);
		}
	}

	private Object getConnection(Method method, Object[] arguments) throws Throwable {
		JdbcSpan span = this.handler.connection();
		try {
			Object result = pass(method, arguments);
			if (!(result instanceof Connection connection)) {
				span.end();
				return result;
			}
			Connection traced = TracedConnection.of(connection, this.handler, this.databases);
			if (span.isRecording()) {
				span.describe(this.databases.of(connection));
			}
			span.end();
			return traced;
		}
		catch (Throwable ex) {
			span.fail(ex);
			throw ex;
		}
	}

	/** A pool that is given a connection back wants its own. */
	private Object pass(Method method, Object[] arguments) throws Throwable {
		for (int i = 0; i < arguments.length; i++) {
			if (JdbcProxy.of(arguments[i]) instanceof TracedConnection connection) {
				arguments[i] = connection.delegate();
			}
		}
		return AopUtils.invokeJoinpointUsingReflection(this.delegate, method, arguments);
	}

}
