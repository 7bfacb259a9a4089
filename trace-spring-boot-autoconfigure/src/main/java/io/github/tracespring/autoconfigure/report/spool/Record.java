// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A batch in a file: a fixed start, the length of the message, the number of its spans,
 * when it was written, a checksum (CRC-32C) of these three and the message, and the
 * message. Numbers are big-endian.
 *
 * @param position where it begins in its file
 * @param spans how many spans it has
 * @param time when it was written, in milliseconds since 1970
 * @param message OTLP's protobuf, or {@code null} if this is the end of the file
 * @param lost the spans of a damaged record before this one, as far as is known
 */
record Record(long position, int spans, long time, byte[] message, int lost) {

	static final int HEADER = 24;

	/** Its first byte is in no UTF-8 text, so no text on a span looks like a record. */
	private static final int START = 0xff53_504e;

	private static final int SUMMED = 16;

	private static final int CHUNK = 8192;

	boolean isEnd() {
		return this.message == null;
	}

	long end() {
		return isEnd() ? this.position : this.position + HEADER + this.message.length;
	}

	static byte[] header(ByteBuffer message, int spans, long time) {
		ByteBuffer header = ByteBuffer.allocate(HEADER)
			.putInt(START)
			.putInt(message.remaining())
			.putInt(spans)
			.putLong(time);
		return header.putInt(sum(header.array(), message)).array();
	}

	private static int sum(byte[] header, ByteBuffer message) {
		CRC32C sum = new CRC32C();
		sum.update(header, Integer.BYTES, SUMMED);
		sum.update(message.duplicate());
		return (int) sum.getValue();
	}

	/**
	 * Finds the next good record, if need be behind what is damaged.
	 * @param file the file
	 * @param from where to begin
	 * @param end where to end
	 * @return the record, which begins later than {@code from} if something is damaged
	 * @throws IOException if the file can not be read
	 */
	static Record read(RandomAccessFile file, long from, long end) throws IOException {
		int lost = 0;
		long lostEnd = -1;
		byte[] bytes = new byte[HEADER];
		for (long at = from; end - at >= HEADER; at = find(file, at + 1, end)) {
			file.seek(at);
			file.readFully(bytes);
			ByteBuffer header = ByteBuffer.wrap(bytes);
			boolean start = header.getInt() == START;
			int length = header.getInt();
			int spans = header.getInt();
			if (start && length > 0 && length <= end - at - HEADER && spans > 0 && spans <= length) {
				byte[] message = new byte[length];
				file.readFully(message);
				if (sum(bytes, ByteBuffer.wrap(message)) == header.getInt(HEADER - Integer.BYTES)) {
					return new Record(at, spans, header.getLong(), message, (lostEnd == at) ? lost : 0);
				}
				if (at == from) {
					lost = spans;
					lostEnd = at + HEADER + length;
				}
			}
		}
		return new Record(end, 0, 0, null, (lostEnd == end) ? lost : 0);
	}

	/** Where a record may begin next. */
	private static long find(RandomAccessFile file, long from, long end) throws IOException {
		byte[] chunk = new byte[CHUNK];
		for (long at = from; end - at >= HEADER; at += CHUNK - Integer.BYTES + 1) {
			int length = (int) Math.min(CHUNK, end - at);
			file.seek(at);
			file.readFully(chunk, 0, length);
			ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, length);
			for (int i = 0; i <= length - Integer.BYTES; i++) {
				if (bytes.getInt(i) == START) {
					return at + i;
				}
			}
		}
		return end;
	}

}
