// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import org.springframework.util.StringUtils;

/**
 * What is true of endpoints of {@link Batcher#JAEGER} alone: they may be an agent,
 * reached by UDP, and Jaeger has many ports. A known one that takes something else is
 * refused: what is sent there by UDP is lost without a word.
 *
 * @see <a href="https://www.jaegertracing.io/docs/latest/apis/">Jaeger APIs</a>
 */
final class JaegerEndpoint {

	static final int AGENT_PORT = 6831;

	private static final int BINARY_AGENT_PORT = 6832;

	private static final String COLLECTOR = "http://%s:14268/api/traces";

	private static final String AGENT = "udp://%s:" + AGENT_PORT;

	private JaegerEndpoint() {
	}

	/** Whether what listens on a port is reached by UDP. */
	static boolean isAgent(int port) {
		return port == AGENT_PORT || port == BINARY_AGENT_PORT;
	}

	/**
	 * Checks the endpoint, and adds the configured credentials.
	 * @param endpoint what the user wrote
	 * @param properties the credentials
	 * @return the endpoint to report to
	 * @throws InvalidTelemetryPropertyException if it can not work
	 */
	static Endpoint complete(Endpoint endpoint, TelemetryJaegerProperties properties) {
		checkPort(endpoint);
		if (!StringUtils.hasText(properties.getUsername())) {
			return endpoint;
		}
		if (isUdp(endpoint)) {
			throw new InvalidTelemetryPropertyException("telemetry.jaeger.username", "***",
					"an agent is reached by UDP, which carries no credentials",
					"Leave username and password out, or report to the collector: telemetry.endpoint="
							+ String.format(COLLECTOR, endpoint.uri().getHost()) + ".");
		}
		String password = (properties.getPassword() != null) ? properties.getPassword() : "";
		return endpoint.withCredentials(properties.getUsername() + ":" + password);
	}

	private static void checkPort(Endpoint endpoint) {
		boolean udp = isUdp(endpoint);
		switch (endpoint.uri().getPort()) {
			case 4317 ->
				refuse(endpoint, "OTLP over gRPC", "Set telemetry.batcher=otlpgrpc, or write " + COLLECTOR + ".");
			case 4318 ->
				refuse(endpoint, "OTLP over HTTP", "Set telemetry.batcher=otlphttp, or write " + COLLECTOR + ".");
			case 14250 -> refuse(endpoint, "gRPC", "Write " + COLLECTOR + ".");
			case BINARY_AGENT_PORT -> refuse(endpoint, "another protocol of Thrift", "Write " + AGENT + ".");
			case AGENT_PORT -> {
				if (!udp) {
					refuse(endpoint, "UDP", "Write " + AGENT + ".");
				}
			}
			case 14268 -> {
				if (udp) {
					refuse(endpoint, "HTTP", "Write " + COLLECTOR + ".");
				}
			}
			default -> {
				// anything may listen there
			}
		}
	}

	private static boolean isUdp(Endpoint endpoint) {
		return "udp".equals(endpoint.uri().getScheme());
	}

	private static void refuse(Endpoint endpoint, String what, String remedy) {
		throw new InvalidTelemetryPropertyException("telemetry.endpoint", endpoint.toString(),
				"Jaeger takes " + what + " on port " + endpoint.uri().getPort()
						+ ", which telemetry.batcher=jaeger does not speak there",
				String.format(remedy, endpoint.uri().getHost()));
	}

}
