// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.annotation;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tracespring.autoconfigure.core.sampling.Suppression;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.MethodClassKey;
import org.springframework.util.ClassUtils;

/**
 * Runs an annotated method inside its span, which ends when the method is done: when it
 * returns or throws, or when what it returned completes.
 *
 * @see <a href= "https://opentelemetry.io/docs/specs/semconv/code/">Semantic conventions,
 * source code attributes</a>
 */
final class WithSpanInterceptor implements MethodInterceptor {

	private static final Logger logger = LoggerFactory.getLogger(WithSpanInterceptor.class);

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.publisher.Flux",
			WithSpanInterceptor.class.getClassLoader());

	private final ObjectProvider<Tracer> tracers;

	private volatile Tracer tracer;

	private final ConcurrentMap<MethodClassKey, TracedMethod> methods = new ConcurrentHashMap<>();

	private volatile boolean failed;

	/** The tracer is asked for late: beans are processed before it can be made. */
	WithSpanInterceptor(ObjectProvider<Tracer> tracers) {
		this.tracers = tracers;
	}

	/** Without a lock of our own, as beans are made under Spring's. */
	private Tracer tracer() {
		Tracer known = this.tracer;
		if (known == null) {
			known = this.tracers.getObject();
			this.tracer = known;
		}
		return known;
	}

	@Override
	public Object invoke(MethodInvocation invocation) throws Throwable {
		TracedMethod method = method(invocation);
		if (method == null) {
			return invocation.proceed();
		}
		if (!method.span()) {
			addAttributes(method, Span.current(), invocation.getArguments());
			return invocation.proceed();
		}
		if (REACTOR && ReactiveResults.supports(method.returnType())) {
			return invokeReactive(invocation, method);
		}
		MethodSpan span = start(method, invocation.getArguments(), Context.current());
		return (span != null) ? invoke(invocation, span) : invocation.proceed();
	}

	private static Object invoke(MethodInvocation invocation, MethodSpan span) throws Throwable {
		Object result;
		try (Scope scope = span.makeCurrent()) {
			result = invocation.proceed();
		}
		catch (Throwable ex) {
			span.fail(ex);
			throw ex;
		}
		// the very instance goes back, so that cancelling it reaches whoever made it
		if (result instanceof CompletionStage<?> stage) {
			endWith(stage, span);
		}
		else {
			span.end();
		}
		return result;
	}

	private static void endWith(CompletionStage<?> stage, MethodSpan span) {
		try {
			stage.whenComplete((value, error) -> {
				if (error != null) {
					span.fail(error);
				}
				else {
					span.end();
				}
			});
		}
		catch (RuntimeException ex) {
			span.end();
		}
	}

	/**
	 * The method only describes the work, which each subscription does anew. Unless it
	 * fails: then there will be none.
	 */
	private Object invokeReactive(MethodInvocation invocation, TracedMethod method) throws Throwable {
		Object[] arguments = invocation.getArguments().clone();
		try {
			return ReactiveResults.trace(invocation.proceed(), (parent) -> start(method, arguments, parent));
		}
		catch (Throwable ex) {
			MethodSpan span = start(method, arguments, Context.current());
			if (span != null) {
				span.fail(ex);
			}
			throw ex;
		}
	}

	private TracedMethod method(MethodInvocation invocation) {
		Object target = invocation.getThis();
		Class<?> type = (target != null) ? AopUtils.getTargetClass(target) : null;
		return this.methods.computeIfAbsent(new MethodClassKey(invocation.getMethod(), type),
				(key) -> TracedMethod.find(invocation.getMethod(), type));
	}

	private MethodSpan start(TracedMethod method, Object[] arguments, Context parent) {
		try {
			// a new trace below a request that is not traced would be traced
			Context effective = (method.inheritContext() || Suppression.isSuppressed(parent)) ? parent : Context.root();
			Span span = tracer().spanBuilder(method.name())
				.setSpanKind(method.kind())
				.setParent(effective)
				.setAttribute("code.function.name", method.function())
				.startSpan();
			addAttributes(method, span, arguments);
			return new MethodSpan(effective.with(span));
		}
		catch (RuntimeException | LinkageError ex) {
			fail(ex);
			return null;
		}
	}

	private void addAttributes(TracedMethod method, Span span, Object[] arguments) {
		try {
			method.addAttributes(span, arguments);
		}
		catch (RuntimeException | LinkageError ex) {
			fail(ex);
		}
	}

	private void fail(Throwable ex) {
		if (!this.failed) {
			this.failed = true;
			logger.warn("A method could not be traced as its annotations say; this is logged once", ex);
		}
	}

}
