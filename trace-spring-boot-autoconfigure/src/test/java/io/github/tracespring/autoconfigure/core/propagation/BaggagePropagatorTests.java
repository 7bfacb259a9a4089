// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.baggage.BaggageEntryMetadata;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * W3C Baggage, rule by rule.
 */
class BaggagePropagatorTests {

	private final BaggagePropagator propagator = new BaggagePropagator(new MalformedHeaders());

	@ParameterizedTest
	@CsvSource(delimiter = '>',
			value = { "k=v>v", "k = v >v", "\tk\t=\tv\t>v", "k=>''", "k=a=b==>a=b==", "k=DF%2028>DF 28",
					"k=%C3%A9%E2%82%AC%F0%9F%98%80>é€😀", "k=a+b>a+b", "k=%25>%", "k=%2541>%41", "k=%e2%82%ac>€" })
	void valueIsTrimmedAndDecoded(String header, String value) {
		assertThat(read(header).getEntryValue("k")).isEqualTo(value);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '>', value = { "k=%ff>\uFFFD", "k=a%C3b>a\uFFFDb", "k=%zz>%zz", "k=%>%", "k=%4>%4" })
	void whatIsNoUtf8IsReplacedAndNothingElse(String header, String value) {
		assertThat(read(header).getEntryValue("k")).isEqualTo(value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "k", "=v", " =v", "k 1=v", "(k)=v", "é=v", "k=a b", "k=\"v\"", "k=a\\b", "k=é",
			"k;p=v", "k=v;", "k=v;;p", "k=v;p q", "k=v;p=\"q\"", ";", "k=\u0001" })
	void illegalMemberIsSkippedAndTheOthersAreNot(String illegal) {
		assertThat(values("a=1," + illegal + ",b=2")).containsExactlyInAnyOrderEntriesOf(Map.of("a", "1", "b", "2"));
		assertThat(this.propagator.extract(Context.root(), Map.of("baggage", illegal), MapGetter.INSTANCE))
			.isSameAs(Context.root());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '>',
			value = { "k=v;p>k=v;p", "k=v ; p ;q = 1>k=v;p;q=1", "k=v;p=%20%zz;q==>k=v;p=%20%zz;q==" })
	void propertiesArePassedOnAsTheyCame(String header, String written) {
		assertThat(write(read(header))).isEqualTo(written);
	}

	@Test
	void lastOfARepeatedKeyWins() {
		assertThat(values("k=1,k=2")).isEqualTo(Map.of("k", "2"));
	}

	@Test
	void whatMustBeEncodedIs() {
		String octets = IntStream.rangeClosed(0x21, 0x7e)
			.filter((c) -> "\",;\\%".indexOf(c) < 0)
			.mapToObj(Character::toString)
			.collect(Collectors.joining());
		assertThat(write(Baggage.builder().put("k", octets).build())).isEqualTo("k=" + octets);
		assertThat(write(Baggage.builder().put("k", " \",;\\%é😀\n").build()))
			.isEqualTo("k=%20%22%2C%3B%5C%25%C3%A9%F0%9F%98%80%0A");
	}

	@Test
	void everyValueSurvivesTheWay() {
		String value = IntStream.rangeClosed(0, 0x2fff).mapToObj(Character::toString).collect(Collectors.joining());
		for (int i = 0; i < value.length(); i += 500) {
			String part = value.substring(i, Math.min(i + 500, value.length()));
			assertThat(read(write(Baggage.builder().put("k", part).build())).getEntryValue("k")).isEqualTo(part);
		}
	}

	@Test
	void whatCanNotBeWrittenIsLeftOut() {
		assertThat(write(Baggage.builder().put("a b", "1").put("é", "2").put("c", "3").build())).isEqualTo("c=3");
		assertThat(write(Baggage.builder().put("a b", "1").build())).isNull();
		assertThat(write(Baggage.empty())).isNull();
		assertThat(write(Baggage.builder().put("k", "v", BaggageEntryMetadata.create("a b,c=\n")).build()))
			.isEqualTo("k=v;a%20b%2Cc=%0A");
	}

	@Test
	void atLeast64MembersArePassedOn() {
		assertThat(values(members(64))).hasSize(64).containsEntry("k64", "64");
		assertThat(write(read(members(64))).split(",")).hasSize(64);
		assertThat(values(members(65))).hasSize(64).doesNotContainKey("k65");
		BaggageBuilder many = Baggage.builder();
		IntStream.rangeClosed(1, 65).forEach((i) -> many.put("k" + i, "v"));
		assertThat(write(many.build()).split(",")).hasSize(64);
	}

	@Test
	void atLeast8192BytesArePassedOn() {
		String longest = "k=" + "v".repeat(8190);
		assertThat(write(read(longest))).isEqualTo(longest);
		assertThat(read(longest + "v").isEmpty()).isTrue();
		String full = "a=" + "v".repeat(4093) + ",b=" + "v".repeat(4094);
		assertThat(full).hasSize(8192);
		assertThat(values(full)).containsOnlyKeys("a", "b");
		assertThat(values(full + "v,c=1")).containsOnlyKeys("a", "c");
		assertThat(write(Baggage.builder().put("k", "é".repeat(1366)).build())).isNull();
	}

	@Test
	void hugeHeaderTakesLinearTime() {
		String header = ",=;".repeat(1_000_000) + ",k=v";
		assertThat(values(header)).isEqualTo(Map.of("k", "v"));
	}

	private static String members(int count) {
		return IntStream.rangeClosed(1, count).mapToObj((i) -> "k" + i + "=" + i).collect(Collectors.joining(","));
	}

	private Baggage read(String header) {
		return Baggage
			.fromContext(this.propagator.extract(Context.root(), Map.of("baggage", header), MapGetter.INSTANCE));
	}

	private Map<String, String> values(String header) {
		return read(header).asMap()
			.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (entry) -> entry.getValue().getValue()));
	}

	private String write(Baggage baggage) {
		Map<String, String> headers = new HashMap<>();
		this.propagator.inject(Context.root().with(baggage), headers, Map::put);
		return headers.get("baggage");
	}

}
