// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A back end in the test's own process that fails in every way that one can, and counts
 * how often it took each span.
 */
public abstract class FaultCollector implements AutoCloseable {

	/**
	 * What it does with a batch.
	 */
	public enum Fault {

		/** Takes it. */
		NONE,

		/** Nobody listens on its port. */
		REFUSES,

		/** Reads the request and does not answer. */
		HANGS,

		/** HTTP 503. */
		UNAVAILABLE,

		/** HTTP 429. */
		BUSY,

		/** HTTP 429, with the wish not to be called again for {@link #REST}. */
		RESTS,

		/** HTTP 302 to another server. */
		REDIRECTS,

		/** Takes one span of the batch, and says why not the others. */
		TAKES_ONE,

		/** HTTP 400, and says why. */
		REJECTS,

		/** Takes it, and answers after {@link #SLOWNESS}. */
		SLOW,

		/** Takes it, and answers with 50 MB. */
		CHATTY

	}

	public static final Duration REST = Duration.ofSeconds(1);

	public static final Duration SLOWNESS = Duration.ofSeconds(1);

	/** What it says of spans that it does not take. */
	public static final String REASON = "span has no tenant";

	protected static final int MEGABYTE = 1024 * 1024;

	protected static final int MEGABYTES = 50;

	private final Map<String, Integer> taken = new ConcurrentHashMap<>();

	private final List<Long> arrivals = new CopyOnWriteArrayList<>();

	/** Megabytes of each long answer that found a reader. */
	private final List<Integer> said = new CopyOnWriteArrayList<>();

	/** Where a redirect points to. */
	private final Elsewhere elsewhere = new Elsewhere();

	private Fault fault = Fault.NONE;

	private int port;

	/** Nobody else gets the port while nobody listens on it. */
	private Socket placeholder;

	protected abstract int listen(int port) throws Exception;

	protected abstract void stopListening() throws Exception;

	/**
	 * Where it listens.
	 * @return the value for {@code telemetry.endpoint}
	 */
	public abstract String endpoint();

	protected final void start() throws Exception {
		this.port = listen(0);
	}

	/**
	 * Changes what it does. Requests that hang lose their connection.
	 * @param next what it does from now on
	 */
	public final synchronized void turn(Fault next) throws Exception {
		if (next == Fault.REFUSES && this.placeholder == null) {
			stopListening();
			this.placeholder = new Socket();
			this.placeholder.setReuseAddress(true);
			this.placeholder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port));
		}
		if (next != Fault.REFUSES && this.placeholder != null) {
			this.placeholder.close();
			this.placeholder = null;
			listen(this.port);
		}
		this.fault = next;
		notifyAll();
	}

	/** A request is here. */
	protected final synchronized Fault arrived() {
		this.arrivals.add(System.nanoTime());
		return this.fault;
	}

	protected final synchronized void hang() throws InterruptedException {
		while (this.fault == Fault.HANGS) {
			wait();
		}
	}

	protected final void take(List<String> ids) {
		ids.forEach((id) -> this.taken.merge(id, 1, Integer::sum));
	}

	protected final void said(int megabytes) {
		this.said.add(megabytes);
	}

	/**
	 * How much of each answer of 50 MB it got rid of.
	 * @return megabytes
	 */
	public final List<Integer> said() {
		return this.said;
	}

	/**
	 * The spans it took.
	 * @return how often it took each, by id
	 */
	public final Map<String, Integer> taken() {
		return this.taken;
	}

	/**
	 * When requests arrived, whatever became of them.
	 * @return nanoseconds of the JVM's clock
	 */
	public final List<Long> arrivals() {
		return this.arrivals;
	}

	public final Elsewhere elsewhere() {
		return this.elsewhere;
	}

	protected final int port() {
		return this.port;
	}

	@Override
	public void close() throws Exception {
		turn(Fault.REFUSES);
		this.placeholder.close();
		this.elsewhere.close();
	}

}
