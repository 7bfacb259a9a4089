// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.load;

import java.util.Map;

/**
 * One measurement.
 *
 * @param cpuMicros the process' CPU time per request, without the JIT compiler's
 * @param cpuByThreads the same, by groups of threads
 * @param allocated bytes allocated per request
 * @param perSecond requests per second
 * @param p99Micros the latency that 99 % of the requests stay below
 */
record Sample(double cpuMicros, Map<String, Double> cpuByThreads, double allocated, double perSecond,
		double p99Micros) {

}
