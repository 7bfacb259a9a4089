// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.fuzz;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.slf4j.LoggerFactory;

/**
 * Sees what our classes say above DEBUG.
 */
public final class LogWatch {

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	/** Starts to watch, for as long as the JVM lives. */
	public LogWatch() {
		Logger logger = (Logger) LoggerFactory.getLogger("io.github.tracespring");
		logger.setLevel(Level.INFO);
		logger.addAppender(this.appender);
		this.appender.start();
	}

	/**
	 * What was said.
	 * @return the lines
	 */
	public List<String> lines() {
		return this.appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

}
