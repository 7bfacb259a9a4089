// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.spool;

import java.util.Collection;
import java.util.zip.DataFormatException;

import io.opentelemetry.sdk.trace.data.SpanData;

import io.github.tracespring.autoconfigure.report.otlp.OtlpDecoder;

/**
 * A record that was taken from its segment, or that was and waits there again, without
 * its spans.
 */
final class Kept implements Spool.Batch {

	private final FileSpool spool;

	private final Segment segment;

	private final long position;

	private final long end;

	private final long time;

	private final int count;

	private byte[] message;

	private Collection<SpanData> spans;

	Kept(FileSpool spool, Segment segment, Record record) {
		this.spool = spool;
		this.segment = segment;
		this.position = record.position();
		this.end = record.end();
		this.time = record.time();
		this.count = record.spans();
		this.message = record.message();
	}

	/** Whoever takes it again reads it again. */
	void forget() {
		this.spans = null;
	}

	void remember(byte[] message) {
		this.message = message;
	}

	void decode() throws DataFormatException {
		this.spans = OtlpDecoder.decode(this.message);
		this.message = null;
	}

	@Override
	public Collection<SpanData> spans() {
		return this.spans;
	}

	@Override
	public void done() {
		this.spool.done(this);
	}

	@Override
	public void release() {
		this.spool.release(this);
	}

	Segment segment() {
		return this.segment;
	}

	long position() {
		return this.position;
	}

	long end() {
		return this.end;
	}

	long time() {
		return this.time;
	}

	int count() {
		return this.count;
	}

}
