// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.util.Collection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * An OTLP exporter with the threads it sends on, which are ended before it is shut down.
 * It closes the connections that are idle at that moment and no others, so one with a
 * request that hangs would stay open for minutes.
 *
 * @param exporter OpenTelemetry's exporter
 * @param threads the threads it sends on
 */
record OtlpSpanExporter(SpanExporter exporter, ExecutorService threads) implements SpanExporter {

	private static final long END_MILLIS = 100;

	static ExecutorService newThreads() {
		return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 60, TimeUnit.SECONDS, new SynchronousQueue<>(), (task) -> {
			Thread thread = new Thread(task, "telemetry-otlp");
			thread.setDaemon(true);
			return thread;
		});
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		return this.exporter.export(spans);
	}

	@Override
	public CompletableResultCode flush() {
		return this.exporter.flush();
	}

	@Override
	public CompletableResultCode shutdown() {
		this.threads.shutdownNow();
		try {
			this.threads.awaitTermination(END_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return this.exporter.shutdown();
	}

}
