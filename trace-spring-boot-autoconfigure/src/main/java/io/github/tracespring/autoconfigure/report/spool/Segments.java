// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.spool;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.TreeSet;

import io.github.tracespring.autoconfigure.report.spool.SpoolLog.Trouble;

/**
 * The segments of a spool, from the oldest to the newest, and what is counted of them.
 */
final class Segments {

	/** The share of the spool that is lost when it is full. */
	private static final int SHARE = 16;

	private static final long LARGEST = 8 << 20;

	private static final Comparator<Segment> BY_AGE = Comparator.comparing((segment) -> segment.file().getFileName());

	private final TreeSet<Segment> all = new TreeSet<>(BY_AGE);

	/** Records that were taken, and then released. */
	private final Queue<Kept> released = new PriorityQueue<>(
			Comparator.comparing(Kept::segment, BY_AGE).thenComparing(Kept::position));

	private final long maxSize;

	private final SpoolLog log;

	/** The one that is added to. */
	private Segment newest;

	private volatile long waiting;

	private volatile long dropped;

	Segments(long maxSize, SpoolLog log) {
		this.maxSize = maxSize;
		this.log = log;
	}

	/**
	 * Looks for the one that is added to.
	 * @param size the bytes that will be
	 * @return the segment, or {@code null} if a new one is to begin
	 * @throws IOException if the disk does not keep the last one
	 */
	Segment newest(long size) throws IOException {
		Segment full = this.newest;
		if (full != null && full.size() > 0 && full.size() + size > Math.min(LARGEST, this.maxSize / SHARE)) {
			this.newest = null;
			full.sync();
		}
		makeRoom(size);
		return this.newest;
	}

	Segment begin(Path file) throws IOException {
		this.newest = Segment.create(file);
		this.all.add(this.newest);
		return this.newest;
	}

	void kept(int spans) {
		this.waiting += spans;
	}

	void makeRoom(long size) {
		while (!this.all.isEmpty() && this.all.stream().mapToLong(Segment::bytes).sum() + size > this.maxSize) {
			Segment oldest = this.all.first();
			loseRest(oldest);
			remove(oldest);
			this.log.tell(Trouble.FULL, lost());
		}
	}

	/** Gives up those whose last record is older than a time. */
	void expire(long time) {
		for (Segment segment : this.all.toArray(Segment[]::new)) {
			if (segment.lastTime() < time) {
				loseRest(segment);
				remove(segment);
				this.log.tell(Trouble.AGE, lost());
			}
		}
	}

	/** Adds one that somebody left. */
	void add(Path file) {
		try {
			Segment segment = Segment.find(file, this::damaged);
			this.all.add(segment);
			this.waiting += segment.open();
			if (segment.open() == 0) {
				remove(segment);
			}
		}
		catch (IOException ex) {
			// stays for the next life
			this.log.tell(Trouble.READ, ex);
		}
	}

	/** The oldest record that is not taken, or {@code null} if there is none now. */
	Kept next(FileSpool spool) {
		for (Segment segment : this.all.toArray(Segment[]::new)) {
			try {
				Kept kept = next(segment, spool);
				if (kept != null) {
					return kept;
				}
			}
			catch (IOException ex) {
				this.log.tell(Trouble.READ, ex);
				if (ex instanceof FileNotFoundException && Files.exists(segment.file())) {
					// such as too many open files: again later
					return null;
				}
			}
			loseRest(segment);
			removeIfDone(segment);
		}
		return null;
	}

	private Kept next(Segment segment, FileSpool spool) throws IOException {
		while (!this.released.isEmpty() && this.released.peek().segment() == segment) {
			Kept again = this.released.peek();
			byte[] message = segment.retake(again.position(), again.end(), again.count());
			this.released.remove();
			if (message != null) {
				again.remember(message);
				return again;
			}
			lose(again.count());
			this.log.tell(Trouble.DAMAGE, lost());
		}
		Record record = segment.take(this::damaged);
		return (record != null) ? new Kept(spool, segment, record) : null;
	}

	private void damaged(Path file, long position, int spans) {
		this.dropped += spans;
		this.log.tell(Trouble.DAMAGE, file.getFileName() + " at byte " + position + ", " + lost());
	}

	void giveUp(Kept kept, Trouble reason) {
		done(kept);
		this.dropped += kept.count();
		this.log.tell(reason, lost());
	}

	void done(Kept kept) {
		this.waiting -= kept.count();
		try {
			kept.segment().done(kept.position(), kept.count());
		}
		catch (IOException ex) {
			this.log.tell(Trouble.MARK, ex);
		}
		removeIfDone(kept.segment());
	}

	void release(Kept kept) {
		kept.segment().release(kept.count());
		if (kept.segment().isDeleted()) {
			lose(kept.count());
		}
		else {
			this.released.add(kept);
		}
	}

	/** Gives up what is not on its way. */
	private void loseRest(Segment segment) {
		this.released.removeIf((kept) -> kept.segment() == segment);
		lose(segment.giveUpRest());
	}

	private void lose(long spans) {
		this.dropped += spans;
		this.waiting -= spans;
	}

	private String lost() {
		return this.dropped + " spans lost so far";
	}

	private void removeIfDone(Segment segment) {
		if (segment.isRead() && segment.open() == 0) {
			remove(segment);
		}
	}

	private void remove(Segment segment) {
		this.all.remove(segment);
		if (segment == this.newest) {
			this.newest = null;
		}
		try {
			segment.delete();
		}
		catch (IOException ex) {
			this.log.tell(Trouble.MARK, ex);
		}
	}

	long waiting() {
		return this.waiting;
	}

	long dropped() {
		return this.dropped;
	}

}
