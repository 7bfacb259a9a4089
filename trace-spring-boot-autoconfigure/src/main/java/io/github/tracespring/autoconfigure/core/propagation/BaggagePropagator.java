// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.util.Collection;
import java.util.List;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.baggage.BaggageEntry;
import io.opentelemetry.api.baggage.BaggageEntryMetadata;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;

import io.github.tracespring.autoconfigure.config.Propagator;

/**
 * W3C Baggage: {@code baggage: key=value;property, key=value}. An illegal member is
 * skipped, the others are not; what is over the limits is left out.
 *
 * @see <a href="https://www.w3.org/TR/baggage/">W3C Baggage</a>
 */
final class BaggagePropagator implements BaggageFormat {

	private static final String HEADER = "baggage";

	/** What stays as it is in properties, since they are written as they came. */
	private static final String PROPERTY_SYNTAX = ";%";

	private final MalformedHeaders malformed;

	BaggagePropagator(MalformedHeaders malformed) {
		this.malformed = malformed;
	}

	@Override
	public Collection<String> fields() {
		return List.of(HEADER);
	}

	@Override
	public <C> void inject(Context context, C carrier, TextMapSetter<C> setter) {
		Baggage baggage = Baggage.fromContext(context);
		if (baggage.isEmpty()) {
			return;
		}
		StringBuilder header = new StringBuilder();
		int[] members = new int[1];
		baggage.forEach((key, entry) -> {
			if (members[0] < MAX_MEMBERS && isToken(key)) {
				int before = header.length();
				write(header, key, entry);
				if (header.length() <= MAX_LENGTH) {
					members[0]++;
				}
				else {
					header.setLength(before);
				}
			}
		});
		if (!header.isEmpty()) {
			setter.set(carrier, HEADER, header.toString());
		}
	}

	private static void write(StringBuilder header, String key, BaggageEntry entry) {
		if (!header.isEmpty()) {
			header.append(',');
		}
		header.append(key).append('=').append(PercentCodec.encode(entry.getValue(), ""));
		String properties = entry.getMetadata().getValue();
		if (!properties.isEmpty()) {
			header.append(';').append(PercentCodec.encode(properties, PROPERTY_SYNTAX));
		}
	}

	@Override
	public <C> BaggageBuilder read(BaggageBuilder builder, C carrier, TextMapGetter<C> getter) {
		String header = getter.get(carrier, HEADER);
		if (header == null) {
			return builder;
		}
		BaggageBuilder found = builder;
		int members = 0;
		int length = 0;
		int end;
		for (int start = 0; start < header.length(); start = end + 1) {
			end = header.indexOf(',', start);
			end = (end >= 0) ? end : header.length();
			boolean fits = members < MAX_MEMBERS && length + end - start <= MAX_LENGTH;
			BaggageBuilder added = fits ? member(found, header.substring(start, end)) : null;
			if (added != null) {
				found = added;
				members++;
				length += end - start + 1;
			}
			else if (!Ows.isBlank(header, start, end)) {
				this.malformed.add(Propagator.BAGGAGE);
			}
		}
		return found;
	}

	/** Adds a member, unless it is illegal. */
	private static BaggageBuilder member(BaggageBuilder builder, String member) {
		int semicolon = member.indexOf(';');
		int equals = member.indexOf('=');
		int end = (semicolon >= 0) ? semicolon : member.length();
		if (equals < 0 || equals > end) {
			return null;
		}
		String key = Ows.strip(member, 0, equals);
		String value = Ows.strip(member, equals + 1, end);
		String properties = (semicolon >= 0) ? properties(member, semicolon + 1) : "";
		if (!isToken(key) || !value.chars().allMatch(PercentCodec::isOctet) || properties == null) {
			return null;
		}
		return BaggageFormat.orNew(builder)
			.put(key, PercentCodec.decode(value),
					properties.isEmpty() ? BaggageEntryMetadata.empty() : BaggageEntryMetadata.create(properties));
	}

	/** The properties without white space, or {@code null} if one is illegal. */
	private static String properties(String member, int from) {
		StringBuilder properties = new StringBuilder();
		int end;
		for (int start = from; start <= member.length(); start = end + 1) {
			end = member.indexOf(';', start);
			end = (end >= 0) ? end : member.length();
			int equals = member.indexOf('=', start);
			boolean valued = equals >= 0 && equals < end;
			String key = Ows.strip(member, start, valued ? equals : end);
			String value = valued ? '=' + Ows.strip(member, equals + 1, end) : "";
			if (!isToken(key) || !value.chars().allMatch(PercentCodec::isOctet)) {
				return null;
			}
			properties.append(properties.isEmpty() ? "" : ";").append(key).append(value);
		}
		return properties.toString();
	}

	/** Whether a text is a token (RFC 9110, 5.6.2), as keys are. */
	static boolean isToken(String text) {
		return !text.isEmpty() && text.chars()
			.allMatch((c) -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
					|| "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
	}

	@Override
	public String toString() {
		return "BaggagePropagator";
	}

}
