// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.jaeger;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The one socket to Jaeger's agent. UDP does not say what arrived, but a host complains
 * (by ICMP) of a packet to a port that nobody listens on, and a connected socket hears
 * that: with its next call, in place of doing what it was called for. So after the first
 * packets, and after a complaint, it listens for a moment before it takes silence for
 * success; an outage is thus one, and not one for every other batch.
 */
final class AgentSocket {

	private static final int COMPLAINT_MILLIS = 100;

	/**
	 * Between two packets, since the kernel of the agent's host by default keeps three of
	 * full size for it, and drops what comes before it has read them.
	 */
	private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();

	/** An agent may move, and packets to where it was are lost without a word. */
	private static final long RESOLVE_NANOS = Duration.ofSeconds(30).toNanos();

	private final String host;

	private final int port;

	private InetAddress address;

	private long resolved;

	private boolean trusted;

	private long pauseEnd = System.nanoTime();

	private volatile DatagramSocket socket;

	private volatile boolean closed;

	AgentSocket(String host, int port) {
		this.host = host;
		this.port = port;
	}

	/** By one thread at a time. */
	void send(List<byte[]> packets) throws IOException {
		try {
			connect();
			for (byte[] packet : packets) {
				pause();
				send(new DatagramPacket(packet, packet.length));
				this.pauseEnd = System.nanoTime() + PAUSE_NANOS;
			}
			if (!this.trusted && !packets.isEmpty()) {
				listen();
				this.trusted = true;
			}
		}
		catch (IOException ex) {
			disconnect();
			throw (ex instanceof PortUnreachableException) ? new IOException("nobody listens on this UDP port") : ex;
		}
	}

	/** As long as it takes, though the thread may be woken for what else it does. */
	private void pause() {
		for (long wait; (wait = this.pauseEnd - System.nanoTime()) > 0;) {
			LockSupport.parkNanos(wait);
		}
	}

	private void connect() throws IOException {
		if (this.socket != null && System.nanoTime() - this.resolved < RESOLVE_NANOS) {
			return;
		}
		InetAddress current = resolve();
		this.resolved = System.nanoTime();
		if (this.socket != null && current.equals(this.address)) {
			return;
		}
		disconnect();
		this.address = current;
		DatagramSocket opened = new DatagramSocket();
		this.socket = opened;
		opened.setSendBufferSize(Math.max(opened.getSendBufferSize(), AgentPackets.MAX_BYTES));
		opened.setSoTimeout(COMPLAINT_MILLIS);
		opened.connect(new InetSocketAddress(current, this.port));
		if (this.closed) {
			throw new IOException("closed");
		}
	}

	/** A name server that is away is no reason to leave an agent that is there. */
	private InetAddress resolve() throws IOException {
		try {
			return InetAddress.getByName(this.host);
		}
		catch (UnknownHostException ex) {
			if (this.socket == null) {
				throw ex;
			}
			return this.address;
		}
	}

	private void send(DatagramPacket packet) throws IOException {
		try {
			this.socket.send(packet);
		}
		catch (PortUnreachableException ex) {
			// a complaint of an earlier packet; this one has not been sent
			this.trusted = false;
			this.socket.send(packet);
		}
	}

	private void listen() throws IOException {
		try {
			this.socket.receive(new DatagramPacket(new byte[1], 1));
		}
		catch (SocketTimeoutException ex) {
			// no complaint
		}
	}

	private void disconnect() {
		this.trusted = false;
		DatagramSocket old = this.socket;
		if (old != null) {
			old.close();
			this.socket = null;
		}
	}

	/** From any thread, at once. */
	void close() {
		this.closed = true;
		DatagramSocket open = this.socket;
		if (open != null) {
			open.close();
		}
	}

}
