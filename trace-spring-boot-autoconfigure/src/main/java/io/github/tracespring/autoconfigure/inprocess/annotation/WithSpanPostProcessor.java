// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.annotation;

import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.framework.AopConfigException;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Puts the interceptor around the beans that have annotated methods: first in a proxy
 * that they have already, or else in one of their own. A bean that can not be proxied
 * without harm stays as it is.
 */
final class WithSpanPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

	private static final long serialVersionUID = 1L;

	private static final Logger logger = LoggerFactory.getLogger(WithSpanPostProcessor.class);

	/** Beans of a circle, which others were given before they were complete. */
	private final transient Set<String> early = ConcurrentHashMap.newKeySet();

	/**
	 * Right after the proxies of transactions and aspects, to be outside of them, and
	 * before that of {@code @Async}, which then is outside of this one.
	 */
	WithSpanPostProcessor(WithSpanInterceptor interceptor) {
		this.advisor = new DefaultPointcutAdvisor(new WithSpanPointcut(), interceptor);
		setBeforeExistingAdvisors(true);
		setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
	}

	@Override
	public Object getEarlyBeanReference(Object bean, String beanName) {
		this.early.add(beanName);
		return advise(bean, beanName);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return this.early.remove(beanName) ? bean : advise(bean, beanName);
	}

	private Object advise(Object bean, String beanName) {
		try {
			return super.postProcessAfterInitialization(bean, beanName);
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn("The methods of bean '{}' are not traced, as {} can not be proxied: {}", beanName,
					bean.getClass().getName(), ex.getMessage());
			return bean;
		}
	}

	@Override
	public Class<?> determineBeanType(Class<?> beanClass, String beanName) {
		try {
			return super.determineBeanType(beanClass, beanName);
		}
		catch (RuntimeException | LinkageError ex) {
			return beanClass;
		}
	}

	/**
	 * A final method would run on the proxy itself, whose fields are empty.
	 */
	@Override
	protected void customizeProxyFactory(ProxyFactory proxyFactory) {
		Class<?> type = ClassUtils.getUserClass(proxyFactory.getTargetClass());
		if (!proxyFactory.isProxyTargetClass() || Proxy.isProxyClass(type) || ClassUtils.isLambdaClass(type)) {
			return;
		}
		ReflectionUtils.doWithMethods(type, (method) -> {
			throw new AopConfigException("its method " + method.getName() + " is final");
		}, (method) -> Modifier.isFinal(method.getModifiers()) && method.getDeclaringClass() != Object.class
				&& !Modifier.isPrivate(method.getModifiers()) && !Modifier.isStatic(method.getModifiers())
				&& !method.isSynthetic());
	}

}
