// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.StringUtils;

/**
 * Who reports to Jaeger's collector.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7617">RFC 7617, basic
 * authentication</a>
 */
@ConfigurationProperties("telemetry.jaeger")
public class TelemetryJaegerProperties implements InitializingBean {

	/**
	 * User name for the collector; wins over credentials in the endpoint.
	 */
	private String username;

	/**
	 * Password for the collector.
	 */
	private String password;

	/**
	 * The user name.
	 * @return the user name, or {@code null}
	 */
	public String getUsername() {
		return this.username;
	}

	/**
	 * Sets the user name.
	 * @param username the user name
	 */
	public void setUsername(String username) {
		this.username = username;
	}

	/**
	 * The password.
	 * @return the password, or {@code null}
	 */
	public String getPassword() {
		return this.password;
	}

	/**
	 * Sets the password.
	 * @param password the password
	 */
	public void setPassword(String password) {
		this.password = password;
	}

	/**
	 * Refuses what a header for basic authentication can not say.
	 * @throws InvalidTelemetryPropertyException if it is one of those
	 */
	@Override
	public void afterPropertiesSet() {
		if (StringUtils.hasLength(this.password) && !StringUtils.hasText(this.username)) {
			throw refused("password", "there is no user name", "Set telemetry.jaeger.username, too.");
		}
		if (this.username != null && this.username.indexOf(':') >= 0) {
			throw refused("username", "a colon ends the user name", "Write the password to telemetry.jaeger.password.");
		}
		check("username", this.username);
		check("password", this.password);
	}

	private static void check(String key, String value) {
		if (value != null && value.chars().anyMatch(Character::isISOControl)) {
			throw refused(key, "it holds a control character", "Write it in one line.");
		}
	}

	private static InvalidTelemetryPropertyException refused(String key, String reason, String remedy) {
		return new InvalidTelemetryPropertyException("telemetry.jaeger." + key, "***", reason, remedy);
	}

}
