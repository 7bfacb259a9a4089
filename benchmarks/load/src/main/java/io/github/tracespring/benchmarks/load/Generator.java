// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * A closed loop: each connection sends its next request when it has the answer to the one
 * before, or when it is due. One thread for all of them, so that the generator costs less
 * than the application.
 */
final class Generator implements Runnable {

	private static final int MAX_SAMPLES = 1 << 20;

	private final Selector selector;

	private final byte[] request;

	/** Nanoseconds from one request to the next, on any connection, or zero. */
	private final long interval;

	private final Queue<Connection> idle = new ArrayDeque<>();

	private final int[] latencies = new int[MAX_SAMPLES];

	private volatile boolean stopping;

	private volatile long completed;

	private volatile int recorded;

	private volatile boolean recording;

	private volatile Exception failure;

	private int open;

	private long due;

	Generator(int port, String path, int connections) throws IOException {
		this(port, path, connections, 0);
	}

	/**
	 * Creates the generator, which connects.
	 * @param port the application's port
	 * @param path what is asked for
	 * @param connections how many connections
	 * @param perSecond how many requests a second, or zero for as many as are answered
	 */
	Generator(int port, String path, int connections, int perSecond) throws IOException {
		this.interval = (perSecond > 0) ? TimeUnit.SECONDS.toNanos(1) / perSecond : 0;
		this.selector = Selector.open();
		this.request = ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
				+ "\r\nUser-Agent: generator\r\nAccept: */*\r\n\r\n")
			.getBytes(StandardCharsets.US_ASCII);
		for (int i = 0; i < connections; i++) {
			SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
			channel.configureBlocking(false);
			Connection connection = new Connection(channel);
			channel.register(this.selector, SelectionKey.OP_READ, connection);
			this.open++;
		}
	}

	@Override
	public void run() {
		try (Selector selector = this.selector) {
			this.due = System.nanoTime();
			for (SelectionKey key : selector.keys()) {
				((Connection) key.attachment()).next();
			}
			while (this.open > 0) {
				selector.select((key) -> ((Connection) key.attachment()).receive(), (this.interval > 0) ? 1 : 0);
				sendDue();
			}
		}
		catch (Exception ex) {
			this.failure = ex;
		}
	}

	private void sendDue() throws IOException {
		while (!this.idle.isEmpty() && (this.stopping || System.nanoTime() - this.due >= 0)) {
			this.due += this.interval;
			this.idle.remove().send();
		}
	}

	/** Sends nothing more; the thread ends with the last answer. */
	void stop() {
		this.stopping = true;
	}

	void record() {
		this.recording = true;
	}

	/** Requests answered so far. */
	long completed() {
		if (this.failure != null) {
			throw new IllegalStateException("The load broke off", this.failure);
		}
		return this.completed;
	}

	/** The latency, in microseconds, that 99 % of what was recorded stay below. */
	double p99() {
		int[] sorted = Arrays.copyOf(this.latencies, this.recorded);
		Arrays.sort(sorted);
		return (sorted.length > 0) ? sorted[(int) (sorted.length * 0.99)] / 1000.0 : Double.NaN;
	}

	private final class Connection {

		private static final int END = 0x0d0a0d0a;

		private final SocketChannel channel;

		private final ByteBuffer buffer = ByteBuffer.allocate(4096);

		private final ByteBuffer out = ByteBuffer.allocateDirect(512);

		private long sent;

		private Connection(SocketChannel channel) {
			this.channel = channel;
		}

		private void next() throws IOException {
			if (Generator.this.interval > 0) {
				Generator.this.idle.add(this);
			}
			else {
				send();
			}
		}

		private void send() throws IOException {
			if (Generator.this.stopping) {
				this.channel.close();
				Generator.this.open--;
				return;
			}
			this.out.clear().put(Generator.this.request).flip();
			this.sent = System.nanoTime();
			this.channel.write(this.out);
		}

		private void receive() {
			try {
				if (this.channel.read(this.buffer) < 0) {
					throw new IOException("The connection was closed");
				}
				if (!isComplete()) {
					return;
				}
				count();
				this.buffer.clear();
				next();
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@SuppressWarnings("NonAtomicOperationOnVolatileField")
		private void count() {
			int next = Generator.this.recorded;
			if (Generator.this.recording && next < MAX_SAMPLES) {
				Generator.this.latencies[next] = (int) Math.min(Integer.MAX_VALUE, System.nanoTime() - this.sent);
				Generator.this.recorded = next + 1;
			}
			Generator.this.completed = Generator.this.completed + 1;
		}

		/** Answers have a length and fit into the buffer. */
		private boolean isComplete() throws IOException {
			int end = endOfHeaders();
			if (end < 0) {
				return false;
			}
			String head = new String(this.buffer.array(), 0, end, StandardCharsets.US_ASCII);
			if (!head.startsWith("HTTP/1.1 200")) {
				throw new IOException("Not what was asked for: " + head);
			}
			int at = head.indexOf("Content-Length: ") + "Content-Length: ".length();
			int length = Integer.parseInt(head, at, head.indexOf('\r', at), 10);
			return this.buffer.position() >= end + length;
		}

		private int endOfHeaders() {
			for (int i = 0; i + 4 <= this.buffer.position(); i++) {
				if (this.buffer.getInt(i) == END) {
					return i + 4;
				}
			}
			return -1;
		}

	}

}
