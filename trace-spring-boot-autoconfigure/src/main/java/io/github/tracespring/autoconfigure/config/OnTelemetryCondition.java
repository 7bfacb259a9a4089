// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Decides {@link ConditionalOnTelemetry}.
 */
final class OnTelemetryCondition extends SpringBootCondition {

	private static final String DECISION = OnTelemetryCondition.class.getName() + ".decision";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean wanted = metadata.getAnnotations().get(ConditionalOnTelemetry.class).getBoolean("value");
		String disabledBy = decision(context).disabledBy();
		return new ConditionOutcome((disabledBy == null) == wanted,
				(disabledBy == null) ? "telemetry is on" : disabledBy + " is true");
	}

	/** One for all that ask, as binding a property takes its time. */
	private static Decision decision(ConditionContext context) {
		ConfigurableListableBeanFactory beans = context.getBeanFactory();
		if (beans != null && beans.getSingleton(DECISION) instanceof Decision known) {
			return known;
		}
		Decision decision = new Decision(TelemetrySwitch.disabledBy(context.getEnvironment()));
		if (beans != null) {
			beans.registerSingleton(DECISION, decision);
		}
		return decision;
	}

	private record Decision(String disabledBy) {

	}

}
