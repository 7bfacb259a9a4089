// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.sampling;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;

import io.github.tracespring.autoconfigure.config.Sampling;

/**
 * Makes the samplers that decide which traces are recorded.
 */
public final class Samplers {

	private Samplers() {
	}

	/**
	 * Makes the sampler in force.
	 * @param sampling what the user configured
	 * @return the sampler
	 */
	public static Sampler of(Sampling sampling) {
		Sampler root = switch (sampling.root()) {
			case ON -> Sampler.alwaysOn();
			case OFF -> Sampler.alwaysOff();
			case RATIO -> Sampler.traceIdRatioBased(sampling.ratio());
		};
		return sampling.parentBased() ? Sampler.parentBased(root) : root;
	}

	/**
	 * Makes any sampler keep to {@link Suppression} and {@link CallerSampling}.
	 * @param sampler the sampler that decides everything else
	 * @return a sampler that drops what is suppressed
	 */
	public static Sampler suppressible(Sampler sampler) {
		return new Suppressible(sampler);
	}

	/**
	 * What is known of a sampler. The one that the user configured decides by the parent
	 * and the trace's id.
	 * @param sampler the sampler in force
	 * @param sampling what the user configured
	 * @return its traits
	 */
	public static SamplerTraits traits(Sampler sampler, Sampling sampling) {
		Sampler known = of(sampling);
		Sampler asked = (sampler instanceof Suppressible suppressible) ? suppressible.delegate() : sampler;
		boolean same = asked.getClass() == known.getClass() && asked.getDescription().equals(known.getDescription());
		return same ? new SamplerTraits(false, sampling.parentBased()) : SamplerTraits.UNKNOWN;
	}

	private record Suppressible(Sampler delegate) implements Sampler {

		@Override
		public SamplingResult shouldSample(Context parent, String traceId, String name, SpanKind kind,
				Attributes attributes, List<LinkData> links) {
			if (Suppression.isSuppressed(parent)) {
				return SamplingResult.drop();
			}
			return this.delegate.shouldSample(CallerSampling.forSampler(parent, traceId), traceId, name, kind,
					attributes, links);
		}

		@Override
		public String getDescription() {
			return this.delegate.getDescription();
		}

		@Override
		public String toString() {
			return getDescription();
		}

	}

}
