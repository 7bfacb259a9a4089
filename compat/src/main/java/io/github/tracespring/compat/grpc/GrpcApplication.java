// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.compat.grpc;

import java.io.IOException;

import io.github.tracespring.autoconfigure.inbound.grpc.GrpcServerTracing;
import io.github.tracespring.autoconfigure.outbound.grpc.GrpcClientTracing;
import io.github.tracespring.compat.Said;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Server;
import io.grpc.ServerBuilder;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * grpc-java by hand, which is the same on each line, with the interceptors that are
 * beans.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class GrpcApplication {

	public static void main(String[] args) {
		ConfigurableApplicationContext context = SpringApplication.run(GrpcApplication.class, args);
		Echo.callAll(context.getBean(ManagedChannel.class));
		Said.say("stopped");
		System.exit(SpringApplication.exit(context));
	}

	@Bean(destroyMethod = "shutdown")
	Server server(GrpcServerTracing tracing) throws IOException {
		return tracing.instrument(ServerBuilder.forPort(0).addService(new Echo())).build().start();
	}

	@Bean(destroyMethod = "shutdown")
	ManagedChannel channel(GrpcClientTracing tracing, Server server) {
		return tracing.instrument(ManagedChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext())
			.build();
	}

}
