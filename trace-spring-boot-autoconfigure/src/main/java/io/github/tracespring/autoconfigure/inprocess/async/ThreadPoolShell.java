// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.async;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Modifier;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.springframework.aot.AotDetector;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.cglib.core.SpringNamingPolicy;
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
		Enhancer enhancer = enhancer(
				(pool instanceof ScheduledThreadPoolExecutor) ? ScheduledThreads.class : Threads.class);
		enhancer.setCallbacks(new Callback[] { all, NoOp.INSTANCE });
		return (ThreadPoolExecutor) enhancer.create();
	}

	private static Enhancer enhancer(Class<? extends ThreadPoolShell> type) {
		Enhancer enhancer = new Enhancer();
		enhancer.setSuperclass(type);
		enhancer.setCallbackFilter(PUBLIC);
		enhancer.setNamingPolicy(SpringNamingPolicy.INSTANCE);
		enhancer.setAttemptLoad(AotDetector.useGeneratedArtifacts());
		return enhancer;
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

	/**
	 * Makes the classes when an application is processed ahead of time, which then has
	 * them: a native image can make none.
	 */
	final class Hints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, ClassLoader classLoader) {
			Stream.of(Threads.class, ScheduledThreads.class).forEach((type) -> {
				Enhancer enhancer = enhancer(type);
				enhancer.setCallbackTypes(
						new Class<?>[] { org.springframework.cglib.proxy.InvocationHandler.class, NoOp.class });
				enhancer.createClass();
			});
		}

	}

}
