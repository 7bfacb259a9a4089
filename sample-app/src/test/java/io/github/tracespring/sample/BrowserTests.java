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
import org.junit.jupiter.api.Assumptions;
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

	@LocalServerPort
	private int port;

	@Test
	void oneClickLeadsToTheTrace() {
		Assumptions.assumeTrue(Files.isExecutable(CHROMIUM),
				"there is no " + CHROMIUM + " on this machine: install the package chromium");
		try (Playwright playwright = Playwright
			.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
				Browser browser = playwright.chromium()
					.launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM)
						.setArgs(List.of("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
								"--no-first-run", "--disable-background-networking", "--disable-component-update",
								"--disable-sync")))) {
			Page page = browser.newPage();
			List<String> complaints = new ArrayList<>();
			page.onConsoleMessage((message) -> {
				if (message.type().equals("error")) {
					complaints.add(message.text());
				}
			});
			page.navigate("http://localhost:" + this.port + "/");
			page.getByText("/home", new Page.GetByTextOptions().setExact(true)).click();
			page.getByText("See its trace").click();
			assertThat(page.getByText("sample-app: get /home").first()).isVisible();
			assertThat(page.getByText("sample-app: prepare query").first()).isVisible();
			assertThat(page.getByText("sample-app: get /db").first()).isVisible();
			assertThat(page.url()).matches("http://localhost:" + this.port + "/telemetry/traces/[0-9a-f]{32}");
			assertThat(complaints).isEmpty();
			page.setViewportSize(1180, 620);
			page.getByText("sample-app: prepare query").first().click();
			page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "viewer.png")));
		}
	}

}
