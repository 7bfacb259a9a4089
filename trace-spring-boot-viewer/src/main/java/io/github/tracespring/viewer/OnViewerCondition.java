// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Whether there is a viewer: as configured, and otherwise unless it is production.
 */
final class OnViewerCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Environment environment = context.getEnvironment();
		Boolean enabled = environment.getProperty(ViewerSettings.ENABLED, Boolean.class);
		ConditionMessage.Builder message = ConditionMessage.forCondition("trace viewer");
		if (enabled != null) {
			return new ConditionOutcome(enabled, message.because(ViewerSettings.ENABLED + " is " + enabled));
		}
		return ViewerSettings.isProduction(environment)
				? ConditionOutcome.noMatch(message.because("a production profile is active"))
				: ConditionOutcome.match(message.because("no production profile is active"));
	}

}
