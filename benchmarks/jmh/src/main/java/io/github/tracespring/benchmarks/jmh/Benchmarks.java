// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.jmh;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs all benchmarks, or those that the arguments name, as long as a result in the
 * README takes. JMH's own options win.
 */
public final class Benchmarks {

	private Benchmarks() {
	}

	/**
	 * Runs them.
	 * @param args JMH's arguments
	 * @throws Exception if one fails
	 */
	public static void main(String[] args) throws Exception {
		CommandLineOptions options = new CommandLineOptions(args);
		OptionsBuilder builder = new OptionsBuilder();
		builder.parent(options).addProfiler(GCProfiler.class).shouldFailOnError(true);
		builder.forks(options.getForkCount().orElse(1));
		builder.warmupIterations(options.getWarmupIterations().orElse(3));
		builder.warmupTime(options.getWarmupTime().orElse(TimeValue.seconds(1)));
		builder.measurementIterations(options.getMeasurementIterations().orElse(5));
		builder.measurementTime(options.getMeasurementTime().orElse(TimeValue.seconds(1)));
		builder.jvmArgs("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC");
		builder.resultFormat(options.getResultFormat().orElse(ResultFormatType.TEXT));
		builder.result(options.getResult().orElse("benchmarks/jmh/target/results.txt"));
		new Runner(builder.build()).run();
	}

}
