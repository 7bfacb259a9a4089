// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.zipkin;

import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import zipkin2.Endpoint;

/**
 * The other side of a call, found in the attributes in the order that the specification
 * prefers, with what stable conventions renamed since.
 *
 * @param address the attribute with the name or address
 * @param port the attribute with the port, or {@code null}
 * @see <a href=
 * "https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/zipkin/#remote-endpoint">OpenTelemetry
 * to Zipkin, remote endpoint</a>
 */
record RemoteEndpoint(AttributeKey<String> address, AttributeKey<Long> port) {

	private static final List<RemoteEndpoint> RANKING = List.of(of("peer.service", null),
			of("server.address", "server.port"), of("net.peer.name", "net.peer.port"),
			of("network.peer.address", "network.peer.port"), of("server.socket.domain", "server.socket.port"),
			of("server.socket.address", "server.socket.port"), of("net.sock.peer.name", "net.sock.peer.port"),
			of("net.sock.peer.addr", "net.sock.peer.port"), of("peer.hostname", null), of("peer.address", null),
			of("db.name", null), of("db.namespace", null), of("db.system.name", null), of("db.system", null));

	private static RemoteEndpoint of(String address, String port) {
		return new RemoteEndpoint(AttributeKey.stringKey(address), (port != null) ? AttributeKey.longKey(port) : null);
	}

	static Endpoint find(Attributes attributes) {
		for (RemoteEndpoint candidate : RANKING) {
			String address = attributes.get(candidate.address);
			if (address != null && !address.isEmpty()) {
				return candidate.endpoint(address, attributes);
			}
		}
		return null;
	}

	private Endpoint endpoint(String value, Attributes attributes) {
		Endpoint.Builder endpoint = Endpoint.newBuilder();
		// a literal address only: names are not resolved
		if (!endpoint.parseIp(value)) {
			endpoint.serviceName(value);
		}
		Long number = (this.port != null) ? attributes.get(this.port) : null;
		if (number != null && number > 0 && number <= 65535) {
			endpoint.port(number.intValue());
		}
		return endpoint.build();
	}

}
