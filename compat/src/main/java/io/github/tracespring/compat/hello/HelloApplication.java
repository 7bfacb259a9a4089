// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.compat.hello;

import java.net.http.HttpResponse;

import io.github.tracespring.compat.Said;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * One controller, on whichever web server is there, and with the viewer if that is.
 */
@SpringBootApplication(proxyBeanMethods = false)
@RestController
public class HelloApplication {

	private static final Logger logger = LoggerFactory.getLogger(HelloApplication.class);

	public static void main(String[] args) throws InterruptedException {
		ConfigurableApplicationContext context = SpringApplication.run(HelloApplication.class, args);
		Said.get(context, "/hello/you");
		if (context.getEnvironment().getProperty("viewer", boolean.class, false)) {
			view(context);
		}
		System.exit(SpringApplication.exit(context));
	}

	private static void view(ConfigurableApplicationContext context) throws InterruptedException {
		HttpResponse<String> index = Said.fetch(context, "/telemetry/");
		Said.say("the viewer's page is there: " + index.body().contains("<base href=\"./\">"));
		long deadline = System.nanoTime() + 20_000_000_000L;
		while (!Said.fetch(context, "/telemetry/api/v2/traces?limit=5").body().contains("get /hello/{name}")) {
			if (System.nanoTime() > deadline) {
				Said.say("the viewer has no trace");
				return;
			}
			Thread.sleep(50);
		}
		Said.say("the viewer has the trace");
	}

	@GetMapping("/hello/{name}")
	String hello(@PathVariable String name) {
		logger.info("hello {}", name);
		return "hello " + name;
	}

}
