// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.sample;

import java.util.Arrays;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * The demonstration: a page with requests to click, a chain of services that calls
 * itself, or another process that runs it, and the courseware system, for whose sake a
 * database is on the class path that this application does without.
 */
@SpringBootApplication(exclude = DataSourceAutoConfiguration.class)
public class SampleApplication {

	/**
	 * Starts the sample.
	 * @param args properties, for example {@code --server.port=8081};
	 * {@code --sample.service=courseware-api} starts that service alone
	 */
	public static void main(String[] args) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(args));
		String name = environment.getProperty("sample.service", "all");
		SampleService.named(name.equals("all") ? "sample-app" : name)
			.ifPresentOrElse((service) -> service.application().run(args), () -> {
				System.err.println("sample.service is '" + name + "', but can be all (the default) or one of "
						+ Arrays.toString(SampleService.values()));
				System.exit(1);
			});
	}

}
