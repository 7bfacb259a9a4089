// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

import zipkin2.Span;
import zipkin2.codec.DependencyLinkBytesEncoder;
import zipkin2.codec.SpanBytesEncoder;
import zipkin2.storage.InMemoryStorage;
import zipkin2.storage.QueryRequest;

/**
 * The part of Zipkin's query API that Lens uses.
 *
 * @see <a href="https://zipkin.io/zipkin-api/">Zipkin API</a>
 */
final class QueryApi {

	/** As old as anything in memory may be. */
	private static final long LOOKBACK = 7 * 24 * 3600 * 1000L;

	private static final int LIMIT = 100;

	/**
	 * Lens: the last hour's newest traces, and from which share of errors a call is red.
	 */
	private static final String CONFIG = """
			{"environment":"","queryLimit":%d,"defaultLookback":3600000,"searchEnabled":true,\
			"dependency":{"enabled":true,"lowErrorRate":0.5,"highErrorRate":0.75}}""".formatted(LIMIT);

	private static final String TRACE = "api/v2/trace/";

	private final TraceStore store;

	QueryApi(TraceStore store) {
		this.store = store;
	}

	/**
	 * Answers a query.
	 * @return the answer, or {@code null} if there is no such query
	 */
	ViewerResponse find(ViewerRequest request) {
		if (request.path().startsWith(TRACE)) {
			return trace(request.path().substring(TRACE.length()));
		}
		InMemoryStorage storage = this.store.storage();
		return switch (request.path()) {
			case "config.json" -> ViewerResponse.json(CONFIG.getBytes(StandardCharsets.UTF_8));
			case "api/v2/services" -> names(TraceStore.get(storage.getServiceNames()));
			case "api/v2/spans" -> names(TraceStore.get(storage.getSpanNames(request.required("serviceName"))));
			case "api/v2/remoteServices" ->
				names(TraceStore.get(storage.getRemoteServiceNames(request.required("serviceName"))));
			case "api/v2/autocompleteKeys" -> names(TraceStore.get(storage.getKeys()));
			case "api/v2/autocompleteValues" -> names(TraceStore.get(storage.getValues(request.required("key"))));
			case "api/v2/traces" -> traces(TraceStore.get(storage.getTraces(query(request))));
			case "api/v2/traceMany" -> traces(TraceStore.get(storage.getTraces(ids(request.required("traceIds")))));
			case "api/v2/dependencies" -> dependencies(request, storage);
			default -> null;
		};
	}

	private static ViewerResponse names(Collection<String> names) {
		return ViewerResponse.json(Json.strings(new TreeSet<>(names)));
	}

	private static ViewerResponse traces(List<List<Span>> traces) {
		return ViewerResponse.json(Json.traces(traces));
	}

	private ViewerResponse trace(String id) {
		List<Span> spans = TraceStore.get(this.store.storage().getTrace(id(id)));
		if (spans.isEmpty()) {
			throw new RefusedException(404, "There is no trace " + id + ": it was not recorded, or is too old");
		}
		return ViewerResponse.json(SpanBytesEncoder.JSON_V2.encodeList(spans));
	}

	private static List<String> ids(String list) {
		return Arrays.stream(list.split(",")).map(QueryApi::id).toList();
	}

	private static String id(String text) {
		try {
			return Span.normalizeTraceId(text.trim());
		}
		catch (IllegalArgumentException ex) {
			throw new RefusedException(400, "'" + text + "' is no trace id: it has 16 or 32 hexadecimal digits");
		}
	}

	private static QueryRequest query(ViewerRequest request) {
		String minDuration = request.parameter("minDuration");
		String maxDuration = request.parameter("maxDuration");
		try {
			return QueryRequest.newBuilder()
				.serviceName(request.parameter("serviceName"))
				.remoteServiceName(request.parameter("remoteServiceName"))
				.spanName(request.parameter("spanName"))
				.parseAnnotationQuery(annotations(request.parameter("annotationQuery")))
				.minDuration((minDuration != null) ? (Long) request.positive("minDuration", 0) : null)
				.maxDuration((maxDuration != null) ? (Long) request.positive("maxDuration", 0) : null)
				.endTs(request.positive("endTs", System.currentTimeMillis()))
				.lookback(request.positive("lookback", LOOKBACK))
				.limit((int) Math.min(Integer.MAX_VALUE, request.positive("limit", LIMIT)))
				.build();
		}
		catch (IllegalArgumentException ex) {
			throw new RefusedException(400, ex.getMessage());
		}
	}

	/** Lens opens an empty criterion after each; left so, it would match nothing. */
	private static String annotations(String query) {
		if (query == null) {
			return null;
		}
		String kept = query.stripTrailing();
		while (kept.endsWith(" and")) {
			kept = kept.substring(0, kept.length() - 4).stripTrailing();
		}
		return kept;
	}

	private static ViewerResponse dependencies(ViewerRequest request, InMemoryStorage storage) {
		long endTs = request.positive("endTs", System.currentTimeMillis());
		long lookback = request.positive("lookback", LOOKBACK);
		return ViewerResponse.json(DependencyLinkBytesEncoder.JSON_V1
			.encodeList(TraceStore.get(storage.getDependencies(endTs, lookback))));
	}

}
