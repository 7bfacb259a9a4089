// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.wire;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.opentelemetry.sdk.common.CompletableResultCode;

import io.github.tracespring.autoconfigure.config.Endpoint;

/**
 * A request that carries a batch. Who answers it may repeat what it was sent, so the
 * credentials of this very request are taken out of whatever it fails with.
 *
 * @param uri where it goes
 * @param headers what it says beside the spans, by name
 * @param result what becomes of it
 */
public record Attempt(URI uri, Map<String, String> headers, CompletableResultCode result) {

	private static final String MASK = "***";

	/** Shorter ones are words, and no secrets. */
	private static final int MIN_LENGTH = 4;

	/**
	 * Begins an attempt.
	 * @param receiver where the request goes
	 * @param headers what it says beside the spans, by name
	 */
	public Attempt(Receiver receiver, Map<String, String> headers) {
		this(receiver.uri(), headers, new CompletableResultCode());
	}

	/**
	 * Ends it.
	 * @param flaw why the batch was not taken whole, or {@code null}
	 */
	public void settle(Throwable flaw) {
		if (flaw == null) {
			this.result.succeed();
		}
		else {
			this.result.failExceptionally(withoutSecrets(flaw));
		}
	}

	private Throwable withoutSecrets(Throwable flaw) {
		List<String> secrets = secrets();
		for (Throwable cause = flaw; cause != null; cause = cause.getCause()) {
			String message = cause.getMessage();
			String shown = (message != null) ? mask(message, secrets) : null;
			if (message != null && !message.equals(shown)) {
				return (flaw instanceof ExportException ex) ? ex.withReason(shown) : new IOException(shown);
			}
		}
		return flaw;
	}

	private static String mask(String text, List<String> secrets) {
		String shown = text;
		for (String secret : secrets) {
			shown = shown.replace(secret, MASK);
			// a text that was cut may end in the middle of one
			for (int length = Math.min(secret.length() - 1, shown.length()); length >= MIN_LENGTH; length--) {
				if (shown.regionMatches(shown.length() - length, secret, 0, length)) {
					shown = shown.substring(0, shown.length() - length) + MASK;
					break;
				}
			}
		}
		return shown;
	}

	/** The longest first, since one may be part of another. */
	private List<String> secrets() {
		Set<String> secrets = new HashSet<>();
		this.headers.values().forEach((value) -> addCredentials(value, secrets));
		if (this.uri.getRawQuery() != null) {
			for (String parameter : this.uri.getRawQuery().split("&")) {
				String value = parameter.substring(parameter.indexOf('=') + 1);
				secrets.add(value);
				secrets.add(decoded(value));
			}
		}
		return secrets.stream()
			.filter((secret) -> secret.length() >= MIN_LENGTH)
			.sorted(Comparator.comparingInt(String::length).reversed())
			.toList();
	}

	/** The value, and what stands in it behind the scheme (RFC 9110, 11.4). */
	private static void addCredentials(String value, Set<String> secrets) {
		secrets.add(value.strip());
		int space = value.strip().indexOf(' ');
		String credentials = value.strip().substring(space + 1).strip();
		secrets.add(credentials);
		if (value.strip().toLowerCase(Locale.ROOT).startsWith("basic ")) {
			try {
				String pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
				secrets.add(pair);
				secrets.add(pair.substring(pair.indexOf(':') + 1));
			}
			catch (IllegalArgumentException ex) {
				// it stays as it is
			}
		}
	}

	private static String decoded(String value) {
		try {
			return URLDecoder.decode(value, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return value;
		}
	}

	/** Without what it carries. */
	@Override
	public String toString() {
		return "Attempt to " + Endpoint.mask(this.uri.toString());
	}

}
