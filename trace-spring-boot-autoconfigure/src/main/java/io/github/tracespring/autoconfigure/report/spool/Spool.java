// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.spool;

import java.util.Collection;

import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Where batches wait that can not be sent, longer than memory lets them and over a
 * restart. Used by one thread at a time, except for what it counts. Nothing is thrown:
 * what fails is told once in the log, by the spool.
 */
public interface Spool extends AutoCloseable {

	/**
	 * Keeps a batch. It is safe from a crash of this process once this returns.
	 * @param batch finished spans, at least one
	 * @return whether it is kept; {@code false} if there is no room or the disk fails
	 */
	boolean offer(Collection<SpanData> batch);

	/**
	 * Takes the oldest batch that has not been taken, those of earlier lives of this
	 * application first. Several can be taken before the first is settled.
	 * @return the batch, or {@code null} if there is none
	 */
	Batch poll();

	/**
	 * Returns what waits here, what has been taken and is not settled included. From any
	 * thread.
	 * @return the number of spans
	 */
	long waiting();

	/**
	 * Returns what was given up here: too old, or damaged, or in the way of newer ones.
	 * From any thread.
	 * @return the number of spans, as far as a damaged file tells
	 */
	long dropped();

	/**
	 * Where it is, for the log.
	 * @return for example the directory
	 */
	String toString();

	/**
	 * Leaves everything that is not settled for the next life of this application.
	 */
	@Override
	void close();

	/**
	 * Spans that were taken. Settled once, by either method.
	 */
	interface Batch {

		/**
		 * Returns what to send.
		 * @return the spans
		 */
		Collection<SpanData> spans();

		/**
		 * It arrived, or never will: it is not given out again.
		 */
		void done();

		/**
		 * It could not be sent now: it waits again, in its old place.
		 */
		void release();

	}

}
