// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.util.Set;

import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Whether the settings will have an endpoint. They are a bean, which a condition can not
 * ask yet; so it reads the same properties. Ahead of time those of the run are not known:
 * then there may be one.
 */
final class OnEndpointCondition extends SpringBootCondition {

	private static final Set<String> OTLP = Set.of("", "otlpgrpc", "otlphttp");

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		if (context.getEnvironment().getProperty(AbstractAotProcessor.AOT_PROCESSING, boolean.class, false)) {
			return ConditionOutcome.match("the settings of the run will tell");
		}
		Binder binder = Binder.get(context.getEnvironment());
		String batcher = value(binder, "telemetry.batcher").toLowerCase(java.util.Locale.ROOT);
		if (batcher.equals("log")) {
			return ConditionOutcome.noMatch("spans go to the log");
		}
		boolean endpoint = isSet(binder, "telemetry.endpoint")
				|| (OTLP.contains(batcher) && (isSet(binder, "otel.exporter.otlp.traces.endpoint")
						|| isSet(binder, "otel.exporter.otlp.endpoint")));
		return new ConditionOutcome(endpoint, "telemetry.endpoint is " + (endpoint ? "set" : "not set"));
	}

	private static boolean isSet(Binder binder, String property) {
		return StringUtils.hasText(value(binder, property));
	}

	private static String value(Binder binder, String property) {
		return binder.bind(property, String.class).orElse("").trim();
	}

}
