// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.courseware.rpc;

import java.util.List;
import java.util.regex.Pattern;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tracespring.courseware.proto.Course;
import io.github.tracespring.courseware.proto.CoursewareGrpc;
import io.github.tracespring.courseware.proto.GetCourseRequest;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Reads a course from the database.
 */
@Service
class CoursewareService extends CoursewareGrpc.CoursewareImplBase {

	private static final Logger logger = LoggerFactory.getLogger(CoursewareService.class);

	private static final Pattern CODE = Pattern.compile("[a-z]+-[0-9]{3}");

	private final JdbcClient database;

	CoursewareService(JdbcClient database) {
		this.database = database;
	}

	@Override
	public void getCourse(GetCourseRequest request, StreamObserver<Course> answer) {
		String code = request.getCode();
		logger.info("Looking for course {}", code);
		if (!CODE.matcher(code).matches()) {
			throw Status.INVALID_ARGUMENT.withDescription("A course's code is like java-101, not " + code)
				.asRuntimeException();
		}
		String title = this.database.sql("select title from course where code = ?")
			.param(code)
			.query(String.class)
			.optional()
			.orElseThrow(() -> Status.NOT_FOUND.withDescription("There is no course " + code).asRuntimeException());
		List<String> lessons = this.database.sql("select title from lesson where course = ? order by number")
			.param(code)
			.query(String.class)
			.list();
		answer.onNext(Course.newBuilder().setCode(code).setTitle(title).addAllLessons(lessons).build());
		answer.onCompleted();
	}

}
