// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

/**
 * A request that the viewer does not serve.
 */
final class RefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final int status;

	/**
	 * Creates the exception.
	 * @param status the status to answer with, 4xx
	 * @param message what the client is told
	 */
	RefusedException(int status, String message) {
		super(message, null, false, false);
		this.status = status;
	}

	ViewerResponse response() {
		return ViewerResponse.text(this.status, getMessage());
	}

}
