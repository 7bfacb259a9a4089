// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.scheduling;

import java.lang.reflect.UndeclaredThrowableException;
import java.util.function.Consumer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tracespring.autoconfigure.core.propagation.ObservedContext;
import io.github.tracespring.autoconfigure.core.sampling.Suppression;
import io.github.tracespring.autoconfigure.core.span.SpanErrors;

import org.springframework.scheduling.support.ScheduledTaskObservationContext;

/**
 * Makes a root span of each run of a method with {@code @Scheduled}, from the observation
 * that Spring makes of it: that way reactive methods are covered too, and no proxy is
 * needed.
 *
 * @see <a href=
 * "https://opentelemetry.io/docs/specs/semconv/registry/attributes/code/">Semantic
 * conventions, code.function.name</a>
 */
final class ScheduledRunHandler implements ObservationHandler<ScheduledTaskObservationContext> {

	private static final Logger logger = LoggerFactory.getLogger(ScheduledRunHandler.class);

	private static final AttributeKey<String> CODE_FUNCTION_NAME = AttributeKey.stringKey("code.function.name");

	private final Tracer tracer;

	private final ScheduledMethods methods;

	ScheduledRunHandler(Tracer tracer, ScheduledMethods methods) {
		this.tracer = tracer;
		this.methods = methods;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ScheduledTaskObservationContext;
	}

	@Override
	public void onStart(ScheduledTaskObservationContext observed) {
		try {
			// Another application may have added its handler to the same registry
			if (!observed.containsKey(ScheduledRun.class)) {
				// For Reactor, which carries the observation to its threads and no
				// context
				ObservedContext inside = ObservedContext.in(Context.root());
				Context context = start(observed, inside.mark(Context.root()));
				inside.attachTo(observed, () -> context);
				observed.put(ScheduledRun.class, new ScheduledRun(this, context));
			}
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("A scheduled run is not traced", ex);
		}
	}

	/** Never below what started the scheduler. */
	private Context start(ScheduledTaskObservationContext observed, Context root) {
		if (this.methods.isIgnored(observed)) {
			return Suppression.suppress(root);
		}
		Span span = this.tracer.spanBuilder(ScheduledMethods.shortName(observed))
			.setNoParent()
			.setAttribute(CODE_FUNCTION_NAME, ScheduledMethods.fullName(observed))
			.startSpan();
		return root.with(span);
	}

	@Override
	public void onScopeOpened(ScheduledTaskObservationContext observed) {
		with(observed, ScheduledRun::enter);
	}

	@Override
	public void onScopeClosed(ScheduledTaskObservationContext observed) {
		with(observed, ScheduledRun::leave);
	}

	@Override
	public void onError(ScheduledTaskObservationContext observed) {
		with(observed, (run) -> SpanErrors.record(run.span(), error(observed)));
	}

	@Override
	public void onStop(ScheduledTaskObservationContext observed) {
		with(observed, (run) -> run.span().end());
	}

	/** Spring wraps checked exceptions. */
	private static Throwable error(ScheduledTaskObservationContext observed) {
		Throwable error = observed.getError();
		return (error instanceof UndeclaredThrowableException && error.getCause() != null) ? error.getCause() : error;
	}

	private void with(ScheduledTaskObservationContext observed, Consumer<ScheduledRun> action) {
		ScheduledRun run = observed.get(ScheduledRun.class);
		if (run != null && run.isOwnedBy(this)) {
			action.accept(run);
		}
	}

}
