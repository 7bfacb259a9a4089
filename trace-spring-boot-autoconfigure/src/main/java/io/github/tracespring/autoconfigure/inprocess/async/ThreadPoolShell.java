// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.async;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Modifier;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.springframework.cglib.proxy.Callback;
import org.springframework.cglib.proxy.CallbackFilter;
import org.springframework.cglib.proxy.Enhancer;
import org.springframework.cglib.proxy.NoOp;

/**
 * A pool of threads that has none: each public method goes to another pool. Code that
 * wants a {@link ThreadPoolExecutor}, such as metrics, finds one. Its class is made at
 * run time, as those of configuration classes are, and so has the methods of whatever JDK
 * this is.
 */
interface ThreadPoolShell {

	/** The same for all shells of a type, which then have the same class. */
	CallbackFilter PUBLIC = (method) -> Modifier.isPublic(method.getModifiers()) ? 0 : 1;

	/**
	 * Creates a shell.
	 * @param pool the pool whose type the shell has
	 * @param handler gets the calls
	 */
	static ThreadPoolExecutor create(ThreadPoolExecutor pool, InvocationHandler handler) {
		org.springframework.cglib.proxy.InvocationHandler all = handler::invoke;
		Enhancer enhancer = new Enhancer();
		enhancer.setSuperclass((pool instanceof ScheduledThreadPoolExecutor) ? ScheduledThreads.class : Threads.class);
		enhancer.setCallbackFilter(PUBLIC);
		enhancer.setCallbacks(new Callback[] { all, NoOp.INSTANCE });
		return (ThreadPoolExecutor) enhancer.create();
	}

	/** For a {@link ThreadPoolExecutor}. */
	class Threads extends ThreadPoolExecutor implements ThreadPoolShell {

		Threads() {
			super(0, 1, 0, TimeUnit.SECONDS, new SynchronousQueue<>());
		}

	}

	/** For a {@link ScheduledThreadPoolExecutor}. */
	class ScheduledThreads extends ScheduledThreadPoolExecutor implements ThreadPoolShell {

		ScheduledThreads() {
			super(0);
		}

	}

}
