// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.sample;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;
import zipkin2.Span;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Courseware, end to end: four services, HTTP, gRPC and SQL.
 */
class CoursewareTests extends AbstractZipkinTests {

	/** Of a request that nobody refuses. */
	static final String TREE = """
			SERVER get /courseware/{course} [sample-app]
			  CLIENT get /courseware/{course} [sample-app]
			    SERVER get /courseware/{course} [courseware-api]
			      CLIENT courseware.v1.courseware/getcourse [courseware-api]
			        SERVER courseware.v1.courseware/getcourse [courseware-rpc]
			          CLIENT select course [courseware-rpc]
			          CLIENT select lesson [courseware-rpc]
			      CLIENT courseware.v1.users/getuser [courseware-api]
			        SERVER courseware.v1.users/getuser [user-rpc]
			          CLIENT select account [user-rpc]
			""";

	private static final String GET_COURSE = "courseware.v1.courseware/getcourse";

	private static final String GET_USER = "courseware.v1.users/getuser";

	@Test
	void oneRequestIsOneTraceAcrossFourServices() {
		HttpResponse<String> response = get("/courseware/java-101?user=2");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).contains("Grace", "Java from the start", "Values and variables");
		Trace trace = zipkin.awaitTrace(Http.traceId(response), (found) -> assertThat(found.tree()).isEqualTo(TREE));
		assertThat(trace.spans()).allSatisfy((span) -> assertThat(span.tags()).doesNotContainKey("error"));
	}

	@Test
	void userRpcRefusesAnInvalidUser() {
		HttpResponse<String> response = get("/courseware/java-101?user=0");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains("A user's id is 1 or more, not 0");
		Trace trace = zipkin.awaitTrace(Http.traceId(response), (found) -> assertThat(found.tree()).isEqualTo("""
				SERVER get /courseware/{course} [sample-app]
				  CLIENT get /courseware/{course} [sample-app]
				    SERVER get /courseware/{course} [courseware-api]
				      CLIENT courseware.v1.courseware/getcourse [courseware-api]
				        SERVER courseware.v1.courseware/getcourse [courseware-rpc]
				          CLIENT select course [courseware-rpc]
				          CLIENT select lesson [courseware-rpc]
				      CLIENT courseware.v1.users/getuser [courseware-api]
				        SERVER courseware.v1.users/getuser [user-rpc]
				"""));
		assertRefused(trace, GET_USER, "INVALID_ARGUMENT");
	}

	@Test
	void coursewareRpcRefusesAnInvalidCourse() {
		HttpResponse<String> response = get("/courseware/java?user=1");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains("A course's code is like java-101, not java");
		Trace trace = zipkin.awaitTrace(Http.traceId(response), (found) -> assertThat(found.tree()).isEqualTo("""
				SERVER get /courseware/{course} [sample-app]
				  CLIENT get /courseware/{course} [sample-app]
				    SERVER get /courseware/{course} [courseware-api]
				      CLIENT courseware.v1.courseware/getcourse [courseware-api]
				        SERVER courseware.v1.courseware/getcourse [courseware-rpc]
				      CLIENT courseware.v1.users/getuser [courseware-api]
				        SERVER courseware.v1.users/getuser [user-rpc]
				          CLIENT select account [user-rpc]
				"""));
		assertRefused(trace, GET_COURSE, "INVALID_ARGUMENT");
	}

	@Test
	void unknownCourseIsNotFound() {
		HttpResponse<String> response = get("/courseware/go-301?user=1");
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.body()).contains("There is no course go-301");
		Trace trace = zipkin.awaitTrace(Http.traceId(response), (found) -> assertThat(found.spans()).hasSize(9));
		assertRefused(trace, GET_COURSE, "NOT_FOUND");
	}

	/** An error for the one who asked, none for the one who refused. */
	private static void assertRefused(Trace trace, String call, String status) {
		assertThat(trace.span(Span.Kind.CLIENT, call).tags()).containsEntry("rpc.response.status_code", status)
			.containsKey("error");
		assertThat(trace.span(Span.Kind.SERVER, call).tags()).containsEntry("rpc.response.status_code", status)
			.doesNotContainKey("error");
	}

}
