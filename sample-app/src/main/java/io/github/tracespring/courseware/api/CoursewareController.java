// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.courseware.api;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

import io.github.tracespring.courseware.proto.Course;
import io.github.tracespring.courseware.proto.CoursewareGrpc.CoursewareBlockingStub;
import io.github.tracespring.courseware.proto.GetCourseRequest;
import io.github.tracespring.courseware.proto.GetUserRequest;
import io.github.tracespring.courseware.proto.User;
import io.github.tracespring.courseware.proto.UsersGrpc.UsersBlockingStub;

import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Puts together what the two gRPC services know, asking both at the same time.
 */
@RestController
class CoursewareController {

	private final CoursewareBlockingStub courses;

	private final UsersBlockingStub users;

	private final AsyncTaskExecutor executor;

	CoursewareController(CoursewareBlockingStub courses, UsersBlockingStub users,
			AsyncTaskExecutor applicationTaskExecutor) {
		this.courses = courses;
		this.users = users;
		this.executor = applicationTaskExecutor;
	}

	@GetMapping("/courseware/{course}")
	Courseware courseware(@PathVariable String course, @RequestParam long user) {
		CompletableFuture<User> reader = CompletableFuture
			.supplyAsync(() -> this.users.getUser(GetUserRequest.newBuilder().setId(user).build()), this.executor);
		Course found = this.courses.getCourse(GetCourseRequest.newBuilder().setCode(course).build());
		return new Courseware(reader.join().getName(), found.getTitle(), found.getLessonsList());
	}

	@ExceptionHandler
	ProblemDetail refused(StatusRuntimeException ex) {
		Status status = ex.getStatus();
		return ProblemDetail.forStatusAndDetail(switch (status.getCode()) {
			case INVALID_ARGUMENT -> HttpStatus.BAD_REQUEST;
			case NOT_FOUND -> HttpStatus.NOT_FOUND;
			default -> HttpStatus.BAD_GATEWAY;
		}, status.getDescription());
	}

	record Courseware(String student, String course, List<String> lessons) {

	}

}
