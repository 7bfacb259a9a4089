// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.http;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;

/**
 * Tells which context is current where the JDK's HttpClient is about to send.
 */
public final class TestProxySelector extends ProxySelector {

	@Override
	public List<Proxy> select(URI uri) {
		HttpClientContractTest.sending();
		return List.of(Proxy.NO_PROXY);
	}

	@Override
	public void connectFailed(URI uri, SocketAddress address, IOException ex) {
		// There is no proxy
	}

}
