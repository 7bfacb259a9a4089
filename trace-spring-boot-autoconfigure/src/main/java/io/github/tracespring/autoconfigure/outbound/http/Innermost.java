// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.http;

import java.util.List;

/**
 * Keeps what traces a call next to the wire: after whatever the user adds, so that a
 * retry has a span for each attempt.
 */
public final class Innermost {

	private Innermost() {
	}

	/**
	 * Whether a list has our element once, at its end. That is asked before anything is
	 * changed, because a client may be iterating over the list right now.
	 * @param <T> what the list holds
	 * @param list interceptors or filters, outermost first
	 * @param ours the one that traces
	 * @return whether there is nothing to do
	 */
	public static <T> boolean isIn(List<T> list, T ours) {
		int last = list.size() - 1;
		if (last < 0 || !ours.equals(list.get(last))) {
			return false;
		}
		for (int i = 0; i < last; i++) {
			if (ours.getClass().isInstance(list.get(i))) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Puts our element at the end of a list, in place of any that traces already, also
	 * one of another application context.
	 * @param <T> what the list holds
	 * @param list interceptors or filters, outermost first
	 * @param ours the one that traces
	 */
	public static <T> void put(List<T> list, T ours) {
		if (!isIn(list, ours)) {
			list.removeIf(ours.getClass()::isInstance);
			list.add(ours);
		}
	}

}
