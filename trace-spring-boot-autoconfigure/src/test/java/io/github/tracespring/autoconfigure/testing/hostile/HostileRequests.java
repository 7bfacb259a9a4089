// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.testing.hostile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Requests whose headers are malformed in every way that there is: a grammar of what each
 * header should be, and what is done to it. The same number gives the same request.
 */
public final class HostileRequests {

	/** A server that is to take all of these has to let in that many bytes. */
	static final int MAX_HEAD = 62_000;

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final String SPAN = "b7ad6b7169203331";

	private static final String STATE = "congo=t61rcWkgMzE,a@b=1, ,rojo=00f067aa0ba902b7";

	private static final String ADDRESSES = "203.0.113.195, [2001:db8::1]:443, unknown, 127.0.0.1";

	/** What each header that is read should be like. */
	private static final Map<String, List<String>> GRAMMAR = Map.ofEntries(
			Map.entry("traceparent",
					List.of("00-" + TRACE + "-" + SPAN + "-01", "00-" + TRACE + "-" + SPAN + "-00",
							"cc-" + TRACE + "-" + SPAN + "-03-what", "ff-" + TRACE + "-" + SPAN + "-01")),
			Map.entry("tracestate", List.of(STATE, "k=v,".repeat(33), "k=" + "v".repeat(256))),
			Map.entry("baggage", List.of("user=ada,b=%C3%A4;p;q=1 , c = 2", "=,".repeat(500), "k=v,".repeat(70))),
			Map.entry("b3", List.of(TRACE + "-" + SPAN + "-1-" + SPAN, SPAN + "-" + SPAN, "0", "d")),
			Map.entry("X-B3-TraceId", List.of(TRACE, SPAN)), Map.entry("X-B3-SpanId", List.of(SPAN)),
			Map.entry("X-B3-ParentSpanId", List.of(SPAN)), Map.entry("X-B3-Sampled", List.of("1", "0", "true")),
			Map.entry("X-B3-Flags", List.of("1")),
			Map.entry("uber-trace-id", List.of(TRACE + ":" + SPAN + ":0:1", "1%3A2%3A0%3A3")),
			Map.entry("uberctx-user", List.of("ada%20l+b")), Map.entry("uberctx-", List.of("x")),
			Map.entry("X-Forwarded-For", List.of(ADDRESSES)), Map.entry("X-Forwarded-Host", List.of("a.example:8443")),
			Map.entry("X-Forwarded-Proto", List.of("https", "ftp")), Map.entry("X-Forwarded-Port", List.of("8443")),
			Map.entry("X-Forwarded-Prefix", List.of("/a,/b/")), Map.entry("X-Real-IP", List.of("203.0.113.195")),
			Map.entry("Forwarded", List.of("for=\"[2001:db8::1]:47\";proto=https;by=_x;host=\"a:1\", for=10.0.0.1")),
			Map.entry("User-Agent", List.of("Mozilla/5.0 (X11; Linux x86_64)", "curl/8")));

	private static final List<String> NAMES = GRAMMAR.keySet().stream().sorted().toList();

	private static final List<String> HOSTS = List.of("localhost", "localhost:80", "[::1]:8080", "a..b", "a b", "%zz",
			"localhost:99999", "localhost:", ":80", "user@host", "", "xn--\u00e4", "[::1", "a,b");

	private static final List<String> TARGETS = List.of("/", "/users/1/ping", "/a;b=c/..;/d", "/%2e%2e/x", "/ignored",
			"/%", "/a%00b", "/x?token=secret&a=%zz;=&=", "/x?%70assword=1&&", "/\u00e4", "//x//",
			"/x?" + "a=b&".repeat(300));

	/** Line ends are left out, since what follows them could be another request. */
	private static final String ODD = "\0\1\b\t\u000b\f\u001b\u007f\u0080\u00a0\u00e4\u00ff \",;=%-:@/\\{}()[]<>'";

	private final Random random;

	private final StringBuilder head = new StringBuilder();

	private HostileRequests(long seed) {
		this.random = new Random(seed);
	}

	/**
	 * Makes a request without a body.
	 * @param number which one
	 * @return its bytes
	 */
	static byte[] request(int number) {
		return new HostileRequests(number).write().getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Makes headers alone, of which none is a host.
	 * @param number which ones
	 * @return name and value of each
	 */
	public static List<Map.Entry<String, String>> headers(int number) {
		HostileRequests requests = new HostileRequests(number);
		List<Map.Entry<String, String>> headers = new ArrayList<>();
		for (int i = requests.random.nextInt(6); i >= 0; i--) {
			String name = requests.pick(NAMES);
			headers.add(Map.entry(name, requests.value(name)));
		}
		return headers;
	}

	private String write() {
		this.head.append("GET ").append(rarely(8) ? pick(TARGETS) : "/users/1").append(" HTTP/1.1\r\n");
		String host = rarely(15) ? pick(HOSTS) : "localhost";
		line("Host", rarely(25) ? mutate(host) : host);
		for (int i = this.random.nextInt(6); i >= 0; i--) {
			String name = pick(NAMES);
			int lines = rarely(6) ? 2 + this.random.nextInt(rarely(8) ? 60 : 3) : 1;
			for (int j = 0; j < lines; j++) {
				line(rarely(80) ? odd(name) : name, value(name));
			}
		}
		if (rarely(50)) {
			String name = pick(NAMES);
			line(name, huge(value(name)));
		}
		return this.head.append("\r\n").toString();
	}

	private void line(String name, String value) {
		String cased = switch (this.random.nextInt(4)) {
			case 0 -> name.toUpperCase(java.util.Locale.ROOT);
			case 1 -> name.toLowerCase(java.util.Locale.ROOT);
			default -> name;
		};
		this.head.append(cased).append(rarely(200) ? " :" : ":").append(rarely(5) ? "" : " ").append(value);
		// a line that goes on in the next one
		this.head.append(rarely(300) ? "\r\n\tfolded" : "").append("\r\n");
	}

	private String value(String name) {
		String value = pick(GRAMMAR.get(rarely(12) ? pick(NAMES) : name));
		for (int i = this.random.nextInt(4); i > 0; i--) {
			value = mutate(value);
		}
		return value;
	}

	private String mutate(String value) {
		int at = this.random.nextInt(value.length() + 1);
		int to = at + this.random.nextInt(value.length() - at + 1);
		return switch (this.random.nextInt(9)) {
			case 0 -> value.substring(0, at);
			case 1 -> value.substring(at);
			case 2 -> value.substring(0, at) + value.substring(to);
			case 3 -> value.substring(0, to) + value.substring(at);
			case 4, 5 -> odd(value);
			case 6 -> value.toUpperCase(java.util.Locale.ROOT);
			case 7 -> rarely(2) ? "" : " \t" + value + "\t ";
			default -> value.replace(pick(List.of("-", ":", ",", "=", ".")), pick(List.of("", "--", ",,", "=", ":;")));
		};
	}

	/**
	 * Puts characters into it that do not belong there, mostly such as get past servers.
	 */
	private String odd(String value) {
		int at = this.random.nextInt(value.length() + 1);
		char odd = ODD.charAt(this.random.nextInt(ODD.length()));
		boolean control = (odd < ' ' && odd != '\t') || odd == '\u007f';
		return value.substring(0, at) + ((control && !rarely(25)) ? '\u00e4' : odd) + value.substring(at);
	}

	private String huge(String value) {
		String unit = value.isEmpty() ? "x" : value;
		int room = MAX_HEAD - this.head.length() - 100;
		int length = Math.max(0, room >> (rarely(3) ? 0 : this.random.nextInt(4)));
		return unit.repeat(length / unit.length() + 1).substring(0, length);
	}

	private boolean rarely(int every) {
		return this.random.nextInt(every) == 0;
	}

	private <T> T pick(List<T> all) {
		return all.get(this.random.nextInt(all.size()));
	}

}
