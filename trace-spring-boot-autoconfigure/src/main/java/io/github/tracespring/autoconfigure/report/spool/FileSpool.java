// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.zip.DataFormatException;

import io.opentelemetry.sdk.trace.data.SpanData;

import io.github.tracespring.autoconfigure.config.InvalidTelemetryPropertyException;
import io.github.tracespring.autoconfigure.config.TelemetrySettings;
import io.github.tracespring.autoconfigure.config.TelemetrySpoolProperties;
import io.github.tracespring.autoconfigure.report.otlp.OtlpEncoder;
import io.github.tracespring.autoconfigure.report.spool.SpoolLog.Trouble;

/**
 * A spool in a directory, that several processes may share. A batch survives this process
 * once it is kept; a power cut may cost the newest file.
 */
public final class FileSpool implements Spool {

	/** How often what other processes left, and what is too old, is looked for. */
	private static final long ROUND = TimeUnit.MINUTES.toMillis(1);

	private final SpoolDirectory directory;

	private final long maxSize;

	private final long maxAge;

	private final LongSupplier clock;

	private final SpoolLog log;

	private final Segments segments;

	private long nextRound;

	private boolean closed;

	/**
	 * Creates it.
	 * @param directory where it is
	 * @param maxSize how many bytes there may be
	 * @param maxAge how long a batch may wait
	 * @param clock tells milliseconds since 1970
	 */
	FileSpool(SpoolDirectory directory, long maxSize, Duration maxAge, LongSupplier clock) {
		this.directory = directory;
		this.maxSize = maxSize;
		this.maxAge = maxAge.toMillis();
		this.clock = clock;
		this.log = new SpoolLog(directory, clock);
		this.segments = new Segments(maxSize, this.log);
		this.nextRound = clock.getAsLong();
	}

	/**
	 * Makes sure that the directory is there and can be written. Each application and
	 * each endpoint has one of its own there.
	 * @param properties which directory, how much and how long, checked
	 * @param settings which application and endpoint
	 * @return the spool
	 * @throws InvalidTelemetryPropertyException if it can not be written
	 */
	public static FileSpool open(TelemetrySpoolProperties properties, TelemetrySettings settings) {
		String directory = properties.getDirectory().trim();
		try {
			SpoolDirectory lane = SpoolDirectory.open(Path.of(directory).resolve(lane(settings)).toAbsolutePath());
			return new FileSpool(lane, properties.getMaxSize().toBytes(), properties.getMaxAge(),
					System::currentTimeMillis);
		}
		catch (IOException | InvalidPathException ex) {
			throw new InvalidTelemetryPropertyException("telemetry.spool.directory", directory,
					"the directory can not be written (" + ex + ")",
					"Write the path of a directory that the application may create or write to.");
		}
	}

	/** For people the name, for sure the rest. */
	private static String lane(TelemetrySettings settings) {
		String name = settings.name().replaceAll("[^A-Za-z0-9_.-]", "_");
		return String.format("%.40s-%08x", name, (settings.name() + " " + settings.endpoint()).hashCode());
	}

	@Override
	public synchronized boolean offer(Collection<SpanData> batch) {
		if (this.closed) {
			return false;
		}
		makeRound();
		try {
			ByteBuffer message = OtlpEncoder.encode(batch);
			long size = Record.HEADER + message.remaining();
			if (size > this.maxSize) {
				throw new IOException("a batch of " + size + " bytes is more than telemetry.spool.max-size");
			}
			long now = this.clock.getAsLong();
			Segment newest = this.segments.newest(size);
			if (newest == null) {
				newest = this.segments.begin(this.directory.newSegment(now));
			}
			newest.append(message, batch.size(), now);
			this.segments.kept(batch.size());
			return true;
		}
		catch (IOException | RuntimeException ex) {
			this.log.tell(Trouble.WRITE, ex);
			return false;
		}
	}

	@Override
	public synchronized Batch poll() {
		if (this.closed) {
			return null;
		}
		makeRound();
		for (Kept kept = this.segments.next(this); kept != null; kept = this.segments.next(this)) {
			try {
				if (this.clock.getAsLong() - kept.time() <= this.maxAge) {
					kept.decode();
					return kept;
				}
				this.segments.giveUp(kept, Trouble.AGE);
			}
			catch (DataFormatException ex) {
				this.segments.giveUp(kept, Trouble.DAMAGE);
			}
		}
		return null;
	}

	/**
	 * Takes over what applications have left that live no more, and lets go what is old.
	 */
	private void makeRound() {
		long now = this.clock.getAsLong();
		if (now < this.nextRound) {
			return;
		}
		this.nextRound = now + ROUND;
		try {
			for (Path file : this.directory.adopt()) {
				this.segments.add(file);
			}
			this.directory.sweep(now - this.maxAge);
		}
		catch (IOException ex) {
			this.log.tell(Trouble.READ, ex);
		}
		this.segments.expire(now - this.maxAge);
		this.segments.makeRoom(0);
	}

	/** After the close it is somebody else's, who may send it once more. */
	synchronized void done(Kept kept) {
		if (!this.closed) {
			this.segments.done(kept);
		}
	}

	synchronized void release(Kept kept) {
		kept.forget();
		this.segments.release(kept);
	}

	@Override
	public long waiting() {
		return this.segments.waiting();
	}

	@Override
	public long dropped() {
		return this.segments.dropped();
	}

	/**
	 * Does not wait for the disk: that is for whoever stops the machine.
	 */
	@Override
	public synchronized void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		try {
			this.directory.close();
		}
		catch (IOException ex) {
			this.log.tell(Trouble.MARK, ex);
		}
	}

	@Override
	public String toString() {
		return this.directory.toString();
	}

}
