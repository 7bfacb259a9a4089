// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.load;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A running variant of the application.
 */
final class App extends MeteredProcess {

	/**
	 * The JDK's client keeps five connections: with more calls at once it would open some
	 * anew, the more the slower a variant is.
	 */
	private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-Djava.net.preferIPv4Stack=true",
			"-Dhttp.maxConnections=64");

	/** What the first moments of a load cost is not measured. */
	private static final long SETTLE_MILLIS = 300;

	private final int port;

	private final double startMillis;

	private long spans;

	private App(List<String> command, Path log, int port) throws IOException {
		super(command, log);
		this.port = port;
		this.startMillis = awaitFirstAnswer();
	}

	/**
	 * Starts a variant and waits for its first answer.
	 * @param variant the variant
	 * @param benchmarks the directory of all modules
	 */
	static App start(Variant variant, Path benchmarks) throws IOException {
		return start(variant, benchmarks, "384m", variant.name());
	}

	/**
	 * Starts a variant and waits for its first answer.
	 * @param variant the variant
	 * @param benchmarks the directory of all modules
	 * @param heap the size of its heap
	 * @param title what its log is called
	 */
	static App start(Variant variant, Path benchmarks, String heap, String title) throws IOException {
		int port = freePort();
		Path target = benchmarks.resolve(variant.module()).resolve("target");
		List<String> command = new ArrayList<>(List.of("taskset", "-c", Cores.ALL,
				Path.of(System.getProperty("java.home"), "bin", "java").toString()));
		command.addAll(List.of("-Xms" + heap, "-Xmx" + heap));
		command.addAll(JVM);
		command.addAll(variant.jvm());
		command
			.addAll(List.of("-cp", target.resolve("classes") + ":" + Files.readString(target.resolve("classpath.txt")),
					"io.github.tracespring.benchmarks.app.BenchmarkApplication", "--server.port=" + port));
		command.addAll(variant.args());
		Path log = benchmarks.resolve("load/target").resolve(title.replaceAll("\\W+", "-") + ".log");
		return new App(command, log, port);
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private double awaitFirstAnswer() throws IOException {
		long start = System.nanoTime();
		URI uri = URI.create("http://127.0.0.1:" + this.port + Scenario.ONE.path());
		while (isAlive() && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(60)) {
			try {
				HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
				connection.getInputStream().readAllBytes();
				this.spans++;
				return (System.nanoTime() - start) / 1e6;
			}
			catch (IOException ex) {
				sleep(2);
			}
		}
		throw new IOException("The application did not start: " + uri);
	}

	int port() {
		return this.port;
	}

	/** Milliseconds from the start of the process to its first answer. */
	double startMillis() {
		return this.startMillis;
	}

	/** Spans that its requests so far should have made. */
	long spans() {
		return this.spans;
	}

	/**
	 * Loads the application without measuring, on all cores and in turns with the JIT
	 * compiler, which would need minutes beside a load. Then it gets the core that it is
	 * measured on.
	 */
	void warmUp(Scenario[] scenarios, Options options) throws IOException, InterruptedException {
		long end = System.nanoTime() + (long) (options.warmUp() * 1e9);
		for (int i = 0; System.nanoTime() < end; i++) {
			measure(scenarios[i % scenarios.length], options.connections(), 1, 0);
			ThreadTimes before;
			ThreadTimes after = ThreadTimes.of(pid());
			do {
				before = after;
				sleep(50);
				after = ThreadTimes.of(pid());
			}
			while (after.since(before).getOrDefault(ThreadTimes.JIT, 0L) > 5_000_000 && System.nanoTime() < end);
		}
		Cores.pin(pid(), Cores.APP);
	}

	Sample measure(Scenario scenario, Options options) throws IOException, InterruptedException {
		return measure(scenario, options.connections(), options.seconds(), scenario.perSecond());
	}

	private Sample measure(Scenario scenario, int connections, double seconds, int perSecond)
			throws IOException, InterruptedException {
		Generator generator = new Generator(this.port, scenario.path(), connections, perSecond);
		Thread thread = new Thread(generator, "generator");
		thread.start();
		sleep(SETTLE_MILLIS);
		generator.record();
		long allocated = Long.parseLong(ask());
		ThreadTimes times = ThreadTimes.of(pid());
		long start = System.nanoTime();
		long completed = generator.completed();
		sleep((long) (seconds * 1000));
		Map<String, Long> ran = ThreadTimes.of(pid()).since(times);
		double count = generator.completed() - completed;
		double elapsed = System.nanoTime() - start;
		double bytes = Long.parseLong(ask()) - allocated;
		double all = generator.completed() - completed;
		generator.stop();
		thread.join();
		this.spans += generator.completed() * scenario.spans();
		Map<String, Double> cpu = ran.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (entry) -> entry.getValue() / count / 1000));
		double sum = cpu.values().stream().mapToDouble(Double::doubleValue).sum()
				- cpu.getOrDefault(ThreadTimes.JIT, 0.0);
		return new Sample(sum, cpu, bytes / all, count / elapsed * 1e9, generator.p99());
	}

	private static void sleep(long millis) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
