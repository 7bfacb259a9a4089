// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Decides {@link ConditionalOnTelemetry}.
 */
final class OnTelemetryCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean wanted = metadata.getAnnotations().get(ConditionalOnTelemetry.class).getBoolean("value");
		String disabledBy = TelemetrySwitch.disabledBy(context.getEnvironment());
		return new ConditionOutcome((disabledBy == null) == wanted,
				(disabledBy == null) ? "telemetry is on" : disabledBy + " is true");
	}

}
