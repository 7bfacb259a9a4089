// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Who owns which segment. A segment's name is when it was begun, and the id of the
 * application that did; as long as that lives it holds the lock on a file with its id.
 * Whoever gets the lock of another one has its segments as well.
 */
final class SpoolDirectory {

	private static final String SEGMENT = ".spans";

	private static final String LOCK = ".lock";

	private static final Pattern SEGMENTS = Pattern.compile("\\d{15}-\\w+\\.spans");

	private static final Pattern FILES = Pattern.compile(SEGMENTS + "|\\w+\\.lock");

	/**
	 * The locks of others in this JVM. Where locks are POSIX's, to close any channel on
	 * such a file would free its lock, so they stay open until it can be had.
	 */
	private static final Map<Path, FileChannel> NEIGHBOURS = new ConcurrentHashMap<>();

	private final Path path;

	private final String id;

	private final Map<String, FileChannel> locks = new HashMap<>();

	private long last;

	private SpoolDirectory(Path path, String id) {
		this.path = path;
		this.id = id;
	}

	static SpoolDirectory open(Path path) throws IOException {
		OwnerOnly.createDirectories(path);
		SpoolDirectory directory = new SpoolDirectory(path, UUID.randomUUID().toString().replace("-", ""));
		if (!directory.lock(directory.id)) {
			throw new IOException("no lock on a new file");
		}
		return directory;
	}

	/**
	 * Locks a file, which may be gone with its last owner by the time that we have it.
	 */
	private boolean lock(String owner) throws IOException {
		Path file = this.path.resolve(owner + LOCK);
		FileChannel neighbour = NEIGHBOURS.remove(file);
		FileChannel channel = (neighbour != null) ? neighbour : OwnerOnly.open(file);
		try {
			if (channel.tryLock() != null && Files.exists(file)) {
				this.locks.put(owner, channel);
				return true;
			}
		}
		catch (OverlappingFileLockException ex) {
			NEIGHBOURS.put(file, channel);
			return false;
		}
		channel.close();
		return false;
	}

	/**
	 * Takes over what those have left that live no more.
	 * @return their segments
	 * @throws IOException if the directory can not be read
	 */
	List<Path> adopt() throws IOException {
		Set<String> owners = new TreeSet<>();
		for (Path file : list(FILES)) {
			owners.add(owner(file));
		}
		owners.removeAll(this.locks.keySet());
		List<Path> segments = new ArrayList<>();
		for (String owner : owners) {
			if (lock(owner)) {
				List<Path> theirs = segments(owner);
				theirs.forEach((file) -> this.last = Math.max(this.last, time(file)));
				segments.addAll(theirs);
				if (theirs.isEmpty()) {
					unlock(owner);
				}
			}
		}
		return segments;
	}

	/**
	 * Deletes what is old and waits for other endpoints, or under other names, if those
	 * who left it live no more.
	 * @param before when a file was written last that is old, in milliseconds since 1970
	 * @throws IOException if a directory can not be read or written
	 */
	void sweep(long before) throws IOException {
		try (DirectoryStream<Path> others = Files.newDirectoryStream(this.path.getParent(), SpoolDirectory::isOurs)) {
			for (Path other : others) {
				SpoolDirectory directory = new SpoolDirectory(other, "");
				if (!other.equals(this.path) && !old(directory.list(SEGMENTS), before).isEmpty()) {
					for (Path segment : old(directory.adopt(), before)) {
						Segment.delete(segment);
					}
					directory.close();
				}
			}
		}
		catch (DirectoryIteratorException ex) {
			throw ex.getCause();
		}
	}

	/** Other users' directories can not be looked into. */
	private static boolean isOurs(Path other) {
		return Files.isDirectory(other) && Files.isReadable(other) && Files.isWritable(other);
	}

	private static List<Path> old(List<Path> segments, long before) throws IOException {
		List<Path> old = new ArrayList<>();
		for (Path segment : segments) {
			if (Files.getLastModifiedTime(segment).toMillis() < before) {
				old.add(segment);
			}
		}
		return old;
	}

	private List<Path> segments(String owner) throws IOException {
		return list(SEGMENTS).stream().filter((file) -> owner(file).equals(owner)).toList();
	}

	private List<Path> list(Pattern names) throws IOException {
		try (Stream<Path> files = Files.list(this.path)) {
			return files.filter((file) -> names.matcher(file.getFileName().toString()).matches()).toList();
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
	}

	private static String owner(Path file) {
		String name = file.getFileName().toString();
		return name.substring(name.indexOf('-') + 1, name.lastIndexOf('.'));
	}

	private static long time(Path file) {
		String name = file.getFileName().toString();
		return Long.parseLong(name.substring(0, name.indexOf('-')));
	}

	/** After those that are there, also where the clock went back. */
	Path newSegment(long time) {
		this.last = Math.max(time, this.last + 1);
		return this.path.resolve(String.format("%015d-%s%s", this.last, this.id, SEGMENT));
	}

	private void unlock(String owner) throws IOException {
		if (segments(owner).isEmpty()) {
			Files.deleteIfExists(this.path.resolve(owner + LOCK));
		}
		this.locks.remove(owner).close();
	}

	/** Leaves what is there to others. */
	void close() throws IOException {
		for (String owner : List.copyOf(this.locks.keySet())) {
			unlock(owner);
		}
	}

	@Override
	public String toString() {
		return this.path.toString();
	}

}
