// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.integration;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/**
 * An application in a process of its own, that ends as soon as it has started.
 */
@EnableAutoConfiguration
final class BareApplication {

	private BareApplication() {
	}

	public static void main(String[] arguments) {
		SpringApplication application = new SpringApplication(BareApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.run(arguments).close();
	}

}
