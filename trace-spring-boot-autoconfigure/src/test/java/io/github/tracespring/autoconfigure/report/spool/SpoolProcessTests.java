// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.spool;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One directory, several processes, and what is left when one of them is killed.
 */
class SpoolProcessTests {

	@TempDir
	private Path directory;

	@Test
	void whatKilledProcessesKeptIsGivenOutOnceInItsOrderAndWhatLivesKeepsItsOwn() throws Exception {
		try (Spools spools = new Spools(this.directory);
				SpoolProcess one = SpoolProcess.start(this.directory, "one ");
				SpoolProcess two = SpoolProcess.start(this.directory, "two ")) {
			List<String> first = new ArrayList<>(one.await(50));
			List<String> second = new ArrayList<>(two.await(50));
			FileSpool spool = spools.open();
			assertThat(spool.poll()).isNull();
			first.addAll(one.kill());
			spools.passMinute();
			assertOnceAndInOrder(Spools.drain(spool), first);
			second.addAll(two.await(50));
			spools.passMinute();
			assertThat(spool.poll()).isNull();
			second.addAll(two.kill());
			spool.close();
			assertOnceAndInOrder(Spools.drain(spools.open()), second);
		}
	}

	@Test
	void lookOfANeighbourInTheSameProcessCostsNobodyALock() {
		try (Spools spools = new Spools(this.directory)) {
			FileSpool spool = spools.open();
			spool.offer(Spools.batch("a"));
			spools.open().poll();
			try (SpoolProcess other = SpoolProcess.start(this.directory, "other ")) {
				assertThat(other.found()).isZero();
			}
			spool.close();
			try (SpoolProcess other = SpoolProcess.start(this.directory, "other ")) {
				assertThat(other.found()).isPositive();
			}
		}
	}

	/** It may have been killed between keeping a batch and saying so. */
	private static void assertOnceAndInOrder(List<String> sent, List<String> kept) {
		assertThat(sent).doesNotHaveDuplicates().startsWith(kept.toArray(String[]::new));
		assertThat(sent.size() - kept.size()).isBetween(0, 1);
	}

}
