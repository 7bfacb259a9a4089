// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.async;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.interceptor.AsyncExecutionInterceptor;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.PriorityOrdered;
import org.springframework.scheduling.annotation.AbstractAsyncConfiguration;
import org.springframework.util.ReflectionUtils;

/**
 * Makes the executors carry the context: those that are beans, and those that
 * {@code @Async} and the publisher of events were given.
 * <p>
 * It needs no bean, and comes before the post-processors that make proxies, and before
 * that of {@code @Async} itself.
 */
final class ExecutorTracingPostProcessor implements BeanPostProcessor, BeanFactoryAware, PriorityOrdered {

	private static final Logger logger = LoggerFactory.getLogger(ExecutorTracingPostProcessor.class);

	private BeanFactory beanFactory;

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		try {
			if (bean instanceof Executor executor) {
				return ContextTaskDecorator.install(executor) ? executor : carrying(executor, beanName);
			}
			if (bean instanceof AbstractAsyncConfiguration async) {
				instrument(async);
			}
			if (bean instanceof SimpleApplicationEventMulticaster events) {
				instrument(events);
			}
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn("The tasks of bean '{}' do not carry the context of the trace", beanName, ex);
		}
		return bean;
	}

	/**
	 * Takes what stands before the executor only where nobody can have asked for more
	 * than that is.
	 */
	private Executor carrying(Executor executor, String beanName) {
		Class<?> declared = declaredType(beanName);
		if (declared == null || !(isCommon(declared) || isPool(declared, executor))) {
			return executor;
		}
		Executor carrying = ContextExecutor.of(executor);
		return declared.isInstance(carrying) ? carrying : executor;
	}

	/** What the bean's definition promises. */
	private Class<?> declaredType(String beanName) {
		if (this.beanFactory instanceof ConfigurableListableBeanFactory factory
				&& factory.containsBeanDefinition(beanName)) {
			return factory.getMergedBeanDefinition(beanName).getResolvableType().resolve();
		}
		return null;
	}

	/** Event loops and the like are declared by interfaces of their own. */
	private static boolean isCommon(Class<?> declared) {
		return declared.isInterface() && (declared.getPackageName().equals("java.util.concurrent")
				|| declared.getPackageName().startsWith("org.springframework."));
	}

	/** A subclass may be cast to, unless it has no name. */
	private static boolean isPool(Class<?> declared, Executor executor) {
		Class<?> type = executor.getClass().isAnonymousClass() ? executor.getClass().getSuperclass()
				: executor.getClass();
		return declared.isAssignableFrom(type)
				&& (type == ThreadPoolExecutor.class || type == ScheduledThreadPoolExecutor.class);
	}

	/**
	 * The executor that {@code @Async} uses by default need not be a bean, neither that
	 * of an {@code AsyncConfigurer} nor the one that Spring makes where it finds none.
	 */
	private void instrument(AbstractAsyncConfiguration async) {
		Field field = ReflectionUtils.findField(AbstractAsyncConfiguration.class, "executor", Supplier.class);
		if (field != null) {
			ReflectionUtils.makeAccessible(field);
			Supplier<?> configured = (Supplier<?>) ReflectionUtils.getField(field, async);
			Supplier<Executor> instrumented = () -> {
				Object executor = (configured != null) ? configured.get() : null;
				return ExecutorTracing
					.carrying((executor != null) ? (Executor) executor : new DefaultExecutor().find(this.beanFactory));
			};
			ReflectionUtils.setField(field, async, instrumented);
		}
	}

	private static void instrument(SimpleApplicationEventMulticaster events) {
		Method getter = ReflectionUtils.findMethod(SimpleApplicationEventMulticaster.class, "getTaskExecutor");
		if (getter != null) {
			ReflectionUtils.makeAccessible(getter);
			if (ReflectionUtils.invokeMethod(getter, events) instanceof Executor executor) {
				events.setTaskExecutor(ExecutorTracing.carrying(executor));
			}
		}
	}

	/** Spring's own search for it. */
	private static final class DefaultExecutor extends AsyncExecutionInterceptor {

		DefaultExecutor() {
			super(null);
		}

		Executor find(BeanFactory beanFactory) {
			return getDefaultExecutor(beanFactory);
		}

	}

}
