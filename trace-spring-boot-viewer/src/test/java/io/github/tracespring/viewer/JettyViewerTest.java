// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

/**
 * The contract on Jetty.
 */
class JettyViewerTest extends ViewerContractTest {

	JettyViewerTest() {
		super(TestServer.Kind.JETTY);
	}

}
