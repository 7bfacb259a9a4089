// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.courseware.rpc;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The service {@code courseware-rpc}: courses and their lessons, over gRPC.
 */
@SpringBootApplication
public class CoursewareRpcApplication {

}
