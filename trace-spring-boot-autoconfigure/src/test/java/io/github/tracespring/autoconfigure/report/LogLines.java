// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * What is logged while it is open: by this project, and by OpenTelemetry through
 * {@code java.util.logging}.
 */
public final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private final List<String> lines = new java.util.concurrent.CopyOnWriteArrayList<>();

	private final Logger logger = (Logger) LoggerFactory.getLogger("io.github.tracespring");

	private final java.util.logging.Logger julLogger = java.util.logging.Logger.getLogger("io.opentelemetry");

	private final Handler handler = new Handler() {

		@Override
		public void publish(LogRecord entry) {
			LogLines.this.lines.add("JUL " + entry.getLevel() + " " + entry.getLoggerName() + " " + entry.getMessage());
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
		}

	};

	public LogLines() {
		start();
		this.logger.addAppender(this);
		this.julLogger.addHandler(this.handler);
	}

	@Override
	protected void append(ILoggingEvent event) {
		if (event.getLevel().isGreaterOrEqual(Level.INFO)) {
			this.lines.add(event.getLevel() + " " + event.getFormattedMessage()
					+ ((event.getThrowableProxy() != null) ? " WITH STACK TRACE" : ""));
		}
	}

	public List<String> all() {
		return this.lines;
	}

	public List<String> containing(String text) {
		return this.lines.stream().filter((line) -> line.contains(text)).toList();
	}

	@Override
	public void close() {
		this.logger.detachAppender(this);
		this.julLogger.removeHandler(this.handler);
	}

}
