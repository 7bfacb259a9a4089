// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

/**
 * The contract on Tomcat.
 */
class TomcatViewerTest extends ViewerContractTest {

	TomcatViewerTest() {
		super(TestServer.Kind.TOMCAT);
	}

}
