// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.sample;

import java.util.Arrays;
import java.util.Optional;

import io.github.tracespring.courseware.api.CoursewareApiApplication;
import io.github.tracespring.courseware.rpc.CoursewareRpcApplication;
import io.github.tracespring.courseware.user.UserRpcApplication;

import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * The services in this jar. Each is a Spring Boot application of its own, with a
 * configuration file of its own.
 */
enum SampleService {

	/** The page, the chain and say-hello. */
	SAMPLE_APP("sample-app", SampleApplication.class, "application"),

	/** HTTP in front of the two others of the courseware system. */
	COURSEWARE_API("courseware-api", CoursewareApiApplication.class, "courseware-api"),

	/** Courses, over gRPC. */
	COURSEWARE_RPC("courseware-rpc", CoursewareRpcApplication.class, "courseware-rpc"),

	/** Users, over gRPC. */
	USER_RPC("user-rpc", UserRpcApplication.class, "user-rpc");

	private final String name;

	private final Class<?> application;

	private final String configuration;

	SampleService(String name, Class<?> application, String configuration) {
		this.name = name;
		this.application = application;
		this.configuration = configuration;
	}

	SpringApplicationBuilder application() {
		return new SpringApplicationBuilder(this.application).properties("spring.config.name=" + this.configuration);
	}

	static Optional<SampleService> named(String name) {
		return Arrays.stream(values()).filter((service) -> service.name.equals(name)).findFirst();
	}

	@Override
	public String toString() {
		return this.name;
	}

}
