// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.sdk.trace.ReadableSpan;
import reactor.util.context.ContextView;

/**
 * The OpenTelemetry context that a Micrometer observation stands for. Observations travel
 * beside contexts, through Reactor and across threads, so where both arrive somebody has
 * to know which of the two is the inner one: every context made inside an observation
 * says so.
 */
public final class ObservedContext {

	/** Where a Reactor context holds the observation that a reactive chain runs in. */
	private static final String REACTOR_KEY = ObservationThreadLocalAccessor.KEY;

	private static final ContextKey<ObservedContext> KEY = ContextKey.named("telemetry-observed");

	/** Any registry knows the current observation of all. */
	private static final ObservationRegistry REGISTRY = ObservationRegistry.create();

	private final ObservedContext outer;

	private Supplier<Context> context = Context::current;

	private ObservedContext(ObservedContext outer) {
		this.outer = outer;
	}

	/**
	 * Begins the context of an observation.
	 * @param parent the context that the observation is in
	 * @return what {@link #mark} and {@link #attachTo} are to be called on
	 */
	public static ObservedContext in(Context parent) {
		return new ObservedContext(parent.get(KEY));
	}

	/**
	 * Marks a context as made inside the observation, with all that will be made from it.
	 * @param parent the context that the observation is in
	 * @return the marked context
	 */
	public Context mark(Context parent) {
		return parent.with(KEY, this);
	}

	/**
	 * Has the observation found with its context from now on.
	 * @param observation the observation's own context
	 * @param context supplies the marked context with the observation's span
	 */
	public void attachTo(Observation.Context observation, Supplier<Context> context) {
		this.context = context;
		observation.put(ObservedContext.class, this);
	}

	/**
	 * The context with the observation's span.
	 * @return the context
	 */
	public Context context() {
		return this.context.get();
	}

	/**
	 * Finds the inner one of a context and this thread's observation.
	 * @param context a context
	 * @return the context, unless the observation was made inside it; then that of the
	 * observation
	 */
	public static Context onThread(Context context) {
		return innermost(context, REGISTRY.getCurrentObservation());
	}

	/**
	 * Finds the context that a reactive chain runs in, be it that of an observation.
	 * @param chain Reactor's context
	 * @param other the context if the chain says nothing
	 * @return the context
	 */
	public static Context inChain(ContextView chain, Context other) {
		Context context = chain.getOrDefault(ReactiveContext.KEY, other);
		return (chain.getOrDefault(REACTOR_KEY, null) instanceof Observation observation)
				? innermost(context, observation) : context;
	}

	private static Context innermost(Context context, Observation observation) {
		ObservedContext observed = (observation != null) ? observation.getContextView().get(ObservedContext.class)
				: null;
		return (observed == null || observed.isAround(context)) ? context : observed.context(context);
	}

	private boolean isAround(Context context) {
		ObservedContext other = context.get(KEY);
		while (other != null && other != this) {
			other = other.outer;
		}
		return other == this;
	}

	private Context context(Context other) {
		Context current = Context.current();
		// What is current may know more than the observation, its baggage for one
		Context own = (current.get(KEY) == this) ? current : context();
		return isSpanIn(own, other) ? other : own;
	}

	/**
	 * Whether the other's span is that of the observation, if it has one, or a child of
	 * it.
	 */
	private static boolean isSpanIn(Context own, Context other) {
		SpanContext observed = Span.fromContext(own).getSpanContext();
		Span span = Span.fromContext(other);
		return !observed.isValid() || observed.equals(span.getSpanContext())
				|| (span instanceof ReadableSpan readable && observed.equals(readable.getParentSpanContext()));
	}

}
