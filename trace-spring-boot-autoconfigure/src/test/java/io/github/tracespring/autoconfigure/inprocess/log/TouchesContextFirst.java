// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.log;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;

import io.github.tracespring.autoconfigure.testing.TestApplication;

/**
 * An application in a JVM of its own, which may use a context before it starts.
 */
final class TouchesContextFirst {

	private TouchesContextFirst() {
	}

	public static void main(String[] args) {
		if (args[0].equals("early")) {
			Context.root().makeCurrent().close();
		}
		new TestApplication().run().close();
		new TestApplication().run().close();
		System.out.println("contexts are in " + ContextStorage.get().getClass().getSimpleName());
	}

}
