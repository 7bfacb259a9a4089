// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The machine's Chromium, which notes whatever a page does that it should not.
 */
final class Chromium implements AutoCloseable {

	private static final Path EXECUTABLE = Path.of("/usr/bin/chromium");

	private final Playwright playwright;

	private final Browser browser;

	private final List<String> complaints = new ArrayList<>();

	private final List<String> hosts = new ArrayList<>();

	private Chromium(Playwright playwright) {
		this.playwright = playwright;
		this.browser = playwright.chromium()
			.launch(new BrowserType.LaunchOptions().setExecutablePath(EXECUTABLE)
				.setArgs(List.of("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
						"--disable-background-networking", "--disable-component-update", "--disable-sync")));
	}

	/** Skips the tests where there is no browser. */
	static Chromium start() {
		Assumptions.assumeTrue(Files.isExecutable(EXECUTABLE),
				"there is no " + EXECUTABLE + " on this machine: install the package chromium");
		return new Chromium(Playwright
			.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))));
	}

	Page open(String url) {
		this.browser.contexts().forEach(BrowserContext::close);
		this.complaints.clear();
		this.hosts.clear();
		BrowserContext context = this.browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 720));
		Page page = context.newPage();
		page.onConsoleMessage((message) -> {
			if (message.type().equals("error")) {
				this.complaints.add("console: " + message.text() + " at " + message.location());
			}
		});
		page.onPageError((error) -> this.complaints.add("script: " + error));
		page.onRequestFailed((request) -> this.complaints.add("failed: " + request.url() + " " + request.failure()));
		page.onRequest((request) -> this.hosts.add(request.url().replaceFirst("^(?:blob:)?(\\w+://[^/]*).*", "$1")));
		page.onResponse((response) -> {
			if (response.status() >= 400) {
				this.complaints.add("status " + response.status() + ": " + response.url());
			}
		});
		page.navigate(url);
		return page;
	}

	/** Fails if a page failed at anything or asked anybody but the one server. */
	void assertClean(String server) {
		assertThat(this.complaints).isEmpty();
		assertThat(this.hosts).isNotEmpty().containsOnly(server);
	}

	@Override
	public void close() {
		this.browser.close();
		this.playwright.close();
	}

}
