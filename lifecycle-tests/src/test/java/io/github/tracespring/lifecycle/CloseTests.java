// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.lifecycle;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that is closed takes all with it that it has put into the JVM.
 */
class CloseTests {

	@Test
	void nothingIsLeftOfApplicationsThatWereClosed(@TempDir Path directory) throws Exception {
		try (Collector collector = new Collector();
				Jvm application = Jvm.start(ClosedApplications.class.getName(),
						"zipkin " + collector.url("/api/v2/spans"), "jaeger " + collector.url("/api/traces"),
						"otlphttp " + collector.url("/v1/traces"), "otlpgrpc " + collector.url(""),
						"file " + directory.resolve("spans.json"), "log none")) {
			application.await("DONE", 1);
			assertThat(application.lines("LEFT ")).as(application::text).isEmpty();
		}
	}

}
