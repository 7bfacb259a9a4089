// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.jdkhttp;

import java.lang.reflect.InvocationTargetException;
import java.net.http.HttpClient;
import java.time.Duration;

/**
 * What an HttpClient can do since Java 21, called by name.
 */
final class ClientLifecycle {

	private ClientLifecycle() {
	}

	static void close(HttpClient client) {
		callUninterrupted(client, "close");
	}

	static void shutdown(HttpClient client) {
		callUninterrupted(client, "shutdown");
	}

	static void shutdownNow(HttpClient client) {
		callUninterrupted(client, "shutdownNow");
	}

	static boolean isTerminated(HttpClient client) {
		return (Boolean) callUninterrupted(client, "isTerminated");
	}

	static boolean awaitTermination(HttpClient client, Duration duration) throws InterruptedException {
		return (Boolean) call(client, "awaitTermination", new Class<?>[] { Duration.class }, duration);
	}

	private static Object callUninterrupted(HttpClient client, String name) {
		try {
			return call(client, name, new Class<?>[0]);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Object call(HttpClient client, String name, Class<?>[] types, Object... arguments)
			throws InterruptedException {
		try {
			return HttpClient.class.getMethod(name, types).invoke(client, arguments);
		}
		catch (InvocationTargetException ex) {
			if (ex.getTargetException() instanceof InterruptedException interrupted) {
				throw interrupted;
			}
			if (ex.getTargetException() instanceof Error error) {
				throw error;
			}
			throw (RuntimeException) ex.getTargetException();
		}
		catch (ReflectiveOperationException ex) {
			throw new UnsupportedOperationException("Since Java 21: " + name, ex);
		}
	}

}
