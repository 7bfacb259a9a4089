// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.spool;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.opentelemetry.api.trace.Tracer;

import io.github.tracespring.autoconfigure.config.TelemetryAutoConfiguration;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;
import io.github.tracespring.autoconfigure.report.ReportAutoConfiguration;
import io.github.tracespring.autoconfigure.report.ReportStatus;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An application in a JVM of its own, that ends a span for each line it is given, tells
 * what became of all so far, and dies with whoever started it.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ TelemetryAutoConfiguration.class, ReportAutoConfiguration.class,
		TracingAutoConfiguration.class })
class SpoolApplication implements AutoCloseable {

	private static final String COUNTS = "COUNTS ";

	private Process process;

	private BufferedReader output;

	private BufferedWriter input;

	private final List<String> log = new ArrayList<>();

	static SpoolApplication start(String... properties) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-cp", System.getProperty("java.class.path"), SpoolApplication.class.getName(),
						"--spring.main.web-application-type=none", "--spring.main.banner-mode=off"));
		Stream.of(properties).map((property) -> "--" + property).forEach(command::add);
		SpoolApplication application = new SpoolApplication();
		application.process = new ProcessBuilder(command).redirectErrorStream(true).start();
		application.output = application.process.inputReader();
		application.input = application.process.outputWriter();
		return application;
	}

	/**
	 * Ends a span.
	 * @param span its name, or nothing
	 * @return what became of all spans
	 */
	String end(String span) throws IOException {
		this.input.write(span + "\n");
		this.input.flush();
		for (String line = this.output.readLine(); line != null; line = this.output.readLine()) {
			if (line.startsWith(COUNTS)) {
				return line;
			}
			this.log.add(line);
		}
		throw new IOException("it ended: " + this.log);
	}

	long spooled() throws IOException {
		Matcher spooled = Pattern.compile("spooled=(\\d+)").matcher(end(""));
		return spooled.find() ? Long.parseLong(spooled.group(1)) : 0;
	}

	void kill() throws InterruptedException {
		// its handle leaves the output open
		this.process.toHandle().destroyForcibly();
		this.process.waitFor();
	}

	/**
	 * Asks it to stop.
	 * @return what it logged from the begin to the end
	 */
	List<String> terminate() throws Exception {
		this.process.toHandle().destroy();
		this.output.lines().forEach(this.log::add);
		this.process.waitFor();
		return this.log;
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

	public static void main(String[] args) {
		ConfigurableApplicationContext context = SpringApplication.run(SpoolApplication.class, args);
		Scanner in = new Scanner(System.in);
		while (in.hasNextLine()) {
			String name = in.nextLine();
			if (!name.isEmpty()) {
				context.getBean(Tracer.class).spanBuilder(name).setNoParent().startSpan().end();
			}
			System.out.println(COUNTS + context.getBean(ReportStatus.class).counts().get(0));
		}
		Runtime.getRuntime().halt(1);
	}

}
