// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.jdbc;

import java.util.Locale;

import io.github.tracespring.autoconfigure.core.span.DbSystem;

/**
 * Reads from a JDBC URL which database it names. Credentials and settings that it may
 * hold are not looked at. Namespace is what the connection was established with.
 */
final class JdbcUrl {

	/** Names before the product's own: {@code jdbc:aws-wrapper:postgresql:}. */
	private static final int MAX_PROTOCOLS = 3;

	/** What of a URL follows the product's name, without {@code jdbc:}. */
	private String rest;

	private DbSystem system = DbSystem.OTHER;

	private String address;

	private int port = -1;

	private JdbcUrl(String url) {
		this.rest = url.regionMatches(true, 0, "jdbc:", 0, 5) ? url.substring(5) : url;
	}

	/**
	 * Reads a URL.
	 * @param url the URL, or {@code null}
	 * @return the database, with as much as is known of it
	 */
	static Database parse(String url) {
		return (url != null) ? new JdbcUrl(url).parse() : Database.UNKNOWN;
	}

	private Database parse() {
		protocol();
		String namespace = switch (this.system) {
			case ORACLE -> oracle();
			case SQL_SERVER -> sqlServer();
			case POSTGRESQL, REDSHIFT -> joined(path(), setting("currentSchema"));
			case H2, HSQLDB, DERBY, SQLITE -> embeddable();
			default -> path();
		};
		return Database.of(this.system, namespace, this.address, this.port);
	}

	private void protocol() {
		String text = this.rest;
		for (int i = 0; i < MAX_PROTOCOLS && !text.startsWith("/"); i++) {
			int colon = text.indexOf(':');
			if (colon < 0) {
				break;
			}
			DbSystem known = DbSystem.ofProtocol(text.substring(0, colon).toLowerCase(Locale.ROOT));
			text = text.substring(colon + 1);
			if (known != null) {
				this.system = known;
				this.rest = text;
				return;
			}
		}
		// The product is not known, but its server is
		this.rest = text.startsWith("//") ? text : "";
	}

	/** {@code //host:port/database}, which may be led by a further name. */
	private String path() {
		int slashes = this.rest.indexOf("//");
		if (slashes < 0) {
			return untilSetting(this.rest.substring(this.rest.indexOf('/') + 1));
		}
		String server = this.rest.substring(slashes + 2);
		int slash = server.indexOf('/');
		server(untilSetting((slash >= 0) ? server.substring(0, slash) : server));
		String database = (slash >= 0) ? untilSetting(server.substring(slash + 1)) : "";
		int colon = database.indexOf(':');
		database = (colon >= 0) ? database.substring(0, colon) : database;
		return !database.isEmpty() ? database : setting("databaseName");
	}

	/** A name, or the last part of a path: where files are is nobody's business. */
	private String embeddable() {
		String location = untilSetting(this.rest);
		if (location.contains("//") && !location.startsWith("file:")) {
			path();
		}
		int last = Math.max(location.lastIndexOf('/'), location.lastIndexOf('\\'));
		return location.substring(Math.max(last, location.lastIndexOf(':')) + 1);
	}

	/** {@code thin:@//host:port/service} or {@code thin:@host:port:sid}. */
	private String oracle() {
		String text = untilSetting(this.rest.substring(this.rest.lastIndexOf('@') + 1));
		if (text.startsWith("(") || this.rest.indexOf('@') < 0) {
			return null;
		}
		text = text.substring(text.startsWith("//") ? 2 : text.indexOf("://") + ((text.contains("://")) ? 3 : 1));
		int slash = text.indexOf('/');
		int sid = text.indexOf(':', text.indexOf(':') + 1);
		int end = (slash >= 0) ? slash : sid;
		if (end <= 0) {
			return null;
		}
		server(text.substring(0, end));
		return text.substring(end + 1);
	}

	/** {@code //host\instance:port;databaseName=name}. */
	private String sqlServer() {
		String database = path();
		String instance = setting("instanceName");
		instance = (instance != null) ? instance : setting("instance");
		int backslash = (this.address != null) ? this.address.indexOf('\\') : -1;
		if (backslash >= 0) {
			instance = this.address.substring(backslash + 1);
			this.address = this.address.substring(0, backslash);
		}
		return joined(instance, (database != null) ? database : setting("database"));
	}

	private void server(String authority) {
		String host = authority.substring(authority.lastIndexOf('@') + 1);
		if (host.indexOf('(') >= 0 || host.indexOf('=') >= 0) {
			return;
		}
		int colon = host.lastIndexOf(':');
		if (host.indexOf(',') < 0 && colon > host.lastIndexOf(']')) {
			this.port = number(host.substring(colon + 1));
			host = host.substring(0, colon);
		}
		this.address = (host.startsWith("[") && host.endsWith("]")) ? host.substring(1, host.length() - 1) : host;
	}

	private String setting(String name) {
		String text = this.rest;
		for (int i = text.indexOf(name + "="); i >= 0; i = text.indexOf(name + "=", i + 1)) {
			if (i > 0 && "?;&:".indexOf(text.charAt(i - 1)) >= 0) {
				String value = text.substring(i + name.length() + 1);
				int end = 0;
				while (end < value.length() && "&;,".indexOf(value.charAt(end)) < 0) {
					end++;
				}
				return value.substring(0, end);
			}
		}
		return null;
	}

	private static String untilSetting(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) == '?' || text.charAt(i) == ';') {
				return text.substring(0, i);
			}
		}
		return text;
	}

	private static String joined(String general, String specific) {
		if (general == null || general.isEmpty()) {
			return specific;
		}
		return (specific == null || specific.isEmpty()) ? general : general + "|" + specific;
	}

	private static int number(String text) {
		try {
			return Integer.parseInt(text);
		}
		catch (NumberFormatException ex) {
			return -1;
		}
	}

}
