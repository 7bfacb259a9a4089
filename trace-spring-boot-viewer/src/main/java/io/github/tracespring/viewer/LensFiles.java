// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The user interface: the files of Zipkin's Lens.
 * <p>
 * They are built for {@code /zipkin}. Here every page names its files relative to a base
 * that is relative itself, and a script of one line makes the base what Lens expects
 * before Lens starts: absolute, as the browser sees it. So it works under any context
 * path and behind any proxy that changes the path.
 */
final class LensFiles {

	private static final String LOCATION = "zipkin-lens/";

	private static final String BASE_SCRIPT = "base.js";

	private static final Pattern STATIC = Pattern.compile("favicon\\.ico|static/(js|css|media)/[\\w-][\\w.-]*+");

	private static final Pattern PAGE = Pattern.compile("|dependency|traceViewer|traces/[^/]++");

	private static final Map<String, String> TYPES = Map.of("js", "text/javascript;charset=UTF-8", "css",
			"text/css;charset=UTF-8", "png", "image/png", "ico", "image/x-icon");

	/** Lens sets styles from scripts, and lays out the dependencies in a blob worker. */
	private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; "
			+ "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
			+ "worker-src 'self' blob:; base-uri 'self'; form-action 'none'; frame-ancestors 'none'";

	private LensFiles() {
	}

	/**
	 * Finds what is at a path.
	 * @return the page or file, or {@code null}
	 */
	static ViewerResponse find(String path) {
		if (PAGE.matcher(path).matches()) {
			return page(path.contains("/") ? "../" : "./");
		}
		if (path.equals(BASE_SCRIPT)) {
			return file(path, LensFiles.class.getResourceAsStream(BASE_SCRIPT)).with("Cache-Control", "no-cache");
		}
		if (!STATIC.matcher(path).matches()) {
			return null;
		}
		InputStream content = open(path);
		return (content != null) ? file(path, content) : null;
	}

	private static ViewerResponse page(String base) {
		String index = new String(read(open("index.html")), StandardCharsets.UTF_8)
			.replaceFirst("<base [^>]*>", "<base href=\"" + base + "\"><script src=\"" + BASE_SCRIPT + "\"></script>")
			.replace("=\"/zipkin/", "=\"");
		return ViewerResponse.of(200, "text/html;charset=UTF-8", index.getBytes(StandardCharsets.UTF_8))
			.with("Content-Security-Policy", CONTENT_SECURITY_POLICY);
	}

	/** The names of these files change with their content. */
	private static ViewerResponse file(String path, InputStream content) {
		String type = TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "application/octet-stream");
		return ViewerResponse.of(200, type, read(content)).with("Cache-Control", "private, max-age=31536000");
	}

	private static InputStream open(String path) {
		return LensFiles.class.getClassLoader().getResourceAsStream(LOCATION + path);
	}

	private static byte[] read(InputStream content) {
		try (content) {
			return content.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
