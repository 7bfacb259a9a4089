// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.jmh;

import java.net.URI;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import io.github.tracespring.autoconfigure.core.span.QueryRedactor;

/**
 * Taking secrets out of queries and URLs.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class RedactionBenchmark {

	private final QueryRedactor redactor = new QueryRedactor(null);

	private final String plain = "page=3&size=20&sort=name";

	private final String secret = "page=3&access_token=eyJhbGciOiJIUzI1NiJ9&size=20";

	private final URI url = URI.create("https://user:password@users.example:8443/users/7?page=3&size=20");

	@Benchmark
	public String queryWithoutSecret() {
		return this.redactor.query(this.plain);
	}

	@Benchmark
	public String queryWithSecret() {
		return this.redactor.query(this.secret);
	}

	@Benchmark
	public String urlWithCredentials() {
		return this.redactor.url(this.url);
	}

}
