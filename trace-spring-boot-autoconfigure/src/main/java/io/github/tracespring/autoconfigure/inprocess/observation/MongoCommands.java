// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.observation;

import com.mongodb.RequestContext;
import com.mongodb.event.CommandStartedEvent;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

import io.github.tracespring.autoconfigure.core.propagation.ObservedContext;
import io.github.tracespring.autoconfigure.core.propagation.ReactiveContext;

import org.springframework.data.mongodb.observability.MongoObservationCommandListener;

/**
 * Spring Data's listener, which in a reactive chain knows the observation alone; the
 * driver has changed the thread by then, so what else is current there is in the chain.
 */
@SuppressWarnings("removal")
final class MongoCommands extends MongoObservationCommandListener {

	MongoCommands(ObservationRegistry registry) {
		super(registry);
	}

	@Override
	public void commandStarted(CommandStartedEvent event) {
		RequestContext request = event.getRequestContext();
		if (request == null || !request.hasKey(ReactiveContext.KEY)) {
			super.commandStarted(event);
			return;
		}
		try (Scope scope = inChain(request).makeCurrent()) {
			super.commandStarted(event);
		}
	}

	private static Context inChain(RequestContext request) {
		var chain = reactor.util.context.Context.of(ReactiveContext.KEY, request.get(ReactiveContext.KEY));
		return ObservedContext.inChain(chain.putNonNull(ObservationThreadLocalAccessor.KEY,
				request.getOrDefault(ObservationThreadLocalAccessor.KEY, null)), Context.current());
	}

}
