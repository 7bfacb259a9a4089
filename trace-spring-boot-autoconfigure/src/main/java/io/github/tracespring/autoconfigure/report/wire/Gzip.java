// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses in memory.
 */
final class Gzip {

	private Gzip() {
	}

	static byte[] compress(ByteBuffer plain) {
		int length = plain.remaining();
		ByteArrayOutputStream compressed = new ByteArrayOutputStream(length / 4 + 64);
		try (Fast gzip = new Fast(compressed)) {
			gzip.write(plain.array(), plain.arrayOffset() + plain.position(), length);
		}
		catch (IOException ex) {
			throw new IllegalStateException("memory does not fail", ex);
		}
		return compressed.toByteArray();
	}

	/** Spans are so alike that trying harder takes twice the time for a fiftieth less. */
	private static final class Fast extends GZIPOutputStream {

		Fast(OutputStream out) throws IOException {
			super(out);
			this.def.setLevel(Deflater.BEST_SPEED);
		}

	}

}
