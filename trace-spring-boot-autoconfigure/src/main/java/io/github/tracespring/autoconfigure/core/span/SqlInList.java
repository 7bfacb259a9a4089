// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.span;

/**
 * Finds lists of placeholders behind {@code IN}, of which one is enough, so that a
 * statement is the same text however many values it was made for.
 */
final class SqlInList {

	private State state = State.NONE;

	/** Length of the text up to the first placeholder. */
	private int first;

	void word(String upper) {
		this.state = upper.equals("IN") ? State.IN : State.NONE;
	}

	void punctuation(char c) {
		if (c == '(' && this.state == State.IN) {
			this.state = State.OPEN;
		}
		else if (c == ',' && this.state == State.VALUE) {
			this.state = State.COMMA;
		}
		else {
			this.state = State.NONE;
		}
	}

	void other() {
		this.state = State.NONE;
	}

	/**
	 * Takes a placeholder.
	 * @param length the length of the text before it
	 * @return what to shorten the text to in place of writing it, or -1
	 */
	int placeholder(int length) {
		if (this.state == State.COMMA) {
			this.state = State.VALUE;
			return this.first;
		}
		if (this.state == State.OPEN) {
			this.state = State.VALUE;
			this.first = length + 1;
		}
		else {
			this.state = State.NONE;
		}
		return -1;
	}

	private enum State {

		NONE, IN, OPEN, VALUE, COMMA

	}

}
