// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;

/**
 * A file of records, to which is only ever added. It is opened for each use, and not by a
 * channel: that is closed when the thread is interrupted, as an exporter may do.
 */
final class Segment {

	private final Path file;

	private final Marks marks;

	/** The records that were done when it was found. */
	private Set<Long> done = Set.of();

	private long size;

	/** When the last record was written, in milliseconds since 1970. */
	private long lastTime;

	/** The next record that has not been taken. */
	private long position;

	/** Spans of records that are not done, whether they are taken or not. */
	private long open;

	/** Those of them that are taken. */
	private long taken;

	private boolean deleted;

	private Segment(Path file) {
		this.file = file;
		this.marks = new Marks(Marks.of(file));
	}

	static Segment create(Path file) throws IOException {
		OwnerOnly.createFile(file);
		return new Segment(file);
	}

	/**
	 * Looks through a file that is there, which is not changed by that.
	 * @param file the file
	 * @param damage is told of each damaged place, with the spans lost
	 * @return the segment
	 * @throws IOException if it can not be read
	 */
	static Segment find(Path file, Damage damage) throws IOException {
		Segment segment = new Segment(file);
		segment.done = segment.marks.read();
		try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
			segment.size = in.length();
			Record record;
			for (long from = 0; from < segment.size; from = record.end()) {
				record = Record.read(in, from, segment.size);
				if (record.position() > from) {
					damage.found(file, from, record.lost());
				}
				segment.lastTime = Math.max(segment.lastTime, record.time());
				if (!segment.done.contains(record.position())) {
					segment.open += record.spans();
				}
			}
		}
		return segment;
	}

	void append(ByteBuffer message, int spans, long time) throws IOException {
		byte[] header = Record.header(message, spans, time);
		try (RandomAccessFile out = open(this.file)) {
			try {
				out.seek(this.size);
				out.write(header);
				out.write(message.array(), message.position(), message.remaining());
			}
			catch (IOException ex) {
				cut(out);
				throw ex;
			}
		}
		this.size += header.length + message.remaining();
		this.open += spans;
		this.lastTime = time;
	}

	/** Else whoever reads it next passes over what was written. */
	private void cut(RandomAccessFile out) {
		try {
			out.setLength(this.size);
		}
		catch (IOException ex) {
			// then so be it
		}
	}

	/** It is not created anew, with who knows what permissions. */
	static RandomAccessFile open(Path file) throws IOException {
		if (!Files.exists(file)) {
			throw new NoSuchFileException(file.toString());
		}
		return new RandomAccessFile(file.toFile(), "rw");
	}

	/** Has the disk keep what the operating system may still have in memory. */
	void sync() throws IOException {
		try (RandomAccessFile out = open(this.file)) {
			out.getFD().sync();
		}
	}

	/**
	 * Takes the next record.
	 * @param damage is told of what is damaged before it
	 * @return the record, or {@code null} if none is left
	 * @throws IOException if it can not be read
	 */
	Record take(Damage damage) throws IOException {
		if (this.position == this.size) {
			return null;
		}
		try (RandomAccessFile in = new RandomAccessFile(this.file.toFile(), "r")) {
			while (this.position < this.size) {
				Record record = Record.read(in, this.position, this.size);
				if (record.position() > this.position) {
					damage.found(this.file, this.position, 0);
				}
				this.position = record.end();
				if (!record.isEnd() && !this.done.contains(record.position())) {
					this.taken += record.spans();
					return record;
				}
			}
		}
		return null;
	}

	/**
	 * Takes a record that was taken before.
	 * @return its message, or {@code null} if it is damaged meanwhile
	 */
	byte[] retake(long start, long end, int spans) throws IOException {
		try (RandomAccessFile in = new RandomAccessFile(this.file.toFile(), "r")) {
			Record record = Record.read(in, start, end);
			if (record.isEnd()) {
				this.open -= spans;
			}
			else {
				this.taken += spans;
			}
			return record.message();
		}
	}

	/** A record that was taken is done. */
	void done(long record, int spans) throws IOException {
		this.taken -= spans;
		this.open -= spans;
		if (!this.deleted && this.open > 0) {
			this.marks.add(record);
		}
	}

	/** A record that was taken is so no longer. */
	void release(int spans) {
		this.taken -= spans;
	}

	/** What has not been taken is given up. */
	long giveUpRest() {
		long rest = this.open - this.taken;
		this.position = this.size;
		this.open = this.taken;
		return rest;
	}

	void delete() throws IOException {
		this.deleted = true;
		delete(this.file);
	}

	static void delete(Path file) throws IOException {
		Files.deleteIfExists(file);
		Files.deleteIfExists(Marks.of(file));
	}

	Path file() {
		return this.file;
	}

	boolean isRead() {
		return this.position == this.size;
	}

	boolean isDeleted() {
		return this.deleted;
	}

	long open() {
		return this.open;
	}

	long lastTime() {
		return this.lastTime;
	}

	long size() {
		return this.size;
	}

	long bytes() {
		return this.size + this.marks.size();
	}

	/**
	 * Is told of damaged places.
	 */
	interface Damage {

		void found(Path file, long position, int spans);

	}

}
