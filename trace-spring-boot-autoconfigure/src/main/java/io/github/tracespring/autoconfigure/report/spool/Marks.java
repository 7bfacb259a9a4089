// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * A file with the positions of the records of a segment that are done: where the message
 * of each begins, which is never zero, since zeros are what a power cut may leave.
 */
final class Marks {

	private final Path file;

	private long size;

	Marks(Path file) {
		this.file = file;
	}

	/** Beside its segment. */
	static Path of(Path segment) {
		return segment.resolveSibling(segment.getFileName() + ".done");
	}

	/** The end of a write that was cut short is no position at all. */
	Set<Long> read() throws IOException {
		Set<Long> records = new HashSet<>();
		if (Files.exists(this.file)) {
			ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(this.file));
			while (bytes.remaining() >= Long.BYTES) {
				records.add(bytes.getLong() - Record.HEADER);
			}
			this.size = bytes.position();
		}
		return records;
	}

	void add(long record) throws IOException {
		if (this.size == 0 && !Files.exists(this.file)) {
			OwnerOnly.createFile(this.file);
		}
		try (RandomAccessFile out = Segment.open(this.file)) {
			out.seek(this.size);
			out.writeLong(record + Record.HEADER);
		}
		this.size += Long.BYTES;
	}

	long size() {
		return this.size;
	}

}
