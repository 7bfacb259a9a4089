// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.integration;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.mongodb.autoconfigure.MongoReactiveAutoConfiguration;

/**
 * An application in a process of its own, that ends as soon as it has started. Netty's
 * threads beneath the reactive MongoDB client would outlive it.
 */
@EnableAutoConfiguration(exclude = MongoReactiveAutoConfiguration.class)
final class BareApplication {

	private BareApplication() {
	}

	public static void main(String[] arguments) {
		SpringApplication application = new SpringApplication(BareApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.run(arguments).close();
	}

}
