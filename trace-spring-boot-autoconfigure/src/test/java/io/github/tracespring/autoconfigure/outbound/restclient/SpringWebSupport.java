// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.restclient;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;

import io.github.tracespring.autoconfigure.outbound.http.HttpClientContractTest;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;

/** What RestTemplate and RestClient have in common. */
abstract class SpringWebSupport extends HttpClientContractTest {

	/** Tells which context is current on the wire; only {@code /hang} times out soon. */
	static final class Wire implements ClientHttpRequestFactory {

		private final boolean tells;

		private final JdkClientHttpRequestFactory patient;

		private final JdkClientHttpRequestFactory hasty;

		Wire() {
			this(HttpClient.newHttpClient(), true);
		}

		/** On a client that tells itself. */
		Wire(HttpClient client) {
			this(client, false);
		}

		private Wire(HttpClient client, boolean tells) {
			this.tells = tells;
			this.patient = new JdkClientHttpRequestFactory(client);
			this.hasty = new JdkClientHttpRequestFactory(client);
			this.hasty.setReadTimeout(Duration.ofMillis(200));
		}

		@Override
		public ClientHttpRequest createRequest(URI uri, HttpMethod method) throws IOException {
			if (this.tells) {
				sending();
			}
			return (uri.getPath().equals("/hang") ? this.hasty : this.patient).createRequest(uri, method);
		}

	}

	/** A user's interceptor that sends again. */
	static final class Retry implements ClientHttpRequestInterceptor {

		@Override
		public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
				throws IOException {
			ClientHttpResponse response = execution.execute(request, body);
			for (int i = 0; i < 2 && request.getURI().getPath().equals("/flaky")
					&& response.getStatusCode().value() == 503; i++) {
				response.close();
				response = execution.execute(request, body);
			}
			return response;
		}

	}

}
