// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import zipkin2.Span;
import zipkin2.codec.SpanBytesDecoder;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a developer does with the viewer, in a real browser, with Spring Security's
 * headers and below a context path.
 */
class BrowserTests {

	private static final Path SCREENSHOTS = Path.of("target", "screenshots");

	private static Chromium chromium;

	@BeforeAll
	static void start() {
		chromium = Chromium.start();
	}

	@AfterAll
	static void stop() {
		if (chromium != null) {
			chromium.close();
		}
	}

	@ParameterizedTest
	@EnumSource(TestServer.Kind.class)
	void everythingWorks(TestServer.Kind kind, @TempDir Path directory) throws IOException {
		try (TestServer viewed = kind.start("CONTEXT_PATH=/app"); TestServer front = reportingTo(kind, viewed)) {
			assertThat(Client.get(front.url("/call?url=" + viewed.url("/app/hello"))).statusCode()).isEqualTo(200);
			assertThat(Client.get(front.url("/fail")).statusCode()).isEqualTo(500);
			awaitSpans(viewed, 5);
			Page page = chromium.open(viewed.url("/app/telemetry"));
			assertThat(page.url()).isEqualTo(viewed.url("/app/telemetry/"));
			screenshot(page, kind, "start");
			search(page, kind);
			waterfall(page, kind);
			Path file = download(page, directory.resolve("trace.json"));
			failure(page, kind);
			dependencies(page, kind);
			upload(page, file, kind);
			chromium.assertClean(viewed.url(""));
		}
	}

	@ParameterizedTest
	// WebFlux itself finds nothing with a base path and the strategy framework
	@CsvSource({ "TOMCAT,none,/app", "TOMCAT,native,/app", "TOMCAT,framework,/app", "JETTY,none,/app",
			"JETTY,framework,/app", "NETTY,none,/app", "NETTY,framework,/" })
	void worksBehindAProxyThatChangesThePath(TestServer.Kind kind, String strategy, String contextPath) {
		String app = contextPath.equals("/") ? "" : contextPath;
		try (TestServer viewed = kind.start("CONTEXT_PATH=" + app, "server.forward-headers-strategy=" + strategy);
				PrefixProxy proxy = new PrefixProxy(viewed.url(app))) {
			assertThat(Client.get(viewed.url(app + "/hello")).statusCode()).isEqualTo(200);
			awaitSpans(viewed, 2);
			Page page = chromium.open(proxy.url("/outside/telemetry"));
			assertThat(page.url()).isEqualTo(proxy.url("/outside/telemetry/"));
			page.getByText("Run Query").click();
			page.locator("tr", new Page.LocatorOptions().setHasText("viewed: get " + app + "/hello"))
				.getByText("Show")
				.click();
			assertThat(page.getByText("viewed: greet")).isVisible();
			page.reload();
			assertThat(page.getByText("viewed: greet")).isVisible();
			assertThat(page.url()).startsWith(proxy.url("/outside/telemetry/traces/"));
			page.getByText("Dependencies").click();
			page.reload();
			assertThat(page.getByText("Run Query")).isVisible();
			chromium.assertClean(proxy.url(""));
		}
	}

	/** Another service of this machine, which has no viewer of its own. */
	private static TestServer reportingTo(TestServer.Kind kind, TestServer viewed) {
		return kind.start("telemetry.name=front", "telemetry.viewer.enabled=false", "telemetry.batcher=zipkin",
				"telemetry.endpoint=" + viewed.url("/app/telemetry/api/v2/spans"),
				"telemetry.batch.schedule-delay=50ms");
	}

	private static void awaitSpans(TestServer server, int count) {
		await().atMost(Duration.ofSeconds(10))
			.until(() -> server.store().storage().getTraces().stream().mapToInt(List::size).sum() >= count);
	}

	private static void search(Page page, TestServer.Kind kind) {
		page.getByText("Run Query").click();
		assertThat(page.getByText("front: get /call")).isVisible();
		assertThat(page.getByText("front: get /fail")).isVisible();
		screenshot(page, kind, "search");
		// by a tag, whose name and values are completed
		page.locator("button:has(svg[data-icon=plus])").click();
		page.getByText("http.response.status_code").click();
		page.getByText("500", new Page.GetByTextOptions().setExact(true)).click();
		screenshot(page, kind, "criterion");
		page.getByText("Run Query").click();
		assertThat(page.getByText("front: get /call")).isHidden();
		assertThat(page.getByText("front: get /fail")).isVisible();
		screenshot(page, kind, "found");
		page.goBack();
	}

	private static void waterfall(Page page, TestServer.Kind kind) {
		page.locator("tr", new Page.LocatorOptions().setHasText("front: get /call")).getByText("Show").click();
		assertThat(page.getByText("viewed: get /app/hello")).isVisible();
		assertThat(page.getByText("viewed: greet")).isVisible();
		page.getByText("viewed: greet").click();
		Locator details = page.locator("body");
		assertThat(details).containsText("greeted");
		assertThat(details).containsText("telemetry.sdk.language");
		screenshot(page, kind, "waterfall");
	}

	private static Path download(Page page, Path file) throws IOException {
		String traceId = page.url().substring(page.url().lastIndexOf('/') + 1);
		page.getByText("Span Table").locator("xpath=following::button[1]").click();
		Download download = page.waitForDownload(() -> page.getByText("Download JSON").click());
		download.saveAs(file);
		List<Span> spans = new ArrayList<>();
		SpanBytesDecoder.JSON_V2.decodeList(Files.readString(file).getBytes(StandardCharsets.UTF_8), spans);
		assertThat(spans).hasSize(4).extracting(Span::traceId).containsOnly(traceId);
		return file;
	}

	private static void failure(Page page, TestServer.Kind kind) {
		page.goBack();
		page.locator("tr", new Page.LocatorOptions().setHasText("front: get /fail")).getByText("Show").click();
		assertThat(page.getByText("java.lang.IllegalStateException: this always fails").first()).isVisible();
		screenshot(page, kind, "failure");
	}

	private static void dependencies(Page page, TestServer.Kind kind) {
		page.getByText("Dependencies").click();
		// the layout is made by a worker, which the policy has to allow
		page.waitForConsoleMessage(
				new Page.WaitForConsoleMessageOptions()
					.setPredicate((message) -> message.text().contains("updated layout for dependencies-graph")),
				() -> page.getByText("Run Query").click());
		assertThat(page.locator("canvas").first()).isVisible();
		screenshot(page, kind, "dependencies");
	}

	private static void upload(Page page, Path file, TestServer.Kind kind) throws IOException {
		String id = "feed0000000000000000000000000000";
		Files.writeString(file, Files.readString(file).replaceAll("(\"traceId\" ?: ?\")\\w+", "$1" + id));
		page.locator("input[type=file]").setInputFiles(file);
		page.waitForURL("**/app/telemetry/traces/" + id);
		assertThat(page.getByText("viewed: get /app/hello")).isVisible();
		screenshot(page, kind, "upload");
	}

	private static void screenshot(Page page, TestServer.Kind kind, String name) {
		page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(kind + "-" + name + ".png")));
	}

}
