// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How the context travels between services: in which header formats, whose is taken over,
 * and who gets it.
 */
@ConfigurationProperties("telemetry.propagation")
public class TelemetryPropagationProperties {

	/**
	 * Formats that incoming requests are read in: the first that holds a trace wins, and
	 * baggage is taken from each that has some.
	 */
	private List<Propagator> extract;

	/**
	 * Formats that outgoing requests are written in, all of them.
	 */
	private List<Propagator> inject;

	/**
	 * Whether the trace, sampling decision and baggage of a caller go on here; otherwise
	 * each request starts a trace that links to the caller's.
	 */
	private boolean trustIncoming = true;

	/**
	 * Paths, relative to the context path, whose callers alone are trusted; patterns like
	 * '/internal/**'. That of a gRPC call is '/package.Service/Method'.
	 */
	private List<String> trustedPaths;

	/**
	 * Addresses and ranges, such as '10.0.0.0/8' and 'fd00::/8', of the only callers that
	 * are trusted, as the connection has it, whatever headers say.
	 */
	private List<String> trustedAddresses;

	/**
	 * Hosts that alone get headers, such as 'api.internal', '*.example.com', '10.*' or
	 * 'localhost:8080'; a '*' stands for anything.
	 */
	private List<String> injectHosts;

	/**
	 * Hosts that get no headers, also where 'inject-hosts' names them.
	 */
	private List<String> noInjectHosts;

	/**
	 * The formats that are read.
	 * @return the formats in order, or {@code null} if nothing is said of them
	 */
	public List<Propagator> getExtract() {
		return this.extract;
	}

	/**
	 * Sets the formats that are read.
	 * @param extract the formats in order, none for no incoming context
	 */
	public void setExtract(List<Propagator> extract) {
		this.extract = extract;
	}

	/**
	 * The formats that are written.
	 * @return the formats, or {@code null} if nothing is said of them
	 */
	public List<Propagator> getInject() {
		return this.inject;
	}

	/**
	 * Sets the formats that are written.
	 * @param inject the formats, none for no outgoing context
	 */
	public void setInject(List<Propagator> inject) {
		this.inject = inject;
	}

	/**
	 * Whether callers are trusted.
	 * @return whether any is
	 */
	public boolean isTrustIncoming() {
		return this.trustIncoming;
	}

	/**
	 * Sets whether callers are trusted.
	 * @param trustIncoming whether any is
	 */
	public void setTrustIncoming(boolean trustIncoming) {
		this.trustIncoming = trustIncoming;
	}

	/**
	 * The paths whose callers are trusted.
	 * @return patterns, or {@code null} for all paths
	 */
	public List<String> getTrustedPaths() {
		return this.trustedPaths;
	}

	/**
	 * Sets the paths whose callers are trusted.
	 * @param trustedPaths patterns
	 */
	public void setTrustedPaths(List<String> trustedPaths) {
		this.trustedPaths = trustedPaths;
	}

	/**
	 * The addresses of trusted callers.
	 * @return addresses and ranges, or {@code null} for all addresses
	 */
	public List<String> getTrustedAddresses() {
		return this.trustedAddresses;
	}

	/**
	 * Sets the addresses of trusted callers.
	 * @param trustedAddresses addresses and ranges
	 */
	public void setTrustedAddresses(List<String> trustedAddresses) {
		this.trustedAddresses = trustedAddresses;
	}

	/**
	 * The hosts that get headers.
	 * @return patterns, or {@code null} for all hosts
	 */
	public List<String> getInjectHosts() {
		return this.injectHosts;
	}

	/**
	 * Sets the hosts that get headers.
	 * @param injectHosts patterns
	 */
	public void setInjectHosts(List<String> injectHosts) {
		this.injectHosts = injectHosts;
	}

	/**
	 * The hosts that get no headers.
	 * @return patterns, or {@code null} for none
	 */
	public List<String> getNoInjectHosts() {
		return this.noInjectHosts;
	}

	/**
	 * Sets the hosts that get no headers.
	 * @param noInjectHosts patterns
	 */
	public void setNoInjectHosts(List<String> noInjectHosts) {
		this.noInjectHosts = noInjectHosts;
	}

}
