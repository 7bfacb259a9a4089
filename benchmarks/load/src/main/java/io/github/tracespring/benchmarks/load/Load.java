// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.load;

import java.io.IOException;

/**
 * A steady load of an application.
 */
final class Load {

	private final Generator generator;

	private final Thread thread;

	Load(App app, int perSecond) throws IOException {
		this.generator = new Generator(app.port(), Scenario.ONE.path(), 16, perSecond);
		this.thread = new Thread(this.generator, "generator");
		this.thread.start();
	}

	/** Requests that were answered so far: each with success, or this fails. */
	long completed() {
		return this.generator.completed();
	}

	long stop() throws InterruptedException {
		this.generator.stop();
		this.thread.join();
		return completed();
	}

}
