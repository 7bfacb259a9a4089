// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import java.util.function.Consumer;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the address of the trace of each request, or other root of work in this process,
 * that failed.
 */
final class ErrorLinks implements Consumer<SpanData> {

	private static final Logger logger = LoggerFactory.getLogger(ErrorLinks.class);

	private final ViewerUrl url;

	ErrorLinks(ViewerUrl url) {
		this.url = url;
	}

	@Override
	public void accept(SpanData span) {
		boolean localRoot = !span.getParentSpanContext().isValid() || span.getParentSpanContext().isRemote();
		if (localRoot && span.getStatus().getStatusCode() == StatusCode.ERROR) {
			String address = this.url.trace(span.getTraceId());
			if (address != null) {
				// the name may hold what a caller sent
				logger.info("{} failed: {}", span.getName().replaceAll("\\p{Cntrl}", " "), address);
			}
		}
	}

}
