// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.courseware.api;

import io.github.tracespring.courseware.proto.CoursewareGrpc.CoursewareBlockingStub;
import io.github.tracespring.courseware.proto.UsersGrpc.UsersBlockingStub;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.grpc.client.ImportGrpcClients;

/**
 * The service {@code courseware-api}: HTTP in front of the two that speak gRPC. It shares
 * their class path, but has no database.
 */
@SpringBootApplication(exclude = DataSourceAutoConfiguration.class)
@ImportGrpcClients(target = "courseware-rpc", types = CoursewareBlockingStub.class)
@ImportGrpcClients(target = "user-rpc", types = UsersBlockingStub.class)
public class CoursewareApiApplication {

}
