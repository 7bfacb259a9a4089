// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.log;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Installs the log correlation before any test uses a context, so that tests may run in
 * any order. The {@code service} file of that name registers it.
 */
public final class LogCorrelationSession implements LauncherSessionListener {

	@Override
	public void launcherSessionOpened(LauncherSession session) {
		MdcContextStorage.install();
	}

}
