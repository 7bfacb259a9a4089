// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

/**
 * The contract on WebFlux with Tomcat.
 */
class TomcatWebFluxViewerTest extends ViewerContractTest {

	TomcatWebFluxViewerTest() {
		super(TestServer.Kind.TOMCAT_WEBFLUX);
	}

}
