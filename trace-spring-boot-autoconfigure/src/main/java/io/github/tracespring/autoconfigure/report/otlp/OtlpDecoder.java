// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfoBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Decodes OTLP's {@code ExportTraceServiceRequest}, as {@link OtlpEncoder} and others
 * write it; the numbers here are its field numbers.
 *
 * @see <a href=
 * "https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto">trace.proto</a>
 */
public final class OtlpDecoder {

	private final List<SpanData> spans = new ArrayList<>();

	private OtlpDecoder() {
	}

	/**
	 * Decodes a batch.
	 * @param message the whole message
	 * @return its spans
	 * @throws DataFormatException if it is no such message
	 */
	public static List<SpanData> decode(byte[] message) throws DataFormatException {
		OtlpDecoder decoder = new OtlpDecoder();
		ProtobufReader in = new ProtobufReader(message);
		while (in.next()) {
			if (in.field() == 1) {
				decoder.resourceSpans(in.message());
			}
			else {
				in.skip();
			}
		}
		return decoder.spans;
	}

	/**
	 * What all have in common may come after the spans, which are therefore read last.
	 */
	private void resourceSpans(ProtobufReader in) throws DataFormatException {
		Attributes attributes = Attributes.empty();
		String schema = null;
		List<ProtobufReader> scopes = new ArrayList<>();
		while (in.next()) {
			switch (in.field()) {
				case 1 -> attributes = attributes(in.message(), 1);
				case 2 -> scopes.add(in.message());
				case 3 -> schema = in.text();
				default -> in.skip();
			}
		}
		Resource resource = resource(attributes, schema);
		for (ProtobufReader scope : scopes) {
			scopeSpans(scope, resource);
		}
	}

	private static Resource resource(Attributes attributes, String schema) throws DataFormatException {
		try {
			return Resource.create(attributes, schema);
		}
		catch (IllegalArgumentException ex) {
			throw new DataFormatException(ex.getMessage());
		}
	}

	private void scopeSpans(ProtobufReader in, Resource resource) throws DataFormatException {
		InstrumentationScopeInfoBuilder scope = InstrumentationScopeInfo.builder("");
		String schema = null;
		List<ProtobufReader> messages = new ArrayList<>();
		while (in.next()) {
			switch (in.field()) {
				case 1 -> scope = scope(in.message());
				case 2 -> messages.add(in.message());
				case 3 -> schema = in.text();
				default -> in.skip();
			}
		}
		InstrumentationScopeInfo info = ((schema != null) ? scope.setSchemaUrl(schema) : scope).build();
		for (ProtobufReader message : messages) {
			this.spans.add(SpanDecoder.read(message, new DecodedSpan(resource, info)));
		}
	}

	private static InstrumentationScopeInfoBuilder scope(ProtobufReader in) throws DataFormatException {
		String name = "";
		String version = null;
		AttributesBuilder attributes = Attributes.builder();
		while (in.next()) {
			switch (in.field()) {
				case 1 -> name = in.text();
				case 2 -> version = in.text();
				case 3 -> AttributeDecoder.read(in.message(), attributes);
				default -> in.skip();
			}
		}
		InstrumentationScopeInfoBuilder scope = InstrumentationScopeInfo.builder(name)
			.setAttributes(attributes.build());
		return (version != null) ? scope.setVersion(version) : scope;
	}

	private static Attributes attributes(ProtobufReader in, int field) throws DataFormatException {
		AttributesBuilder attributes = Attributes.builder();
		while (in.next()) {
			if (in.field() == field) {
				AttributeDecoder.read(in.message(), attributes);
			}
			else {
				in.skip();
			}
		}
		return attributes.build();
	}

}
