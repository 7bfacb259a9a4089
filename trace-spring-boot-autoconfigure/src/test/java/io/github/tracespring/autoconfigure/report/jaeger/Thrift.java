// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.jaeger;

import java.util.List;

import com.twitter.zipkin.thriftjava.Span;
import io.jaegertracing.agent.thrift.Agent;
import io.jaegertracing.thriftjava.Batch;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolFactory;
import org.apache.thrift.transport.TMemoryBuffer;
import org.apache.thrift.transport.TMemoryInputTransport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Jaeger's own classes, on Thrift's own library. They decode a struct, and encode it
 * again to the very same bytes.
 */
enum Thrift {

	BINARY(new TBinaryProtocol.Factory(), new SpanEncoder(BinaryThrift::new)),

	COMPACT(new TCompactProtocol.Factory(), new SpanEncoder(CompactThrift::new));

	final SpanEncoder encoder;

	private final TProtocolFactory factory;

	Thrift(TProtocolFactory factory, SpanEncoder encoder) {
		this.factory = factory;
		this.encoder = encoder;
	}

	<T extends TBase<?, ?>> T decode(byte[] bytes, T target) {
		try {
			TMemoryInputTransport in = new TMemoryInputTransport(bytes);
			target.read(this.factory.getProtocol(in));
			assertThat(in.getBytesRemainingInBuffer()).as("left over").isZero();
			assertThat(new TSerializer(this.factory).serialize(target)).isEqualTo(bytes);
			return target;
		}
		catch (TException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	static Batch decodeBody(byte[] body) {
		return BINARY.decode(body, new Batch());
	}

	/** What the agent makes of a packet. */
	static Batch decodePacket(byte[] packet) {
		Batch[] received = new Batch[1];
		try {
			TMemoryInputTransport in = new TMemoryInputTransport(packet);
			TProtocol answer = new TCompactProtocol(new TMemoryBuffer(16));
			new Agent.Processor<>(new Agent.Iface() {

				@Override
				public void emitZipkinBatch(List<Span> spans) {
					throw new IllegalArgumentException("not Zipkin's");
				}

				@Override
				public void emitBatch(Batch batch) {
					received[0] = batch;
				}

			}).process(new TCompactProtocol(in), answer);
			assertThat(in.getBytesRemainingInBuffer()).as("left over").isZero();
			assertThat(((TMemoryBuffer) answer.getTransport()).length()).as("answer").isZero();
		}
		catch (TException ex) {
			throw new IllegalArgumentException(ex);
		}
		return received[0];
	}

	static List<String> names(Batch batch) {
		return batch.getSpans().stream().map(io.jaegertracing.thriftjava.Span::getOperationName).toList();
	}

}
