// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import java.net.InetAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zipkin2.Span;
import zipkin2.codec.SpanBytesEncoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the viewer does on every server.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ViewerContractTest {

	private static final String VIEWER = "/app/telemetry/";

	private static final String API = VIEWER + "api/v2/";

	private static final byte[] NOTHING = {};

	private final TestServer.Kind kind;

	private TestServer server;

	ViewerContractTest(TestServer.Kind kind) {
		this.kind = kind;
	}

	@BeforeAll
	void start() {
		this.server = this.kind.start("CONTEXT_PATH=/app", "telemetry.ignore-paths=/other/**");
	}

	@AfterAll
	void stop() {
		this.server.close();
	}

	private HttpResponse<String> get(String path, String... headers) {
		return Client.get(this.server.url(path), headers);
	}

	HttpResponse<String> report(byte[] body, String... headers) {
		return Client.post(this.server.url(API + "spans"), body, headers);
	}

	private RawHttp raw(String path, String... headers) {
		return RawHttp.send(InetAddress.getLoopbackAddress(), this.server.port(), "GET " + path, NOTHING, headers);
	}

	private static Span span(String traceId) {
		return Span.newBuilder().traceId(traceId).id("1").name("reported").timestamp(1).build();
	}

	@Test
	void traceIsThereWhenItsRequestIsOver() {
		String traceId = Client.traceId(get("/app/hello"));
		// the server may end its span just after the client has the response
		await().atMost(Duration.ofSeconds(1))
			.until(() -> get(API + "trace/" + traceId),
					(trace) -> trace.statusCode() == 200 && Client.spans(trace).size() == 2);
	}

	@Test
	void pathWithoutSlashRedirects() {
		HttpResponse<String> response = get("/app/telemetry");
		assertThat(response.statusCode()).isEqualTo(302);
		assertThat(response.headers().firstValue("Location")).hasValue("telemetry/");
	}

	@ParameterizedTest
	@CsvSource({ "'',./", "dependency,./", "traceViewer,./", "traces/0123456789abcdef,../" })
	void eachPageKnowsItsBase(String page, String base) {
		HttpResponse<String> response = get(VIEWER + page);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).contains("<base href=\"" + base + "\">").doesNotContain("\"/");
		assertThat(response.headers().firstValue("Content-Type")).hasValueSatisfying(
				(type) -> assertThat(type.replace(" ", "")).isEqualToIgnoringCase("text/html;charset=UTF-8"));
		assertThat(response.headers().firstValue("Content-Security-Policy"))
			.hasValueSatisfying((policy) -> assertThat(policy).startsWith("default-src 'none'; script-src 'self';")
				.doesNotContain("http", "*", "unsafe-eval"));
	}

	@Test
	void filesHaveTheirTypeAndMayBeKept() {
		String script = get(VIEWER).body().replaceAll("(?s).*src=\"(static/js/[^\"]+)\".*", "$1");
		HttpResponse<String> response = get(VIEWER + script);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type"))
			.hasValueSatisfying((type) -> assertThat(type).startsWith("text/javascript"));
		assertThat(response.headers().firstValue("Cache-Control"))
			.hasValueSatisfying((value) -> assertThat(value).contains("max-age"));
		assertThat(get(API + "services").headers().firstValue("Cache-Control"))
			.hasValueSatisfying((value) -> assertThat(value).contains("no-store"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "nothing", "static/js/none.js", "api/v2/nothing", "traces/a/b",
			"api/v2/trace/0123456789abcdef" })
	void unknownPathsAndTracesAreNotFound(String path) {
		HttpResponse<String> response = get(VIEWER + path);
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.body()).isNotEmpty();
	}

	@Test
	void nothingElseOfTheClassPathIsServed() {
		for (String path : List.of("static/js/..%2f..%2findex.html", "static/js/%2e%2e/%2e%2e/index.html",
				"..%2findex.html")) {
			assertThat(raw(VIEWER + path, "Host: localhost").status()).as(path).isIn(400, 404);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "traces?limit=-1", "traces?limit=0", "traces?limit=many",
			"traces?limit=99999999999999999999", "traces?endTs=-5", "traces?lookback=x", "traces?minDuration=-1",
			"traces?maxDuration=5", "traces?minDuration=5&maxDuration=1", "trace/xyz", "trace/1%3Cscript%3E",
			"traceMany", "traceMany?traceIds=1,zz", "spans", "remoteServices", "autocompleteValues",
			"dependencies?endTs=-1", "dependencies?endTs=1&lookback=0"

	})

	void badQueriesAreToldWhatIsWrong(String query) {
		RawHttp response = raw(API + query, "Host: localhost");
		assertThat(response.status()).as(response.text()).isEqualTo(400);
		assertThat(response.text().substring(response.text().indexOf("\r\n\r\n"))).hasSizeGreaterThan(10);
	}

	@Test
	void queriesThatAreNotPercentEncodedAreRefused() {
		// Spring encodes it there
		int expected = (this.kind == TestServer.Kind.TOMCAT_WEBFLUX) ? 200 : 400;
		assertThat(raw(API + "traces?serviceName=%zz", "Host: localhost").status()).isEqualTo(expected);
	}

	@Test
	void otherMethodsAreRefused() {
		for (String method : List.of("PUT", "DELETE", "PATCH", "OPTIONS")) {
			HttpRequest.Builder request = Client.request(this.server.url(API + "spans"))
				.method(method, HttpRequest.BodyPublishers.noBody());
			assertThat(Client.send(request).statusCode()).as(method).isEqualTo(405);
		}
		assertThat(Client.post(this.server.url(VIEWER), NOTHING).statusCode()).isEqualTo(405);
		HttpRequest.Builder head = Client.request(this.server.url(VIEWER))
			.method("HEAD", HttpRequest.BodyPublishers.noBody());
		assertThat(Client.send(head).statusCode()).isEqualTo(200);
	}

	@Test
	void otherServicesReportHere() {
		Map<String, byte[]> reports = Map.of("application/json; charset=utf-8",
				SpanBytesEncoder.JSON_V2.encodeList(List.of(span("a1"))), "application/x-protobuf",
				SpanBytesEncoder.PROTO3.encodeList(List.of(span("a2"))));
		reports.forEach((type, body) -> assertThat(report(body, "Content-Type", type).statusCode()).isEqualTo(202));
		byte[] zipped = Client.gzip(SpanBytesEncoder.JSON_V2.encodeList(List.of(span("a3"))));
		assertThat(report(zipped, "Content-Type", "application/json", "Content-Encoding", "gzip").statusCode())
			.isEqualTo(202);
		assertThat(report("[]".getBytes(), "Content-Type", "application/json").statusCode()).isEqualTo(202);
		for (String id : List.of("a1", "a2", "a3")) {
			assertThat(Client.spans(get(API + "trace/" + id))).extracting(Span::name).containsExactly("reported");
		}
		assertThat(get(API + "traceMany?traceIds=a1,a2").body()).contains("00a1", "00a2").doesNotContain("00a3");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "[{}]", "[{\"traceId\":\"1\"}]", "[1", "null", "garbage", "[[[[[[[[",
			"[{\"traceId\":\"1\",\"id\":\"1\",\"timestamp\":\"x\"}]" })
	void malformedReportsAreRefusedWhole(String body) {
		String good = new String(SpanBytesEncoder.JSON_V2.encode(span("bad1")), StandardCharsets.UTF_8);
		for (String report : List.of(body, "[" + good + "," + body + "]")) {
			HttpResponse<String> response = report(report.getBytes(), "Content-Type", "application/json");
			if (!report.isEmpty()) {
				assertThat(response.statusCode()).as(report).isEqualTo(400);
				assertThat(response.body()).isNotEmpty();
			}
		}
		assertThat(get(API + "trace/bad1").statusCode()).isEqualTo(404);
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		assertThat(report(bytes, "Content-Type", "application/x-protobuf").statusCode()).isIn(202, 400);
		assertThat(report(bytes, "Content-Type", "application/json", "Content-Encoding", "gzip").statusCode())
			.isEqualTo(400);
	}

	@Test
	void hugeReportsAreRefused() {
		byte[] huge = ("[" + " ".repeat(Collector.MAX_BYTES)).getBytes();
		HttpResponse<String> response = report(huge, "Content-Type", "application/json");
		assertThat(response.statusCode()).isEqualTo(413);
		assertThat(response.body()).contains("10485760");
		byte[] bomb = Client.gzip(new byte[300 * 1024 * 1024]);
		assertThat(bomb).hasSizeLessThan(Collector.MAX_BYTES);
		assertThat(report(bomb, "Content-Type", "application/json", "Content-Encoding", "gzip").statusCode())
			.isEqualTo(413);
	}

	@Test
	void whatAFormCanSendIsNoReport() {
		byte[] body = SpanBytesEncoder.JSON_V2.encodeList(List.of(span("c1")));
		for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")) {
			assertThat(report(body, "Content-Type", type).statusCode()).as(type).isEqualTo(415);
		}
		assertThat(report(body).statusCode()).isEqualTo(415);
		assertThat(report(body, "Content-Type", "application/json", "Content-Encoding", "br").statusCode())
			.isEqualTo(415);
		assertThat(get(API + "trace/c1").statusCode()).isEqualTo(404);
	}

	@Test
	void pagesOfOtherSitesAreRefused() {
		byte[] body = SpanBytesEncoder.JSON_V2.encodeList(List.of(span("d1")));
		for (String origin : List.of("https://evil.example", "null", "http://localhost:1",
				"http://localhost:" + this.server.port() + ".evil.example")) {
			assertThat(report(body, "Content-Type", "application/json", "Origin", origin).statusCode()).as(origin)
				.isEqualTo(403);
			assertThat(get(API + "services", "Origin", origin).statusCode()).as(origin).isEqualTo(403);
		}
		assertThat(report(body, "Content-Type", "application/json", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode",
				"navigate")
			.statusCode()).isEqualTo(403);
		assertThat(get(API + "services", "Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "no-cors").statusCode())
			.isEqualTo(403);
		assertThat(get(API + "trace/d1").statusCode()).isEqualTo(404);
		String own = "http://localhost:" + this.server.port();
		assertThat(get(API + "services", "Origin", own, "Sec-Fetch-Site", "same-origin").statusCode()).isEqualTo(200);
		assertThat(get(VIEWER, "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate").statusCode())
			.as("a link from another site")
			.isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "localhost,200", "LOCALHOST:8080,200", "app.localhost,200", "127.0.0.1:80,200", "[::1]:80,200",
			"evil.example,403", "localhost.evil.example,403", "127.0.0.1.evil.example,403", "0.0.0.0,403",
			"192.168.1.1,403" })
	void foreignHostNamesAreRefused(String host, int status) {
		assertThat(raw(API + "services", "Host: " + host).status()).isEqualTo(status);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			value = { "X-Forwarded-For: 203.0.113.7;403", "X-Forwarded-For: 127.0.0.1, 203.0.113.7;403",
					"X-Forwarded-For: unknown;403", "X-Forwarded-For: 127.0.0.1;200", "X-Forwarded-For: ::1;200",
					"X-Real-IP: 203.0.113.7;403", "Forwarded: proto=http, for=203.0.113.7;403",
					"Forwarded: for=\"[2001:db8::1]:4711\";403", "Forwarded: for=\"[::1]:4711\";200",
					"Forwarded: for=_hidden;403", "Forwarded: proto=https;200" })
	void clientsOfALocalProxyAreSeen(String header, int status) {
		assertThat(raw(API + "services", "Host: localhost", header).status()).isEqualTo(status);
	}

	@Test
	void otherMachinesAreRefused() {
		InetAddress other = otherAddress();
		for (String[] headers : new String[][] { { "Host: localhost" },
				{ "Host: localhost", "X-Forwarded-For: 127.0.0.1", "Forwarded: for=127.0.0.1" } }) {
			RawHttp response = RawHttp.send(other, this.server.port(), "GET " + VIEWER, NOTHING, headers);
			assertThat(response.status()).isEqualTo(403);
			assertThat(response.text()).contains("telemetry.viewer.allow-remote");
		}
		byte[] body = SpanBytesEncoder.JSON_V2.encodeList(List.of(span("e1")));
		RawHttp response = RawHttp.send(other, this.server.port(), "POST " + API + "spans", body, "Host: localhost",
				"Content-Type: application/json");
		assertThat(response.status()).isEqualTo(403);
		assertThat(get(API + "trace/e1").statusCode()).isEqualTo(404);
		assertThat(RawHttp.send(other, this.server.port(), "GET /app/hello", NOTHING, "Host: localhost").status())
			.as("the application itself")
			.isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "native", "framework" })
	void headersThatTheApplicationTrustsMakeNobodyLocal(String strategy) {
		InetAddress other = otherAddress();
		try (TestServer trusting = this.kind.start("server.forward-headers-strategy=" + strategy,
				"server.tomcat.remoteip.internal-proxies=.*")) {
			for (String header : List.of("X-Forwarded-For: 127.0.0.1", "Forwarded: for=127.0.0.1")) {
				assertThat(RawHttp.send(other, trusting.port(), "GET /telemetry/", NOTHING, "Host: localhost", header)
					.status()).as(header).isEqualTo(403);
			}
			InetAddress loopback = InetAddress.getLoopbackAddress();
			assertThat(RawHttp.send(loopback, trusting.port(), "GET /telemetry/", NOTHING, "Host: localhost").status())
				.isEqualTo(200);
			assertThat(RawHttp
				.send(loopback, trusting.port(), "GET /telemetry/", NOTHING, "Host: localhost",
						"X-Forwarded-For: 203.0.113.7")
				.status()).isEqualTo(403);
		}
	}

	@Test
	void othersAreServedWhenAllowed() {
		try (TestServer open = this.kind.start("telemetry.viewer.allow-remote=true",
				"telemetry.viewer.path=dev/traces/")) {
			InetAddress address = RawHttp.otherAddress().orElse(InetAddress.getLoopbackAddress());
			RawHttp response = RawHttp.send(address, open.port(), "GET /dev/traces/", NOTHING, "Host: dev.example",
					"X-Forwarded-For: 203.0.113.7");
			assertThat(response.status()).isEqualTo(200);
			assertThat(RawHttp
				.send(address, open.port(), "GET /dev/traces/", NOTHING, "Host: dev.example",
						"Origin: http://evil.example")
				.status()).isEqualTo(403);
			assertThat(RawHttp.send(address, open.port(), "GET /dev/traces", NOTHING, "Host: dev.example").text())
				.containsIgnoringCase("Location: traces/");
		}
	}

	@Test
	void itsOwnRequestsAreNotTraced() {
		String marker = Client.traceId(get("/app/hello"));
		for (String path : List.of("", "dependency", "config.json", "api/v2/services", "nothing")) {
			assertThat(Client.traceId(get(VIEWER + path))).as(path).isNull();
		}
		assertThat(Client.traceId(report("[]".getBytes(), "Content-Type", "application/json"))).isNull();
		assertThat(Client.traceId(get("/app/telemetry"))).isNull();
		assertThat(Client.traceId(get("/app/telemetry-of-others"))).isNotNull();
		await().untilAsserted(() -> assertThat(get(API + "traces").body()).contains(marker));
		assertThat(get(API + "traces?limit=1000").body()).doesNotContain("/app/telemetry\"", "/app/telemetry/");
	}

	private static InetAddress otherAddress() {
		return RawHttp.otherAddress().orElseGet(() -> Assumptions.abort("this machine has the loopback address only"));
	}

}
