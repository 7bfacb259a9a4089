// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What somebody does who has just started the sample: one click, and one on the link to
 * the trace.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class BrowserTests {

	private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

	private static Playwright playwright;

	private static Browser browser;

	private final List<String> complaints = new ArrayList<>();

	@LocalServerPort
	private int port;

	private Page page;

	@BeforeAll
	static void launch() {
		Assumptions.assumeTrue(Files.isExecutable(CHROMIUM),
				"there is no " + CHROMIUM + " on this machine: install the package chromium");
		playwright = Playwright
			.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
		browser = playwright.chromium()
			.launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM)
				.setArgs(List.of("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
						"--disable-background-networking", "--disable-component-update", "--disable-sync")));
	}

	@AfterAll
	static void close() {
		if (playwright != null) {
			playwright.close();
		}
	}

	@BeforeEach
	void open() {
		this.page = browser.newPage();
		this.page.onConsoleMessage((message) -> {
			if (message.type().equals("error")) {
				this.complaints.add(message.text());
			}
		});
		this.page.navigate("http://localhost:" + this.port + "/");
	}

	@AfterEach
	void closePage() {
		this.page.close();
	}

	@Test
	void oneClickLeadsToTheTrace() {
		click("/home");
		seeTrace("sample-app: get /home", "sample-app: prepare query", "sample-app: get /db");
		assertThat(this.page.url()).matches("http://localhost:" + this.port + "/telemetry/traces/[0-9a-f]{32}");
		assertThat(this.complaints).isEmpty();
	}

	@Test
	void coursewareIsTracedThroughFourServices() {
		String link = "/courseware/trace-201?user=1";
		click(link);
		assertThat(this.page.locator("output")).containsText("Where the time goes");
		// once more: the first time most of it is classes being loaded
		click(link);
		seeTrace("sample-app: get /courseware/{course}", "courseware-api: get /courseware/{course}",
				"courseware-rpc: courseware.v1.courseware/getcourse", "courseware: select course",
				"user-rpc: courseware.v1.users/getuser", "users: select account");
		assertThat(this.complaints).isEmpty();
		this.page.setViewportSize(1180, 620);
		this.page.getByText("courseware: select lesson").first().click();
		this.page.getByText("db.query.text").scrollIntoViewIfNeeded();
		this.page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "viewer.png")));
	}

	@Test
	void refusedRequestSaysWhyAndHasItsTrace() {
		click("/courseware/trace-201?user=0");
		assertThat(this.page.locator("output")).containsText("400  A user's id is 1 or more, not 0");
		seeTrace("user-rpc: courseware.v1.users/getuser");
	}

	@Test
	void sayHelloIsTracedFromClientToPublisher() {
		click("/hello");
		assertThat(this.page.locator("output")).containsText("Bonjour, Ada!");
		seeTrace("sample-app: say-hello", "sample-app: format", "sample-app: publish");
		assertThat(this.complaints).isEmpty();
	}

	private void click(String link) {
		this.page.getByText(link, new Page.GetByTextOptions().setExact(true)).click();
	}

	private void seeTrace(String... spans) {
		this.page.getByText("See its trace").click();
		for (String span : spans) {
			assertThat(this.page.getByText(span).first()).isVisible();
		}
	}

}
