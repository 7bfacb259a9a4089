// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;

/**
 * Spools in one directory, at a time of the test's.
 */
public final class Spools implements AutoCloseable {

	static final long MIB = 1 << 20;

	final AtomicLong time = new AtomicLong(System.currentTimeMillis());

	long maxSize = 64 * MIB;

	private final Path directory;

	private final List<FileSpool> open = new ArrayList<>();

	Spools(Path directory) {
		this.directory = directory;
	}

	FileSpool open() {
		try {
			FileSpool spool = new FileSpool(SpoolDirectory.open(this.directory), this.maxSize, Duration.ofDays(1),
					this.time::get);
			this.open.add(spool);
			return spool;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Looks once more for what others left. */
	void passMinute() {
		this.time.addAndGet(61_000);
	}

	public static List<SpanData> batch(String... names) {
		return Stream.of(names).map(Spools::span).toList();
	}

	private static SpanData span(String name) {
		return TestSpanData.builder()
			.setName(name)
			.setKind(SpanKind.INTERNAL)
			.setSpanContext(SpanContext.create("0123456789abcdef0123456789abcdef", "0123456789abcdef",
					TraceFlags.getSampled(), TraceState.getDefault()))
			.setStatus(StatusData.unset())
			.setStartEpochNanos(1)
			.setEndEpochNanos(2)
			.setHasEnded(true)
			.build();
	}

	static List<String> names(Spool.Batch batch) {
		return (batch != null) ? names(batch.spans()) : null;
	}

	private static List<String> names(Collection<SpanData> spans) {
		return spans.stream().map(SpanData::getName).toList();
	}

	/** Takes all that is there, as one does whose spans arrive. */
	static List<String> drain(Spool spool) {
		List<String> names = new ArrayList<>();
		for (Spool.Batch batch = spool.poll(); batch != null; batch = spool.poll()) {
			names.addAll(names(batch));
			batch.done();
		}
		return names;
	}

	/** The files of a kind. */
	static List<Path> files(Path directory, String suffix) {
		try (Stream<Path> files = Files.list(directory)) {
			return files.filter((file) -> file.toString().endsWith(suffix)).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.open.forEach(FileSpool::close);
	}

}
