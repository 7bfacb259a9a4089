// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The viewer as a function from request to response; adapters for servers translate.
 */
final class Viewer {

	private static final Logger logger = LoggerFactory.getLogger(Viewer.class);

	private static final String SPANS = "api/v2/spans";

	private final String name;

	private final Access access;

	private final QueryApi queries;

	private final Collector collector;

	private final Runnable flush;

	/**
	 * Creates the viewer.
	 * @param settings the settings
	 * @param store where the spans are
	 * @param flush brings the latest spans into the store
	 */
	Viewer(ViewerSettings settings, TraceStore store, Runnable flush) {
		this.name = settings.path().substring(settings.path().lastIndexOf('/') + 1);
		this.access = new Access(settings.allowRemote());
		this.queries = new QueryApi(store);
		this.collector = new Collector(store);
		this.flush = flush;
	}

	/**
	 * Answers a request.
	 * @param request the request
	 * @return the response; never an exception, whatever the request holds
	 */
	ViewerResponse handle(ViewerRequest request) {
		try {
			this.access.check(request);
			return route(request);
		}
		catch (RefusedException ex) {
			return ex.response();
		}
		catch (RuntimeException ex) {
			logger.warn("The trace viewer could not answer {} {}", request.method(), request.path(), ex);
			return ViewerResponse.text(500, "The trace viewer failed; the application's log says why");
		}
	}

	/** Whether the body of a request is worth reading. */
	boolean takesBody(ViewerRequest request) {
		try {
			this.access.check(request);
			return isReport(request);
		}
		catch (RefusedException ex) {
			return false;
		}
	}

	private static boolean isReport(ViewerRequest request) {
		return request.method().equals("POST") && SPANS.equals(request.path());
	}

	private ViewerResponse route(ViewerRequest request) {
		if (isReport(request)) {
			return this.collector.collect(request);
		}
		if (!request.isRead()) {
			String allowed = SPANS.equals(request.path()) ? "GET, HEAD, POST" : "GET, HEAD";
			return ViewerResponse.text(405, "Only " + allowed + " can be used here").with("Allow", allowed);
		}
		if (request.path() == null) {
			// relative, as only the browser knows the whole path
			return ViewerResponse.empty(302).with("Location", this.name + "/");
		}
		ViewerResponse page = LensFiles.find(request.path());
		if (page != null) {
			return page;
		}
		this.flush.run();
		ViewerResponse answer = this.queries.find(request);
		return (answer != null) ? answer
				: ViewerResponse.text(404, "There is nothing at this path of the trace viewer");
	}

}
