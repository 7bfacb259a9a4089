// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core;

import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;

/**
 * Changes the {@link SdkTracerProviderBuilder} before the provider is built, for what the
 * telemetry block can not say. Beans of this type are applied in their order.
 */
@FunctionalInterface
public interface TracerProviderCustomizer {

	/**
	 * Changes the builder.
	 * @param builder the builder, with resource, sampler and span processors already set
	 */
	void customize(SdkTracerProviderBuilder builder);

}
