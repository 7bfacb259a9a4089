// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.wire;

import java.nio.charset.StandardCharsets;

/**
 * What a back end says in the body of an answer beyond the status. This is one that says
 * in plain text why it refuses, and nothing else.
 */
public interface AnswerBody {

	/** The plain text. */
	AnswerBody TEXT = new AnswerBody() {
	};

	/** Longer ones are pages for a browser. */
	int MAX_REASON = 200;

	/**
	 * Reads the answer to spans that were taken.
	 * @param body as much of the body as was read
	 * @return what was not taken after all, or {@code null}
	 */
	default ExportException ofSuccess(byte[] body) {
		return null;
	}

	/**
	 * Reads the answer to spans that were not taken.
	 * @param contentType the body's type, empty if it has none
	 * @param body as much of the body as was read
	 * @return the reason, empty if it gives none
	 */
	default String ofRefusal(String contentType, byte[] body) {
		return new String(body, 0, Math.min(body.length, MAX_REASON), StandardCharsets.UTF_8).strip();
	}

}
