// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Finished spans on their way from the application's threads to the one that sends them.
 * To add one costs one compare-and-set; nobody holds a lock, and the sending thread is
 * woken once a batch.
 * <p>
 * What has been taken counts until it is {@linkplain #release released}: so the capacity
 * bounds all of a destination's spans in memory, those on their way and those that wait
 * to be sent again included.
 */
final class SpanQueue {

	private static final long CLOSED = Long.MIN_VALUE;

	private final AtomicReferenceArray<SpanData> slots;

	private final int capacity;

	/** The ticket of the next span that is added. */
	private final AtomicLong tail = new AtomicLong();

	/** The ticket of the next span that is taken. Written by the one that takes. */
	private volatile long head;

	/** How many spans have left memory. */
	private volatile long released;

	/** Whoever gets this ticket wakes the thread that takes. */
	private volatile long alarm = Long.MAX_VALUE;

	private volatile Thread taker;

	/** The tail at the moment of closing. */
	private volatile long last;

	SpanQueue(int capacity) {
		this.capacity = capacity;
		this.slots = new AtomicReferenceArray<>(Integer.highestOneBit(Math.max(1, capacity - 1)) << 1);
	}

	/**
	 * Adds a span. From any thread.
	 * @param span the span
	 * @return {@code false} if the queue is full or closed
	 */
	boolean offer(SpanData span) {
		long ticket;
		do {
			ticket = this.tail.get();
			if (!hasRoom(ticket)) {
				return false;
			}
		}
		while (!this.tail.compareAndSet(ticket, ticket + 1));
		this.slots.setRelease(slot(ticket), span);
		if (ticket == this.alarm) {
			LockSupport.unpark(this.taker);
		}
		return true;
	}

	/**
	 * Whether a span would not be taken now, so that it need not be made ready.
	 * @return {@code true} if the queue is full or closed
	 */
	boolean isFull() {
		return !hasRoom(this.tail.get());
	}

	private boolean hasRoom(long ticket) {
		return ticket >= 0 && ticket - this.released < this.capacity;
	}

	/**
	 * Takes the oldest span. By one thread.
	 * @return the span, or {@code null} if there is none, or it is just being added
	 */
	SpanData poll() {
		long ticket = this.head;
		if (ticket == tail()) {
			return null;
		}
		SpanData span = this.slots.getAndSet(slot(ticket), null);
		if (span != null) {
			this.head = ticket + 1;
		}
		return span;
	}

	/**
	 * The span of a ticket. From any thread.
	 * @param ticket at most as old as the head
	 * @return the span, or {@code null} if it has been taken or is just being added
	 */
	SpanData peek(long ticket) {
		return this.slots.getAcquire(slot(ticket));
	}

	/**
	 * Puts a span in another one's place. From any thread.
	 * @param ticket the place
	 * @param old the span that goes
	 * @param span the span that stays
	 * @return {@code false} if the old one is no longer there
	 */
	boolean replace(long ticket, SpanData old, SpanData span) {
		return this.slots.compareAndSet(slot(ticket), old, span);
	}

	/** By one thread at a time. */
	void release(int spans) {
		this.released += spans;
	}

	/**
	 * Has the thread woken that adds the span of a ticket.
	 * @param ticket the ticket
	 * @return {@code false} if it has been given away already
	 */
	boolean setAlarm(long ticket) {
		this.alarm = ticket;
		return tail() <= ticket;
	}

	/** To be told before the first alarm is set. */
	void setTaker(Thread taker) {
		this.taker = taker;
	}

	/** Takes no more spans. */
	void close() {
		long before = this.tail.get();
		while (before >= 0) {
			this.last = before;
			if (this.tail.compareAndSet(before, CLOSED)) {
				return;
			}
			before = this.tail.get();
		}
	}

	boolean isClosed() {
		return this.tail.get() < 0;
	}

	long head() {
		return this.head;
	}

	long tail() {
		long ticket = this.tail.get();
		return (ticket < 0) ? this.last : ticket;
	}

	/** How many wait to be taken. */
	int size() {
		return (int) (tail() - this.head);
	}

	/** How many are in memory, taken or not. */
	int waiting() {
		long gone = this.released;
		return (int) (tail() - gone);
	}

	long released() {
		return this.released;
	}

	int capacity() {
		return this.capacity;
	}

	private int slot(long ticket) {
		return (int) ticket & (this.slots.length() - 1);
	}

}
