// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.io.IOException;
import java.lang.reflect.Method;

import io.github.tracespring.autoconfigure.report.wire.ExportException;

/**
 * Says in a few words why an export failed.
 */
final class FailureReason {

	private static final int MAX_LENGTH = 300;

	private FailureReason() {
	}

	static String of(Throwable failure) {
		if (failure == null) {
			return "the exporter gave no reason";
		}
		String reason = (failure instanceof ExportException) ? failure.getMessage() : null;
		reason = (reason != null) ? reason : answer(failure);
		reason = (reason != null) ? reason : describe(failure);
		String line = reason.replaceAll("\\p{Cntrl}+", " ").strip();
		return (line.length() > MAX_LENGTH) ? line.substring(0, MAX_LENGTH) + "..." : line;
	}

	/** The first failure, from the outside in, that has something to say. */
	private static String describe(Throwable failure) {
		Throwable last = failure;
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			boolean repeatsItsCause = cause.getCause() != null
					&& cause.getCause().toString().equals(cause.getMessage());
			if (cause.getMessage() != null && !repeatsItsCause) {
				boolean plain = cause.getClass() == IOException.class;
				return plain ? cause.getMessage() : name(cause) + ": " + cause.getMessage();
			}
			last = cause;
		}
		return (last != failure) ? name(failure) + " (" + name(last) + ")" : name(failure);
	}

	private static String name(Throwable failure) {
		return failure.getClass().getSimpleName();
	}

	/**
	 * What the collector answered. OpenTelemetry's exporters keep that in an internal
	 * exception without a message, whose types moved between 1.49 and 1.62: so by name.
	 */
	private static String answer(Throwable failure) {
		try {
			Method getter = failure.getClass().getMethod("getResponse");
			Object response = getter.invoke(failure);
			if (response == null) {
				return null;
			}
			Class<?> type = getter.getReturnType();
			if (type.getName().contains("Grpc")) {
				return "gRPC status " + read(response, type, "getStatusCode", "grpcStatusValue") + " "
						+ read(response, type, "getStatusDescription", "grpcStatusDescription");
			}
			return "HTTP " + read(response, type, "getStatusCode", "statusCode") + " "
					+ read(response, type, "getStatusMessage", "statusMessage");
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			return null;
		}
	}

	private static Object read(Object target, Class<?> type, String... names) throws ReflectiveOperationException {
		for (String name : names) {
			for (Method method : type.getMethods()) {
				if (method.getName().equals(name) && method.getParameterCount() == 0) {
					Object value = method.invoke(target);
					return (value != null) ? value : "";
				}
			}
		}
		return "";
	}

}
