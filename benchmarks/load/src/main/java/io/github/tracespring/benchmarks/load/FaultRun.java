// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * One variant of the application, one fault of its collector.
 *
 * @param variant makes the variant for a collector's port
 * @param fault what the collector does
 * @param benchmarks the directory of all modules
 */
record FaultRun(Peer variant, Fault fault, Path benchmarks) {

	/** Time for a first batch to be sent, and for the JIT compiler. */
	private static final long BEFORE_MILLIS = 8000;

	/** The load goes on for that long when the fault is over. */
	private static final long AFTER_MILLIS = 5000;

	/** How long spans may be on their way when the load is over. */
	private static final long LATE_MILLIS = 12_000;

	/**
	 * Measures it.
	 * @return what happened, for a cell of a table
	 */
	String measure() throws Exception {
		try (FaultyCollector collector = new FaultyCollector();
				App app = App.start(this.variant.at(collector.port()), this.benchmarks, "256m",
						this.variant.name() + "-" + this.fault)) {
			return measure(collector, app);
		}
	}

	private String measure(FaultyCollector collector, App app) throws Exception {
		Load load = new Load(app, this.fault.rate());
		Thread.sleep(BEFORE_MILLIS);
		int logged = app.log().size();
		int arrived = collector.distinct();
		collector.turn(this.fault);
		TimeUnit.SECONDS.sleep(this.fault.seconds());
		long atRisk = app.spans() + load.completed() - arrived;
		if (!this.fault.isStop()) {
			collector.turn(Fault.NONE);
			Thread.sleep(AFTER_MILLIS);
		}
		long produced = app.spans() + load.stop();
		for (long waited = 0; waited < LATE_MILLIS && collector.distinct() < produced
				&& !this.fault.isStop(); waited += 100) {
			Thread.sleep(100);
		}
		double exit = app.terminate();
		long lost = produced - collector.distinct();
		System.err.printf("%s, %s: %d produced, %d before, %d lost%n", this.variant.name(), this.fault, produced,
				arrived, lost);
		List<String> cell = new ArrayList<>();
		cell.add(String.format(Locale.ROOT, "%.1f %%", 100.0 * Math.max(0, atRisk - lost) / atRisk));
		if (collector.repeated() > 0) {
			cell.add(collector.repeated() + " twice");
		}
		long lines = app.log().stream().skip(logged).filter((line) -> !line.contains("GracefulShutdown")).count();
		cell.add((lines == 1) ? "1 line" : lines + " lines");
		if (this.fault.isStop()) {
			cell.add(String.format(Locale.ROOT, "exit %.1f s", exit));
		}
		if (!collector.toldElsewhere().isEmpty()) {
			cell.add(collector.toldElsewhere().contains(Peer.SECRET) ? "key told to the other host" : "followed");
		}
		return String.join(", ", cell);
	}

}
