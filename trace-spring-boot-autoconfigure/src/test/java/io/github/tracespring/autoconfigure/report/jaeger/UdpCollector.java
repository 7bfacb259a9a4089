// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.jaeger;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.jaegertracing.thriftjava.Batch;

import io.github.tracespring.autoconfigure.report.Collector;

/**
 * An agent in the test's own process. A failing one is not there; hanging, it could not
 * be told from one that is well.
 */
final class UdpCollector implements Collector {

	private static final byte[] MARK = { 'm' };

	private final List<byte[]> packets = new CopyOnWriteArrayList<>();

	private final Semaphore marks = new Semaphore(0);

	private final int port;

	private DatagramSocket socket;

	private Thread receiver;

	UdpCollector() {
		this.socket = listen(0);
		this.port = this.socket.getLocalPort();
	}

	private DatagramSocket listen(int port) {
		try {
			DatagramSocket opened = new DatagramSocket(null);
			opened.setReceiveBufferSize(1 << 20);
			opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			this.receiver = new Thread(() -> receive(opened), "collector-udp");
			this.receiver.setDaemon(true);
			this.receiver.start();
			return opened;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void receive(DatagramSocket from) {
		byte[] buffer = new byte[65_535];
		try {
			while (true) {
				DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
				from.receive(packet);
				byte[] received = Arrays.copyOf(buffer, packet.getLength());
				if (Arrays.equals(received, MARK)) {
					this.marks.release();
				}
				else {
					this.packets.add(received);
				}
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	/** All that was sent before this has been received after it. */
	private void settle() {
		if (this.socket.isClosed()) {
			return;
		}
		try (DatagramSocket marker = new DatagramSocket()) {
			marker.send(new DatagramPacket(MARK, MARK.length, this.socket.getLocalSocketAddress()));
			if (!this.marks.tryAcquire(10, TimeUnit.SECONDS)) {
				throw new IllegalStateException("lost on loopback");
			}
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	List<byte[]> packets() {
		settle();
		return this.packets;
	}

	List<Batch> batches() {
		return packets().stream().map(Thrift::decodePacket).toList();
	}

	int port() {
		return this.port;
	}

	@Override
	public String endpoint() {
		return "udp://localhost:" + this.port;
	}

	@Override
	public void mood(Mood mood) {
		close();
		if (mood != Mood.FAILING) {
			this.socket = listen(this.port);
		}
	}

	@Override
	public int requests() {
		return packets().size();
	}

	@Override
	public List<String> names() {
		return batches().stream().flatMap((batch) -> Thrift.names(batch).stream()).toList();
	}

	@Override
	public Map<String, String> headers() {
		return Map.of();
	}

	/** A socket that is being read from is bound for a moment longer. */
	@Override
	public void close() {
		this.socket.close();
		try {
			this.receiver.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
