// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.async;

import io.github.tracespring.autoconfigure.core.propagation.ObservedContext;
import io.github.tracespring.autoconfigure.core.propagation.ReactiveContext;
import io.micrometer.context.ThreadLocalAccessor;
import io.opentelemetry.context.Context;

/**
 * Tells Micrometer's context propagation, which Reactor uses, of OpenTelemetry's context.
 * It keeps no scopes: nobody promises to restore on the thread, or in the order, that was
 * set; so each call says what is to be current, whatever was before.
 */
final class ContextAccessor implements ThreadLocalAccessor<Context> {

	@Override
	public Object key() {
		return ReactiveContext.KEY;
	}

	@Override
	public Context getValue() {
		Context current = Context.current();
		return (current != Context.root()) ? current : null;
	}

	/**
	 * The observation is set already: Micrometer's accessor is the first of all. One that
	 * was made inside the context stays.
	 */
	@Override
	public void setValue(Context context) {
		restore(ObservedContext.onThread(context));
	}

	@Override
	public void setValue() {
		setValue(Context.root());
	}

	@Override
	public void restore(Context previous) {
		previous.makeCurrent();
	}

	@Override
	public void restore() {
		restore(Context.root());
	}

}
