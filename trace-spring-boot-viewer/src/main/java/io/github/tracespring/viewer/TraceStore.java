// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

import zipkin2.Call;
import zipkin2.Span;
import zipkin2.storage.InMemoryStorage;

/**
 * The recent spans: Zipkin's {@link InMemoryStorage}, which drops the oldest traces when
 * it is full, kept from two things that it can not take: more spans at once than it has
 * room for, and names that come and go for ever, which it never forgets.
 */
final class TraceStore {

	/** Tags of few values, which the search completes. */
	private static final List<String> SEARCH_KEYS = List.of("http.request.method", "http.response.status_code",
			"http.route", "error.type");

	private static final int MAX_BATCH = 500;

	/**
	 * How often all spans are replaced by newer ones until unused names are forgotten.
	 */
	private static final int TURNOVERS = 10;

	private final int maxSpans;

	private volatile InMemoryStorage storage;

	private long accepted;

	TraceStore(int maxSpans) {
		this.maxSpans = maxSpans;
		this.storage = create();
	}

	private InMemoryStorage create() {
		return InMemoryStorage.newBuilder().maxSpanCount(this.maxSpans).autocompleteKeys(SEARCH_KEYS).build();
	}

	InMemoryStorage storage() {
		return this.storage;
	}

	synchronized void accept(List<Span> spans) {
		addTo(this.storage, spans);
		this.accepted += spans.size();
		if (this.accepted > (long) TURNOVERS * this.maxSpans) {
			InMemoryStorage fresh = create();
			this.storage.getTraces().forEach((trace) -> addTo(fresh, trace));
			this.storage = fresh;
			this.accepted = 0;
		}
	}

	private void addTo(InMemoryStorage target, List<Span> spans) {
		int batch = Math.min(this.maxSpans, MAX_BATCH);
		for (int i = 0; i < spans.size(); i += batch) {
			get(target.accept(spans.subList(i, Math.min(i + batch, spans.size()))));
		}
	}

	/** The result of a call that does no input or output. */
	static <T> T get(Call<T> call) {
		try {
			return call.execute();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
