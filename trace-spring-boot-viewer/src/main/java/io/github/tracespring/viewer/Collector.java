// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import zipkin2.Span;
import zipkin2.codec.SpanBytesDecoder;

/**
 * Takes the spans that other services report, as a Zipkin server would: JSON (version 2)
 * or protobuf, plain or gzipped. A report is kept as a whole or refused as a whole.
 */
final class Collector {

	/** More than twice what Zipkin's own reporters send at once; gzipped or not. */
	static final int MAX_BYTES = 10 * 1024 * 1024;

	/** A server that does not read a body to its end can not always answer. */
	private static final long MAX_DRAINED = 10L * MAX_BYTES;

	private static final Map<String, SpanBytesDecoder> DECODERS = Map.of("application/json", SpanBytesDecoder.JSON_V2,
			"application/x-protobuf", SpanBytesDecoder.PROTO3, "application/protobuf", SpanBytesDecoder.PROTO3);

	private final TraceStore store;

	Collector(TraceStore store) {
		this.store = store;
	}

	ViewerResponse collect(ViewerRequest request) {
		SpanBytesDecoder decoder = decoder(request.header("Content-Type"));
		byte[] body = body(request);
		List<Span> spans = new ArrayList<>();
		try {
			decoder.decodeList(body, spans);
		}
		// the decoder's own checks are not complete
		catch (RuntimeException ex) {
			throw new RefusedException(400, "The body can not be read as spans: " + ex.getMessage());
		}
		this.store.accept(spans);
		return ViewerResponse.empty(202);
	}

	private static SpanBytesDecoder decoder(String contentType) {
		// a form of another site's page can send neither of these types
		String type = (contentType != null) ? contentType.split(";")[0].trim().toLowerCase(Locale.ROOT) : "";
		SpanBytesDecoder decoder = DECODERS.get(type);
		if (decoder == null) {
			throw new RefusedException(415, "Spans are taken as application/json or application/x-protobuf");
		}
		return decoder;
	}

	private static byte[] body(ViewerRequest request) {
		String encoding = request.header("Content-Encoding");
		try {
			byte[] body = request.body().readNBytes(MAX_BYTES + 1);
			if (body.length > MAX_BYTES) {
				drain(request.body());
				throw tooLarge();
			}
			if (encoding == null || encoding.equalsIgnoreCase("identity")) {
				return body;
			}
			if (encoding.equalsIgnoreCase("gzip")) {
				return inflate(body);
			}
		}
		catch (IOException ex) {
			throw new RefusedException(400, "The body can not be read: " + ex.getMessage());
		}
		throw new RefusedException(415, "A body may be gzipped, and not otherwise encoded");
	}

	private static byte[] inflate(byte[] body) throws IOException {
		try (InputStream content = new GZIPInputStream(new ByteArrayInputStream(body))) {
			byte[] inflated = content.readNBytes(MAX_BYTES + 1);
			if (inflated.length > MAX_BYTES) {
				throw tooLarge();
			}
			return inflated;
		}
	}

	private static void drain(InputStream body) throws IOException {
		byte[] ignored = new byte[8192];
		long drained = 0;
		int read = 0;
		while (read >= 0 && drained < MAX_DRAINED) {
			drained += read;
			read = body.read(ignored);
		}
	}

	private static RefusedException tooLarge() {
		return new RefusedException(413, "A report has more than " + MAX_BYTES + " bytes");
	}

}
