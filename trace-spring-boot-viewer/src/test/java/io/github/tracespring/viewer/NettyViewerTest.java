// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

/**
 * The contract on WebFlux with Reactor Netty.
 */
class NettyViewerTest extends ViewerContractTest {

	NettyViewerTest() {
		super(TestServer.Kind.NETTY);
	}

}
