// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.courseware.user;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tracespring.courseware.proto.GetUserRequest;
import io.github.tracespring.courseware.proto.User;
import io.github.tracespring.courseware.proto.UsersGrpc;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Reads a user from the database.
 */
@Service
class UserService extends UsersGrpc.UsersImplBase {

	private static final Logger logger = LoggerFactory.getLogger(UserService.class);

	private final JdbcClient database;

	UserService(JdbcClient database) {
		this.database = database;
	}

	@Override
	public void getUser(GetUserRequest request, StreamObserver<User> answer) {
		long id = request.getId();
		logger.info("Looking for user {}", id);
		if (id < 1) {
			throw Status.INVALID_ARGUMENT.withDescription("A user's id is 1 or more, not " + id).asRuntimeException();
		}
		String name = this.database.sql("select name from account where id = ?")
			.param(id)
			.query(String.class)
			.optional()
			.orElseThrow(() -> Status.NOT_FOUND.withDescription("There is no user " + id).asRuntimeException());
		answer.onNext(User.newBuilder().setId(id).setName(name).build());
		answer.onCompleted();
	}

}
