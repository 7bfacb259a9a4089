// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;

import io.opentelemetry.exporter.logging.otlp.internal.traces.OtlpStdoutSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import io.github.tracespring.autoconfigure.config.Endpoint;
import io.github.tracespring.autoconfigure.config.InvalidTelemetryPropertyException;
import io.github.tracespring.autoconfigure.report.wire.ExportException;

/**
 * Appends finished spans to a file: one line of OTLP JSON a batch, written at once so
 * that several processes can share the file. The file is opened for each batch, so it can
 * be rotated. What could not be written, to a disk that is full, is written later.
 *
 * @see <a href=
 * "https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/">OpenTelemetry
 * Protocol File Exporter</a>
 */
public final class FileSpanExporter implements SpanExporter {

	private static final byte[] NEW_LINE = { '\n' };

	private final Path file;

	private final ByteArrayOutputStream line = new ByteArrayOutputStream();

	/** Uses its memory again for each batch, as the line does. */
	private final SpanExporter encoder = OtlpStdoutSpanExporter.builder()
		.setOutput(this.line)
		.setMemoryMode(MemoryMode.REUSABLE_DATA)
		.build();

	/** The disk was full in the middle of a line. */
	private boolean cut;

	private FileSpanExporter(Path file) {
		this.file = file;
	}

	/**
	 * Makes sure that the file, and the directory it is in, is there and can be written.
	 * @param endpoint a {@code file:} address
	 * @return the exporter
	 * @throws InvalidTelemetryPropertyException if it can not be written
	 */
	public static FileSpanExporter open(Endpoint endpoint) {
		FileSpanExporter exporter = new FileSpanExporter(Path.of(endpoint.uri()));
		try {
			Path directory = exporter.file.getParent();
			// asked first, because a link to a directory can not be created
			if (directory != null && !Files.isDirectory(directory)) {
				Files.createDirectories(directory);
			}
			exporter.append(new byte[0]);
			return exporter;
		}
		catch (IOException ex) {
			throw new InvalidTelemetryPropertyException("telemetry.endpoint", endpoint.toString(),
					"the file can not be written (" + reason(ex) + ")",
					"For the file batcher write the path of a file that the application may create or append to.");
		}
	}

	private static String reason(IOException failure) {
		boolean explained = failure instanceof FileSystemException system && system.getReason() != null;
		return explained ? ((FileSystemException) failure).getReason() : failure.getClass().getSimpleName();
	}

	@Override
	public synchronized CompletableResultCode export(Collection<SpanData> spans) {
		this.line.reset();
		CompletableResultCode written = this.encoder.export(spans);
		if (!written.isSuccess()) {
			return written;
		}
		try {
			append(this.line.toByteArray());
			return CompletableResultCode.ofSuccess();
		}
		catch (IOException ex) {
			return CompletableResultCode.ofExceptionalFailure(ExportException.retryable(null, null, ex));
		}
	}

	private void append(byte[] line) throws IOException {
		ByteBuffer buffer = ByteBuffer.wrap(line);
		try (FileChannel channel = FileChannel.open(this.file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
			if (this.cut) {
				channel.write(ByteBuffer.wrap(NEW_LINE));
				this.cut = false;
			}
			while (buffer.hasRemaining()) {
				channel.write(buffer);
			}
		}
		finally {
			this.cut |= buffer.position() > 0 && buffer.hasRemaining();
		}
	}

	@Override
	public CompletableResultCode flush() {
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public CompletableResultCode shutdown() {
		return CompletableResultCode.ofSuccess();
	}

}
