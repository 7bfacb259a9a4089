// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.io.IOException;
import java.nio.ByteBuffer;

import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/**
 * The one message of a call, not compressed: a byte that says so, and four with its
 * length, before it.
 */
final class GrpcMessage extends RequestBody {

	static final int PREFIX = 5;

	private final ByteBuffer message;

	GrpcMessage(ByteBuffer message) {
		this.message = message;
	}

	@Override
	public MediaType contentType() {
		return MediaType.get("application/grpc");
	}

	@Override
	public long contentLength() {
		return PREFIX + this.message.remaining();
	}

	/** So that okhttp tries another address, but never sends it twice. */
	@Override
	public boolean isOneShot() {
		return true;
	}

	@Override
	public void writeTo(BufferedSink sink) throws IOException {
		sink.writeByte(0);
		sink.writeInt(this.message.remaining());
		sink.write(this.message.array(), this.message.arrayOffset() + this.message.position(),
				this.message.remaining());
	}

}
