// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

/**
 * Which traces are recorded.
 *
 * @param root how a trace that starts here is decided
 * @param ratio the share of them, for {@link Root#RATIO}, from 0 to 1
 * @param parentBased whether a caller's decision is followed
 */
public record Sampling(Root root, double ratio, boolean parentBased) {

	/**
	 * How a trace without a parent is decided.
	 */
	public enum Root {

		/** Always recorded. */
		ON,

		/** Never recorded. */
		OFF,

		/** A share of the trace ids is recorded. */
		RATIO

	}

	static Sampling parentBasedRatio(double ratio) {
		return new Sampling((ratio == 1) ? Root.ON : Root.RATIO, ratio, true);
	}

	@Override
	public String toString() {
		String text = switch (this.root) {
			case ON -> "1.0";
			case OFF -> "0.0";
			case RATIO -> String.valueOf(this.ratio);
		};
		return this.parentBased ? text : text + " (whatever the caller decided)";
	}

}
