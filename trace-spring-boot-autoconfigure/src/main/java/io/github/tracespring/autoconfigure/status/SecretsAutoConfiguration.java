// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.status;

import java.util.Locale;
import java.util.regex.Pattern;

import io.github.tracespring.autoconfigure.config.Endpoint;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Keeps the block's secrets out of the answers of the actuator's {@code env} and
 * {@code configprops}, also where {@code show-values} lets them tell values.
 */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
public final class SecretsAutoConfiguration {

	/** Letters and digits alone, since a key may be written in several ways. */
	private static final Pattern SEPARATORS = Pattern.compile("[^a-z0-9]");

	@Bean
	@ConditionalOnMissingBean(name = "telemetrySanitizingFunction")
	SanitizingFunction telemetrySanitizingFunction() {
		return SecretsAutoConfiguration::sanitize;
	}

	private static SanitizableData sanitize(SanitizableData data) {
		String key = SEPARATORS.matcher(data.getKey().toLowerCase(Locale.ROOT)).replaceAll("");
		boolean otel = key.startsWith("otelexporterotlp");
		if (key.startsWith("telemetryotlpheaders") || (otel && key.endsWith("headers"))
				|| key.equals("telemetryjaegerusername") || key.equals("telemetryjaegerpassword")) {
			return data.withValue(SanitizableData.SANITIZED_VALUE);
		}
		if (data.getValue() != null && (key.equals("telemetryendpoint") || (otel && key.endsWith("endpoint")))) {
			return data.withValue(Endpoint.mask(data.getValue().toString()));
		}
		return data;
	}

}
