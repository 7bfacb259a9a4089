// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.jaeger;

/**
 * The types that Jaeger's structs are made of, as the two protocols number them.
 */
enum ThriftType {

	/** Compact has one code for true, the next one for false, and no value after it. */
	BOOL(2, 1),

	/** A signed number of 32 bits, and so an enum. */
	I32(8, 5),

	/** A signed number of 64 bits. */
	I64(10, 6),

	/** A floating point number of 64 bits. */
	DOUBLE(4, 7),

	/** Bytes, and so UTF-8 text. */
	BINARY(11, 8),

	/** A list. */
	LIST(15, 9),

	/** A struct. */
	STRUCT(12, 12);

	private final int binary;

	private final int compact;

	ThriftType(int binary, int compact) {
		this.binary = binary;
		this.compact = compact;
	}

	int binary() {
		return this.binary;
	}

	int compact() {
		return this.compact;
	}

}
