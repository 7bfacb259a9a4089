// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.testing.propagation;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules of W3C Trace Context, levels 1 and 2, on the wire: what comes in by one
 * request goes out with the next. RATIONALE.md names the section of each.
 */
class TraceContextConformanceTest extends RelaySupport {

	private static final String TRACE = "12345678901234567890123456789012";

	private static final String SPAN = "1234567890123456";

	private static final String PARENT = "00-" + TRACE + "-" + SPAN + "-01";

	private static final String LIST_END = "=1";

	@ParameterizedTest
	@EnumSource
	void withoutHeadersANewTraceIsPassedOn(Way way) {
		String parent = parent(through(way));
		assertThat(parent).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[0-3]");
		assertThat(traceId(parent)).isNotEqualTo(TraceId.getInvalid());
		assertThat(parent.substring(36, 52)).isNotEqualTo(SpanId.getInvalid());
	}

	@ParameterizedTest
	@EnumSource
	void traceIdIsPassedOnWithAnotherParentId(Way way) {
		String parent = parent(through(way, "traceparent: " + PARENT));
		assertThat(parent).startsWith("00-" + TRACE + "-").endsWith("-01").doesNotContain(SPAN + "-01");
	}

	@ParameterizedTest
	@EnumSource
	void namesAreReadInAnyCaseAndWrittenInLowerCase(Way way) {
		for (String name : List.of("TraceParent", "TrAcEpArEnT", "TRACEPARENT")) {
			List<String> lines = through(way, name + ": " + PARENT, "TraceState: a=1");
			assertThat(traceId(parent(lines))).isEqualTo(TRACE);
			assertThat(state(lines)).isEqualTo("a=1");
			assertThat(lines).anyMatch((line) -> line.startsWith("traceparent:"))
				.anyMatch((line) -> line.startsWith("tracestate:"));
		}
	}

	@ParameterizedTest
	@EnumSource
	void otherNamesAreNotRead(Way way) {
		assertRestarted(way, "trace-parent: " + PARENT);
		assertRestarted(way, "trace.parent: " + PARENT);
		assertThat(state(through(way, "traceparent: " + PARENT, "trace-state: a=1"))).isNull();
		assertThat(state(through(way, "traceparent: " + PARENT, "trace.state: a=1"))).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void traceparentOfSeveralLinesRestartsTheTrace(Way way) {
		assertRestarted(way, "traceparent: " + PARENT, "traceparent: " + PARENT);
		assertRestarted(way, "traceparent: 00-12345678901234567890123456789011-1234567890123456-01",
				"traceparent: " + PARENT, "tracestate: a=1");
	}

	@ParameterizedTest
	@EnumSource
	void whiteSpaceAroundTraceparentIsIgnored(Way way) {
		for (String value : List.of(" " + PARENT, "\t" + PARENT, PARENT + " ", PARENT + "\t", "\t " + PARENT + " \t")) {
			assertThat(traceId(parent(through(way, "traceparent:" + value)))).isEqualTo(TRACE);
		}
	}

	@ParameterizedTest
	@EnumSource
	void versionIsTwoLowerCaseDigitsAndNotFf(Way way) {
		for (String version : List.of("ff", ".0", "0.", "000", "0000", "0", "", "0A", "FF")) {
			assertRestarted(way, "traceparent: " + version + "-" + TRACE + "-" + SPAN + "-01");
		}
	}

	@ParameterizedTest
	@EnumSource
	void version00HasFourFields(Way way) {
		for (String more : List.of(".", "-", "-what-the-future-will-be-like")) {
			assertRestarted(way, "traceparent: " + PARENT + more);
		}
	}

	@ParameterizedTest
	@EnumSource
	void laterVersionIsReadAsFarAsItIsKnownAndDowngraded(Way way) {
		String later = "cc-" + TRACE + "-" + SPAN + "-01";
		for (String more : List.of("", "-", "-what-the-future-will-be-like")) {
			assertThat(parent(through(way, "traceparent: " + later + more))).startsWith("00-" + TRACE + "-")
				.hasSize(PARENT.length());
		}
		assertRestarted(way, "traceparent: " + later + ".what-the-future-will-be-like");
		assertRestarted(way, "traceparent: cc-" + TRACE + "-" + SPAN);
	}

	@ParameterizedTest
	@EnumSource
	void traceIdIs32LowerCaseDigitsAndNotZero(Way way) {
		for (String id : List.of(TraceId.getInvalid(), ".2345678901234567890123456789012",
				"1234567890123456789012345678901.", TRACE + "3", TRACE.substring(1), TRACE.replace('1', 'A'))) {
			String parent = assertRestarted(way, "traceparent: 00-" + id + "-" + SPAN + "-01", "tracestate: a=1");
			assertThat(traceId(parent)).isNotEqualTo(id);
		}
	}

	@ParameterizedTest
	@EnumSource
	void parentIdIs16LowerCaseDigitsAndNotZero(Way way) {
		for (String id : List.of(SpanId.getInvalid(), ".234567890123456", "123456789012345.", SPAN + "7",
				SPAN.substring(1), SPAN.replace('1', 'A'))) {
			assertRestarted(way, "traceparent: 00-" + TRACE + "-" + id + "-01");
		}
	}

	@ParameterizedTest
	@EnumSource
	void flagsAreTwoLowerCaseDigits(Way way) {
		for (String flags : List.of(".0", "0.", "001", "1", "", "0A")) {
			assertRestarted(way, "traceparent: 00-" + TRACE + "-" + SPAN + "-" + flags);
		}
	}

	@ParameterizedTest
	@EnumSource
	void sampledAndRandomFlagsArePassedOnAndOthersAreNot(Way way) {
		for (String flags : List.of("00-00", "01-01", "02-02", "03-03", "ff-03", "fc-00")) {
			String parent = parent(through(way, "traceparent: 00-" + TRACE + "-" + SPAN + "-" + flags.substring(0, 2)));
			assertThat(parent).as(flags).startsWith("00-" + TRACE).endsWith(flags.substring(2));
		}
	}

	@ParameterizedTest
	@EnumSource
	void newTraceIdIsRandomAndSaysSo(Way way) {
		assertThat(parent(through(way))).endsWith("-03");
	}

	@ParameterizedTest
	@EnumSource
	void tracestateWithoutTraceparentIsNotPassedOn(Way way) {
		assertThat(state(through(way, "tracestate: a=1,b=2"))).isNull();
		assertThat(state(through(way, "traceparent: nonsense", "tracestate: a=1"))).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void tracestateIsPassedOnAsItCame(Way way) {
		assertState(way, "foo=1,bar=2", "foo=1,bar=2");
		String value = characters(0x20, 0x2b) + characters(0x2d, 0x3c) + characters(0x3e, 0x7e);
		String key = characters('a', 'z') + "0123456789_-*/";
		assertState(way, key + "=" + value, key + "=" + value);
		assertState(way, key + "@a-z0-9_-*/=" + value, key + "@a-z0-9_-*/=" + value);
	}

	@ParameterizedTest
	@EnumSource
	void linesOfTracestateAreOneListInOrder(Way way) {
		List<String> lines = through(way, "traceparent: " + PARENT, "tracestate: foo=1,bar=2",
				"tracestate: rojo=1,congo=2", "tracestate: baz=3");
		assertThat(state(lines)).isEqualTo("foo=1,bar=2,rojo=1,congo=2,baz=3");
	}

	@ParameterizedTest
	@EnumSource
	void emptyTracestateIsAcceptedAndNotSent(Way way) {
		List<String> lines = through(way, "traceparent: " + PARENT, "tracestate:");
		assertThat(traceId(parent(lines))).isEqualTo(TRACE);
		assertThat(values(lines, "tracestate")).isEmpty();
		assertThat(state(through(way, "traceparent: " + PARENT, "tracestate: a=1", "tracestate:"))).isEqualTo("a=1");
		assertThat(state(through(way, "traceparent: " + PARENT, "tracestate:", "tracestate: a=1"))).isEqualTo("a=1");
		assertState(way, "a=1,, ,b=2,", "a=1,b=2");
	}

	@ParameterizedTest
	@EnumSource
	void whiteSpaceAroundMembersIsIgnored(Way way) {
		assertState(way, "foo=1 \t , \t bar=2, \t baz=3", "foo=1,bar=2,baz=3");
		assertState(way, "foo=1\t \t,\t \tbar=2,\t \tbaz=3", "foo=1,bar=2,baz=3");
		assertState(way, "\t foo=1 \t", "foo=1");
	}

	@ParameterizedTest
	@EnumSource
	void repeatedKeyDoesNotDiscardTheList(Way way) {
		assertState(way, "foo=1,foo=1,bar=2", "foo=1,bar=2");
		assertState(way, "foo=1,foo=2", "foo=1");
		assertThat(state(through(way, "traceparent: " + PARENT, "tracestate: foo=1", "tracestate: foo=2")))
			.isEqualTo("foo=1");
	}

	@ParameterizedTest
	@EnumSource
	void keyMayHaveAnyNumberOfAtSignsButTheFirst(Way way) {
		for (String key : List.of("foo@", "foo@@bar", "foo@bar@baz", "1foo@1", "t".repeat(242) + "@v",
				"t@" + "v".repeat(15))) {
			assertState(way, key + "=1,bar=2", key + "=1,bar=2");
		}
		assertDiscarded(way, "@foo=1,bar=2");
	}

	@ParameterizedTest
	@EnumSource
	void illegalKeyDiscardsTheList(Way way) {
		for (String key : List.of("foo ", "FOO", "foo.bar", "", "_foo")) {
			assertDiscarded(way, key + "=1,bar=2");
		}
	}

	@ParameterizedTest
	@EnumSource
	void illegalValueDiscardsTheList(Way way) {
		for (String member : List.of("foo=bar=baz", "foo=", "foo")) {
			assertDiscarded(way, member + ",bar=2");
		}
	}

	@ParameterizedTest
	@EnumSource
	void keyAndValueHaveUpTo256Characters(Way way) {
		String key = "z".repeat(256) + LIST_END;
		assertState(way, "foo=1," + key, "foo=1," + key);
		assertDiscarded(way, "foo=1,z" + key);
		String value = "foo=" + "v".repeat(256);
		assertState(way, value, value);
		assertDiscarded(way, value + "v");
	}

	@ParameterizedTest
	@EnumSource
	void listHasUpTo32MembersAndIsPassedOnWhole(Way way) {
		assertState(way, members(32), members(32));
		assertDiscarded(way, members(33));
		String large = IntStream.range(0, 32)
			.mapToObj((i) -> "vendor" + i + "=" + "v".repeat(100))
			.collect(Collectors.joining(","));
		assertState(way, large, large);
	}

	@ParameterizedTest
	@EnumSource
	void eachCallHasAParentIdOfItsOwn(Way way) {
		for (String headers : List.of("traceparent: " + PARENT, "traceparent: 00-0-0-01", "X-None: 1")) {
			List<String> parents = calls(way, 3, headers).stream().map(TraceContextConformanceTest::parent).toList();
			assertThat(parents).hasSize(3).doesNotHaveDuplicates();
			assertThat(parents.stream().map(TraceContextConformanceTest::traceId).distinct()).hasSize(1);
		}
	}

	private String assertRestarted(Way way, String... headers) {
		List<String> lines = through(way, headers);
		String parent = parent(lines);
		assertThat(parent).as(Arrays.toString(headers)).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[0-3]");
		assertThat(Stream.of(headers)).as(parent).noneMatch((line) -> line.contains(traceId(parent)));
		assertThat(values(lines, "tracestate")).isEmpty();
		return parent;
	}

	private void assertState(Way way, String sent, String kept) {
		List<String> lines = through(way, "traceparent: " + PARENT, "tracestate: " + sent);
		assertThat(traceId(parent(lines))).isEqualTo(TRACE);
		assertThat(state(lines)).isEqualTo(kept);
	}

	/** The state is, but not the trace. */
	private void assertDiscarded(Way way, String sent) {
		List<String> lines = through(way, "traceparent: " + PARENT, "tracestate: " + sent);
		assertThat(traceId(parent(lines))).isEqualTo(TRACE);
		assertThat(state(lines)).as(sent).isNull();
	}

	private static String parent(List<String> lines) {
		List<String> parents = values(lines, "traceparent").toList();
		assertThat(parents).as(lines.toString()).hasSize(1);
		return parents.get(0);
	}

	private static String traceId(String parent) {
		return parent.substring(3, 35);
	}

	private static String state(List<String> lines) {
		List<String> states = values(lines, "tracestate").toList();
		assertThat(states).as(lines.toString()).hasSizeLessThan(2);
		return states.isEmpty() ? null : states.get(0);
	}

	private static String characters(int from, int to) {
		return IntStream.rangeClosed(from, to).mapToObj(Character::toString).collect(Collectors.joining());
	}

	private static String members(int count) {
		return IntStream.rangeClosed(1, count).mapToObj((i) -> "bar" + i + "=" + i).collect(Collectors.joining(","));
	}

}
