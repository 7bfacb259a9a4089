// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.tracespring.autoconfigure.report.LogLines;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a crash, a power cut or a bad disk may leave of a segment, and what is made of it
 * in the next life.
 */
class SpoolCrashTests {

	private static final List<String> NAMES = List.of("first", "second", "third");

	private final LogLines log = new LogLines();

	@TempDir
	private Path temp;

	/** A segment with a batch for each name. */
	private byte[] segment;

	/** Where each batch ends. */
	private final List<Integer> ends = new ArrayList<>();

	/** The file of one batch that is done, the second. */
	private byte[] marks;

	private int lives;

	@BeforeEach
	void fill() throws IOException {
		Path directory = this.temp.resolve("original");
		try (Spools spools = new Spools(directory)) {
			FileSpool spool = spools.open();
			for (String name : NAMES) {
				spool.offer(Spools.batch(name));
				this.ends.add((int) Files.size(Spools.files(directory, ".spans").get(0)));
			}
			spool.poll();
			spool.poll().done();
			this.segment = Files.readAllBytes(Spools.files(directory, ".spans").get(0));
			this.marks = Files.readAllBytes(Spools.files(directory, ".done").get(0));
		}
	}

	@AfterEach
	void close() {
		this.log.close();
	}

	/**
	 * The next life of an application that left these files.
	 * @return what it sends, and then keeps and sends
	 */
	private List<String> live(byte[] spans, byte[] done) throws IOException {
		Path directory = Files.createDirectory(this.temp.resolve("life" + this.lives++));
		Path file = Files.write(directory.resolve("000000000000001-other.spans"), spans);
		if (done != null) {
			Files.write(directory.resolve(file.getFileName() + ".done"), done);
		}
		try (Spools spools = new Spools(directory)) {
			FileSpool spool = spools.open();
			assertThat(spool.offer(Spools.batch("new"))).isTrue();
			long waiting = spool.waiting();
			List<String> sent = Spools.drain(spool);
			assertThat(sent).hasSize((int) waiting);
			assertThat(spool.waiting()).isZero();
			spools.close();
			assertThat(Spools.files(directory, "")).isEmpty();
			return sent;
		}
	}

	private List<String> whole(int size) {
		List<String> names = new ArrayList<>();
		for (int i = 0; i < NAMES.size() && this.ends.get(i) <= size; i++) {
			names.add(NAMES.get(i));
		}
		names.add("new");
		return names;
	}

	@Test
	void segmentThatIsCutAtAnyByteLosesWhatIsCutAndNoMore() throws IOException {
		for (int size = 0; size <= this.segment.length; size++) {
			assertThat(live(Arrays.copyOf(this.segment, size), null)).as("%s bytes", size).isEqualTo(whole(size));
		}
	}

	@Test
	void segmentWhoseEndIsZerosLosesWhatIsAndNoMore() throws IOException {
		for (int size = 0; size < this.segment.length; size++) {
			byte[] zeros = this.segment.clone();
			Arrays.fill(zeros, size, zeros.length, (byte) 0);
			// a zero may be what was there
			int good = size;
			while (good < this.segment.length && this.segment[good] == 0) {
				good++;
			}
			assertThat(live(zeros, null)).as("%s bytes", size).isEqualTo(whole(good));
		}
	}

	@Test
	void damageAtAnyByteCostsOneBatchAndIsReported() throws IOException {
		for (int at = 0; at < this.segment.length; at++) {
			byte[] damaged = this.segment.clone();
			damaged[at] ^= (byte) (1 << at % 8);
			List<String> expected = new ArrayList<>(whole(this.segment.length));
			for (int i = 0; i < NAMES.size(); i++) {
				if (at < this.ends.get(i)) {
					expected.remove(NAMES.get(i));
					break;
				}
			}
			int reports = this.log.containing("is damaged").size();
			assertThat(live(damaged, null)).as("byte %s", at).isEqualTo(expected);
			assertThat(this.log.containing("is damaged")).as("byte %s", at).hasSize(reports + 1);
		}
	}

	@Test
	void spansOfADamagedBatchAreCounted() throws IOException {
		Path directory = this.temp.resolve("counted");
		byte[] damaged = this.segment.clone();
		damaged[this.ends.get(1) - 1]++;
		Files.createDirectory(directory);
		Files.write(directory.resolve("000000000000001-other.spans"), damaged);
		try (Spools spools = new Spools(directory)) {
			FileSpool spool = spools.open();
			assertThat(Spools.drain(spool)).containsExactly("first", "third");
			assertThat(spool.dropped()).isEqualTo(1);
		}
	}

	@Test
	void garbageOfAnyLengthBetweenBatchesIsPassedOver() throws IOException {
		for (int length : new int[] { 1, 3, 4, 23, 24, 25, 8189, 8192, 20_000 }) {
			byte[] garbage = new byte[length];
			Arrays.fill(garbage, (byte) 0xff);
			byte[] file = new byte[this.segment.length + length];
			int at = this.ends.get(0);
			System.arraycopy(this.segment, 0, file, 0, at);
			System.arraycopy(garbage, 0, file, at, length);
			System.arraycopy(this.segment, at, file, at + length, this.segment.length - at);
			assertThat(live(file, null)).as("%s bytes", length).isEqualTo(whole(this.segment.length));
		}
	}

	@Test
	void whatIsDoneIsNotSentAgainUnlessItsMarkIsCut() throws IOException {
		for (int size = 0; size < this.marks.length; size++) {
			assertThat(live(this.segment, Arrays.copyOf(this.marks, size))).containsExactly("first", "second", "third",
					"new");
		}
		assertThat(live(this.segment, this.marks)).containsExactly("first", "third", "new");
		assertThat(live(this.segment, new byte[64])).containsExactly("first", "second", "third", "new");
	}

	@Test
	void segmentThatIsDamagedWhileTheApplicationLivesCostsTheBatch() throws IOException {
		Path directory = this.temp.resolve("alive");
		try (Spools spools = new Spools(directory)) {
			FileSpool spool = spools.open();
			for (String name : NAMES) {
				spool.offer(Spools.batch(name));
			}
			Spool.Batch first = spool.poll();
			first.release();
			byte[] damaged = this.segment.clone();
			damaged[this.ends.get(0) - 1]++;
			damaged[this.ends.get(1) - 1]++;
			Files.write(Spools.files(directory, ".spans").get(0), damaged);
			assertThat(Spools.drain(spool)).containsExactly("third");
			assertThat(spool.dropped()).isEqualTo(2);
			assertThat(spool.waiting()).isZero();
			assertThat(this.log.all()).singleElement().asString().contains("is damaged");
			assertThat(Spools.files(directory, ".spans")).isEmpty();
		}
	}

}
