// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.sample;

import java.io.IOException;
import java.util.Arrays;

/**
 * Runs another main class in a process that ends with the one that started it, however
 * that ended: standard input is a pipe from there.
 */
final class UntilParentDies {

	private UntilParentDies() {
	}

	public static void main(String[] args) throws Exception {
		Thread watch = new Thread(UntilParentDies::awaitEndOfInput, "until-parent-dies");
		watch.setDaemon(true);
		watch.start();
		String[] rest = Arrays.copyOfRange(args, 1, args.length);
		Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
	}

	private static void awaitEndOfInput() {
		try {
			while (System.in.read() >= 0) {
				// nothing is ever written
			}
		}
		catch (IOException ex) {
			// the pipe broke: the parent is gone as well
		}
		Runtime.getRuntime().halt(1);
	}

}
