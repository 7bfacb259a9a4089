// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;

/**
 * The contract on WebFlux with Tomcat.
 */
class TomcatWebFluxViewerTest extends ViewerContractTest {

	TomcatWebFluxViewerTest() {
		super(TestServer.Kind.TOMCAT_WEBFLUX);
	}

	/**
	 * Spring and Tomcat lose a wake-up now and then (one body of 10 MB in 25, with no
	 * code of ours) when a body is read on another thread than the container's, which is
	 * where Spring Security's filters leave it. The answer is what is looked at here, so
	 * a report that got none is made once more.
	 */
	@Override
	HttpResponse<String> report(byte[] body, String... headers) {
		for (int attempt = 1; true; attempt++) {
			try {
				return super.report(body, headers);
			}
			catch (UncheckedIOException ex) {
				if (!(ex.getCause() instanceof HttpTimeoutException) || attempt == 4) {
					throw ex;
				}
			}
		}
	}

}
