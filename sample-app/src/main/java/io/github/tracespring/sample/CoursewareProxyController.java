// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.sample;

import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/**
 * The way from the page to the courseware system: asks {@code courseware-api} and passes
 * on what it answers.
 */
@RestController
class CoursewareProxyController {

	private final RestClient client;

	private final Environment environment;

	CoursewareProxyController(RestClient.Builder builder, Environment environment) {
		this.client = builder.build();
		this.environment = environment;
	}

	@GetMapping("/courseware/{course}")
	ResponseEntity<String> courseware(@PathVariable String course, @RequestParam(defaultValue = "1") String user) {
		String base = this.environment.getRequiredProperty("sample.courseware-api.url");
		ResponseEntity<String> answer = this.client.get()
			.uri(base + "/courseware/{course}?user={user}", course, user)
			.retrieve()
			.onStatus(HttpStatusCode::isError, (request, response) -> {
				// is for the browser to see
			})
			.toEntity(String.class);
		return ResponseEntity.status(answer.getStatusCode())
			.contentType(answer.getHeaders().getContentType())
			.body(answer.getBody());
	}

}
