// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.http;

/**
 * Where something is served that is part of tracing itself, so that requests for it are
 * not traced, whatever {@code telemetry.ignore-paths} says. Each such part offers a bean.
 *
 * @param pattern a path pattern relative to the context path, for example
 * {@code /telemetry/**}
 */
public record UntracedPath(String pattern) {
}
