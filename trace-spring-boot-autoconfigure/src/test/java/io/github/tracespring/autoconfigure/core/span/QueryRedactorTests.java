// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.span;

import java.net.URI;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What of a URL may be written on a span.
 */
class QueryRedactorTests {

	private final QueryRedactor redactor = new QueryRedactor(null);

	@ParameterizedTest
	@ValueSource(strings = { "AWSAccessKeyId", "Signature", "sig", "X-Goog-Signature", "X-Amz-Signature",
			"X-Amz-Credential", "X-Amz-Security-Token", "password", "PASSWORD", "pass_word", "user-password",
			"user[password]", "password[]", "passwd", "pwd", "token", "access_token", "accessToken", "ID-TOKEN",
			"csrf.token", "secret", "client_secret", "clientSecret", "api_key", "apikey", "API-KEY", "apiKey",
			"api.key", "api%20key", "api+key", "x-api-key", "access_key", "accessKey", "ACCESS-KEY-ID", "session",
			"session_id", "JSESSIONID", "sessionId", "code", "Code", "co-de", "authorization", "p%61ssword",
			"%70%61%73%73word", "pass%2Dword", "%74oken" })
	void secretIsRedacted(String name) {
		assertThat(this.redactor.query("a=1&" + name + "=hush&b=2")).isEqualTo("a=1&" + name + "=REDACTED&b=2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "q", "zipcode", "country_code", "page", "sign", "design", "key", "%", "%7", "%zz",
			"p%C3%A9age", "" })
	void otherValuesStay(String name) {
		String query = "a=1&" + name + "=open&b=2";
		assertThat(this.redactor.query(query)).isSameAs(query);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			token=a               | token=REDACTED
			token=                | token=REDACTED
			token=a=b==           | token=REDACTED
			token=a&token=b       | token=REDACTED&token=REDACTED
			token=a&&x=1          | token=REDACTED&&x=1
			&token=a&             | &token=REDACTED&
			x=1;token=a           | x=1;token=REDACTED
			token=a;b&x=1         | token=REDACTED&x=1
			x=token=a             | x=token=a
			x=1;y;token=a&z=;     | x=1;y;token=REDACTED&z=;
			token                 | token
			x=a?token=b           | x=a?token=b
			""")
	void querySyntaxIsKept(String query, String redacted) {
		assertThat(this.redactor.query(query)).isEqualTo(redacted);
	}

	@Test
	void noQueryStaysNone() {
		assertThat(this.redactor.query(null)).isNull();
		assertThat(this.redactor.query("")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			http://host/a                          | http://host/a
			http://host/a?x=1                      | http://host/a?x=1
			http://host/a?token=hush&x=1           | http://host/a?token=REDACTED&x=1
			http://user:hush@host:80/a?x=1         | http://REDACTED:REDACTED@host:80/a?x=1
			http://user@host/a                     | http://REDACTED@host/a
			http://user:hush@ho_st/a               | http://REDACTED:REDACTED@ho_st/a
			http://user:hu@sh@host/a               | http://REDACTED:REDACTED@host/a
			http://user:hush@[::1]:80/a            | http://REDACTED:REDACTED@[::1]:80/a
			http://host/a#access_token=hush        | http://host/a
			http://host/a?x=%20%3D                 | http://host/a?x=%20%3D
			http://host?token=hush                 | http://host?token=REDACTED
			/a?token=hush                          | /a?token=REDACTED
			//user:hush@host/a                     | //REDACTED:REDACTED@host/a
			mailto:a@b#hush                        | mailto:a@b
			""")
	void urlHoldsNoSecret(URI uri, String redacted) {
		assertThat(this.redactor.url(uri)).isEqualTo(redacted);
	}

	@Test
	void namesAreConfigurable() {
		QueryRedactor own = new QueryRedactor(List.of("pin", "otp*", "*Card-No", "*iban*"));
		assertThat(own.query("pin=1&pins=2&otp=3&otp_a=4&x_otp=5&credit_card_no=6&cardnox=7&my_iban_x=8&token=9"))
			.isEqualTo("pin=REDACTED&pins=2&otp=REDACTED&otp_a=REDACTED&x_otp=5&credit_card_no=REDACTED&cardnox=7"
					+ "&my_iban_x=REDACTED&token=9");
	}

	@Test
	void noNamesMeanNothingIsRedacted() {
		assertThat(new QueryRedactor(List.of()).query("token=a")).isEqualTo("token=a");
	}

	@Test
	void starMeansEverything() {
		assertThat(new QueryRedactor(List.of("*")).query("x=a&=b")).isEqualTo("x=REDACTED&=REDACTED");
	}

	@Test
	void manyAndLongNamesAreStillRedacted() {
		for (int i = 0; i < 3000; i++) {
			assertThat(this.redactor.query("x" + i + "=a")).endsWith("=a");
		}
		assertThat(this.redactor.query("brandNewToken=a")).isEqualTo("brandNewToken=REDACTED");
		String name = "x".repeat(10_000) + "token";
		assertThat(this.redactor.query(name + "=a")).isEqualTo(name + "=REDACTED");
	}

}
