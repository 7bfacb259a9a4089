// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.spool;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.tracespring.autoconfigure.report.LogLines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class FileSpoolTests {

	private final LogLines log = new LogLines();

	@TempDir
	private Path temp;

	private Path directory;

	private Spools spools;

	@BeforeEach
	void open() {
		this.directory = this.temp.resolve("lane");
		this.spools = new Spools(this.directory);
	}

	@AfterEach
	void close() {
		this.spools.close();
		this.log.close();
	}

	@Test
	void batchesComeOutInTheOrderInWhichTheyWereKept() {
		FileSpool spool = this.spools.open();
		assertThat(spool.poll()).isNull();
		assertThat(spool.offer(Spools.batch("a", "b"))).isTrue();
		assertThat(spool.offer(Spools.batch("c"))).isTrue();
		assertThat(spool.waiting()).isEqualTo(3);
		assertThat(Spools.drain(spool)).containsExactly("a", "b", "c");
		assertThat(spool.waiting()).isZero();
		assertThat(spool.dropped()).isZero();
		assertThat(this.log.all()).isEmpty();
	}

	@Test
	void nothingIsLeftOnTheDiskOfWhatArrived() {
		FileSpool spool = this.spools.open();
		spool.offer(Spools.batch("a"));
		Spools.drain(spool);
		assertThat(Spools.files(this.directory, "")).hasSize(1);
		spool.close();
		assertThat(Spools.files(this.directory, "")).isEmpty();
	}

	@Test
	void batchThatIsReleasedWaitsInItsOldPlace() {
		FileSpool spool = this.spools.open();
		Stream.of("a", "b", "c").forEach((name) -> spool.offer(Spools.batch(name)));
		Spool.Batch a = spool.poll();
		Spool.Batch b = spool.poll();
		b.release();
		a.release();
		assertThat(spool.waiting()).isEqualTo(3);
		assertThat(Spools.names(spool.poll())).containsExactly("a");
		spool.offer(Spools.batch("d"));
		assertThat(Spools.drain(spool)).containsExactly("b", "c", "d");
		assertThat(spool.waiting()).isEqualTo(1);
	}

	@Test
	void whatWasNotSettledComesFirstInTheNextLifeAlsoWhenTheClockWentBack() {
		FileSpool first = this.spools.open();
		Stream.of("a", "b", "c", "d").forEach((name) -> first.offer(Spools.batch(name)));
		first.poll();
		first.poll().done();
		first.poll().release();
		first.close();
		this.spools.time.addAndGet(-1000);
		FileSpool second = this.spools.open();
		second.offer(Spools.batch("e"));
		assertThat(second.waiting()).isEqualTo(4);
		assertThat(Spools.drain(second)).containsExactly("a", "c", "d", "e");
		second.close();
		assertThat(Spools.drain(this.spools.open())).isEmpty();
	}

	@Test
	void neighbourInTheSameProcessKeepsWhatIsItsOwnUntilItCloses() {
		FileSpool first = this.spools.open();
		FileSpool second = this.spools.open();
		first.offer(Spools.batch("a"));
		this.spools.time.incrementAndGet();
		second.offer(Spools.batch("b"));
		for (int i = 0; i < 3; i++) {
			this.spools.passMinute();
			FileSpool third = this.spools.open();
			assertThat(Spools.drain(third)).isEmpty();
			third.close();
		}
		first.close();
		this.spools.passMinute();
		assertThat(Spools.drain(second)).containsExactly("a", "b");
	}

	@Test
	void filesAndDirectoriesAreTheOwnersAlone() throws IOException {
		assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
		FileSpool spool = this.spools.open();
		spool.offer(Spools.batch("a"));
		spool.offer(Spools.batch("b"));
		spool.poll().done();
		assertThat(Spools.files(this.directory, "")).hasSize(3);
		for (Path file : Spools.files(this.directory, "")) {
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
		}
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.directory))).isEqualTo("rwx------");
	}

	@Test
	void oldestGoWhenItIsFull() {
		this.spools.maxSize = Spools.MIB;
		FileSpool spool = this.spools.open();
		String filler = "x".repeat(1000);
		for (int i = 0; i < 3000; i++) {
			assertThat(spool.offer(Spools.batch(i + " " + filler))).isTrue();
			assertThat(bytes()).isLessThanOrEqualTo(Spools.MIB);
		}
		assertThat(spool.waiting() + spool.dropped()).isEqualTo(3000);
		assertThat(spool.waiting()).isBetween(850L, 1000L);
		int first = (int) spool.dropped();
		assertThat(Spools.drain(spool))
			.containsExactlyElementsOf(IntStream.range(first, 3000).mapToObj((i) -> i + " " + filler).toList());
		assertThat(this.log.all()).singleElement().asString().contains("max-size");
	}

	private long bytes() {
		return Spools.files(this.directory, "").stream().mapToLong((file) -> file.toFile().length()).sum();
	}

	@Test
	void batchOnItsWayIsNotLostWhenItsFileGoes() {
		this.spools.maxSize = Spools.MIB;
		FileSpool spool = this.spools.open();
		String filler = "x".repeat(300_000);
		spool.offer(Spools.batch("a", filler));
		spool.offer(Spools.batch("b", filler));
		Spool.Batch a = spool.poll();
		Spool.Batch b = spool.poll();
		Stream.of("c", "d", "e").forEach((name) -> spool.offer(Spools.batch(name, filler)));
		assertThat(spool.dropped()).isZero();
		assertThat(spool.waiting()).isEqualTo(10);
		a.done();
		b.release();
		assertThat(spool.dropped()).isEqualTo(2);
		assertThat(spool.waiting()).isEqualTo(6);
		assertThat(Spools.drain(spool)).containsExactly("c", filler, "d", filler, "e", filler);
	}

	@Test
	void whatIsTooOldIsNotGivenOut() {
		FileSpool spool = this.spools.open();
		spool.offer(Spools.batch("a", "b"));
		this.spools.time.addAndGet(Duration.ofHours(1).toMillis());
		spool.offer(Spools.batch("c"));
		this.spools.time.addAndGet(Duration.ofHours(23).toMillis() + 1);
		assertThat(Spools.drain(spool)).containsExactly("c");
		assertThat(spool.dropped()).isEqualTo(2);
		assertThat(this.log.all()).singleElement().asString().contains("max-age");
	}

	@Test
	void filesOfAnOutageThatDoesNotEndGoWhenTheyAreTooOld() {
		FileSpool spool = this.spools.open();
		spool.offer(Spools.batch("a"));
		spool.close();
		FileSpool next = this.spools.open();
		next.offer(Spools.batch("b"));
		this.spools.time.addAndGet(Duration.ofDays(1).toMillis() + 1);
		next.offer(Spools.batch("c"));
		assertThat(Spools.files(this.directory, ".spans")).hasSize(1);
		assertThat(next.waiting()).isEqualTo(1);
		assertThat(next.dropped()).isEqualTo(2);
		assertThat(Spools.drain(next)).containsExactly("c");
	}

	@Test
	void filesThatWaitForAnotherEndpointGoWhenTheyAreTooOldAndNobodyOwnsThem() throws IOException {
		Path elsewhere = this.temp.resolve("elsewhere");
		try (Spools others = new Spools(elsewhere)) {
			FileSpool gone = others.open();
			gone.offer(Spools.batch("a"));
			gone.offer(Spools.batch("b"));
			gone.poll().done();
			gone.close();
			FileSpool living = others.open();
			living.offer(Spools.batch("c"));
			Files.createFile(elsewhere.resolve("000-other.txt"));
			this.spools.time.set(System.currentTimeMillis() + Duration.ofDays(1).toMillis() + 60_000);
			FileSpool spool = this.spools.open();
			spool.poll();
			assertThat(Spools.files(elsewhere, ".spans")).hasSize(2);
			living.close();
			this.spools.passMinute();
			spool.poll();
			assertThat(Spools.files(elsewhere, "")).singleElement().asString().endsWith("000-other.txt");
			assertThat(spool.waiting()).isZero();
		}
	}

	@Test
	void fullDiskIsToldOnceAndUsedAgainWhenThereIsRoom() throws IOException {
		Path full = Path.of("/dev/full");
		assumeTrue(Files.exists(full));
		FileSpool spool = this.spools.open();
		spool.offer(Spools.batch("a"));
		Path segment = Spools.files(this.directory, ".spans").get(0);
		Path aside = Files.move(segment, this.temp.resolve("aside"));
		Files.createSymbolicLink(segment, full);
		for (int i = 0; i < 5; i++) {
			assertThat(spool.offer(Spools.batch("lost"))).isFalse();
		}
		assertThat(this.log.all()).singleElement().asString().contains("No space left on device");
		Files.delete(segment);
		Files.move(aside, segment);
		assertThat(spool.offer(Spools.batch("b"))).isTrue();
		assertThat(Spools.drain(spool)).containsExactly("a", "b");
		assertThat(spool.dropped()).isZero();
	}

	@Test
	void directoryThatGoesAwayIsToldOnceAndHarmsNothing() throws IOException {
		FileSpool spool = this.spools.open();
		spool.offer(Spools.batch("a"));
		Spool.Batch a = spool.poll();
		spool.offer(Spools.batch("b"));
		for (Path file : Spools.files(this.directory, "")) {
			Files.delete(file);
		}
		Files.delete(this.directory);
		assertThat(spool.offer(Spools.batch("c"))).isFalse();
		assertThat(spool.offer(Spools.batch("d"))).isFalse();
		assertThat(spool.poll()).isNull();
		a.done();
		assertThat(spool.waiting()).isZero();
		assertThat(spool.dropped()).isEqualTo(1);
		assertThat(this.log.containing("can not be written, so spans")).hasSize(1);
		assertThat(this.log.containing("can not be read")).hasSize(1);
		spool.close();
	}

	@Test
	void interruptedThreadKeepsWhatItIsGiven() {
		FileSpool spool = this.spools.open();
		Thread.currentThread().interrupt();
		assertThat(spool.offer(Spools.batch("a"))).isTrue();
		assertThat(spool.offer(Spools.batch("b"))).isTrue();
		assertThat(Spools.drain(spool)).containsExactly("a", "b");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.log.all()).isEmpty();
	}

	@Test
	void nothingIsTakenOnceItIsClosed() {
		FileSpool spool = this.spools.open();
		spool.offer(Spools.batch("a"));
		Spool.Batch a = spool.poll();
		spool.close();
		assertThat(spool.offer(Spools.batch("b"))).isFalse();
		assertThat(spool.poll()).isNull();
		a.done();
		spool.close();
		assertThat(Spools.drain(this.spools.open())).isEqualTo(List.of("a"));
	}

}
