// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Makes files that nobody else may read, where the file system knows of that.
 */
final class OwnerOnly {

	private OwnerOnly() {
	}

	static void createFile(Path file) throws IOException {
		Files.createFile(file, permissions(file, "rw-------"));
	}

	static FileChannel open(Path file) throws IOException {
		return FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
				permissions(file, "rw-------"));
	}

	static void createDirectories(Path directory) throws IOException {
		// asked first, because a link to a directory can not be created
		if (!Files.isDirectory(directory)) {
			Files.createDirectories(directory, permissions(directory, "rwx------"));
		}
	}

	private static FileAttribute<?>[] permissions(Path path, String permissions) {
		boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
		return posix
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) }
				: new FileAttribute<?>[0];
	}

}
