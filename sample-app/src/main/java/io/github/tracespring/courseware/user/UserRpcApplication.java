// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.courseware.user;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The service {@code user-rpc}: who studies, over gRPC.
 */
@SpringBootApplication
public class UserRpcApplication {

}
