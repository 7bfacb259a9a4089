// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.wire;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads of an HTTP client: as many as it asks for, which end when they are idle and do
 * not keep the JVM alive.
 */
public final class DaemonThreads {

	private DaemonThreads() {
	}

	/**
	 * Makes a pool.
	 * @param name the name of each thread
	 * @return the pool, without a thread
	 */
	public static ExecutorService pool(String name) {
		return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), (task) -> {
			Thread started = new Thread(task, name);
			started.setDaemon(true);
			return started;
		});
	}

}
