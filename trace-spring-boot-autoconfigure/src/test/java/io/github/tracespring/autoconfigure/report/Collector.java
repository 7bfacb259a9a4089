// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.util.List;
import java.util.Map;

/**
 * A back end in the test's own process, decoding with what this project did not write.
 */
public interface Collector extends AutoCloseable {

	/**
	 * What it does with a batch.
	 */
	enum Mood {

		/** Takes it. */
		WELL,

		/** Refuses it, with an answer that nobody retries. */
		FAILING,

		/** Takes the request and does not answer until the mood changes. */
		HANGING

	}

	/**
	 * Where it listens.
	 * @return the value for {@code telemetry.endpoint}
	 */
	String endpoint();

	/**
	 * Changes the mood.
	 * @param mood the new mood
	 */
	void mood(Mood mood);

	/**
	 * Refuses from now on what it is sent, if it answers at all.
	 * @param reason why, as its answer says
	 */
	default void refuse(String reason) {
		throw new UnsupportedOperationException(getClass().getName());
	}

	/**
	 * Requests that arrived, whatever became of them.
	 * @return how many
	 */
	int requests();

	/**
	 * The names of the spans it took.
	 * @return the names, in the order of arrival
	 */
	List<String> names();

	/**
	 * The headers of the last request.
	 * @return headers by their lower-case name
	 */
	Map<String, String> headers();

	@Override
	void close();

}
