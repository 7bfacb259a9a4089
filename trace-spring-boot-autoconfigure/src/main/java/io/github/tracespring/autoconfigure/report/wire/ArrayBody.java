// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.wire;

import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/**
 * The body of a request as it is. The JDK's own publishers copy it first.
 */
final class ArrayBody implements Flow.Publisher<ByteBuffer> {

	/** What a socket takes at once, and the JDK's client reads and writes. */
	private static final int SLICE = 16 * 1024;

	private final ByteBuffer body;

	ArrayBody(ByteBuffer body) {
		this.body = body;
	}

	@Override
	public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
		subscriber.onSubscribe(new Slices(this.body.duplicate(), subscriber));
	}

	private static final class Slices implements Flow.Subscription {

		private final ByteBuffer rest;

		private final Flow.Subscriber<? super ByteBuffer> subscriber;

		private long demand;

		private boolean publishing;

		private boolean over;

		Slices(ByteBuffer rest, Flow.Subscriber<? super ByteBuffer> subscriber) {
			this.rest = rest;
			this.subscriber = subscriber;
		}

		/** Asks for more from within what it is given, too. */
		@Override
		public synchronized void request(long slices) {
			this.demand = (slices > 0) ? Math.max(slices, this.demand + slices) : this.demand;
			if (this.publishing) {
				return;
			}
			this.publishing = true;
			while (this.demand > 0 && !this.over) {
				this.demand--;
				publish();
			}
			this.publishing = false;
		}

		private void publish() {
			int length = Math.min(SLICE, this.rest.remaining());
			ByteBuffer slice = this.rest.slice(this.rest.position(), length);
			this.rest.position(this.rest.position() + length);
			boolean last = !this.rest.hasRemaining();
			this.subscriber.onNext(slice);
			if (last && !this.over) {
				this.over = true;
				this.subscriber.onComplete();
			}
		}

		@Override
		public synchronized void cancel() {
			this.over = true;
		}

	}

}
