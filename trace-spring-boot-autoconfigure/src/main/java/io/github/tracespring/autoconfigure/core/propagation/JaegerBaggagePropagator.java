// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;

import io.github.tracespring.autoconfigure.config.Propagator;

/**
 * Baggage as Jaeger's clients write it: a header {@code uberctx-key} for each entry, its
 * value percent-encoded. It is looked for where there is a {@code uber-trace-id}, which
 * they always write: there is no need to go through the headers of all other requests.
 *
 * @see <a href=
 * "https://www.jaegertracing.io/docs/1.76/client-libraries/#baggage">Jaeger, propagation
 * format</a>
 */
final class JaegerBaggagePropagator implements BaggageFormat {

	private static final String PREFIX = "uberctx-";

	private final MalformedHeaders malformed;

	JaegerBaggagePropagator(MalformedHeaders malformed) {
		this.malformed = malformed;
	}

	/** The names are not known before. */
	@Override
	public Collection<String> fields() {
		return List.of();
	}

	@Override
	public <C> void inject(Context context, C carrier, TextMapSetter<C> setter) {
		Baggage baggage = Baggage.fromContext(context);
		if (baggage.isEmpty()) {
			return;
		}
		int[] written = new int[2];
		baggage.forEach((key, entry) -> {
			// a plus sign is read as a space
			String value = PercentCodec.encode(entry.getValue(), "").replace("+", "%2B");
			int length = written[1] + key.length() + value.length();
			// any other key would be no name of a header, which fails the request
			if (BaggagePropagator.isToken(key) && written[0] < MAX_MEMBERS && length <= MAX_LENGTH) {
				setter.set(carrier, PREFIX + key, value);
				written[0]++;
				written[1] = length;
			}
		});
	}

	@Override
	public <C> BaggageBuilder read(BaggageBuilder builder, C carrier, TextMapGetter<C> getter) {
		if (getter.get(carrier, JaegerTracePropagator.HEADER) == null) {
			return builder;
		}
		BaggageBuilder found = builder;
		int members = 0;
		int length = 0;
		for (String name : getter.keys(carrier)) {
			if (name.length() > PREFIX.length() && name.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
				// to ask for thousands of headers, each by its name, would take long
				String value = (members < MAX_MEMBERS && length <= MAX_LENGTH) ? getter.get(carrier, name) : null;
				length += name.length() - PREFIX.length() + ((value != null) ? value.length() : 0);
				if (value != null && length <= MAX_LENGTH) {
					// the case of a header's name is lost on the way, so the clients
					// ignore it
					found = BaggageFormat.orNew(found)
						.put(name.substring(PREFIX.length()).toLowerCase(Locale.ROOT),
								PercentCodec.decode(value.replace('+', ' ')));
					members++;
				}
				else {
					this.malformed.add(Propagator.JAEGER);
				}
			}
		}
		return found;
	}

	@Override
	public String toString() {
		return "JaegerBaggagePropagator";
	}

}
