// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.span;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The database products that the conventions know, with what of their SQL matters to
 * finding literals. Where a product, or a setting of it, leaves open what a piece of text
 * is, it is taken for a literal.
 *
 * @see <a href=
 * "https://opentelemetry.io/docs/specs/semconv/registry/attributes/db/">Semantic
 * conventions, db.system.name</a>
 */
public enum DbSystem {

	POSTGRESQL("postgresql", List.of("postgresql", "pgsql"), Syntax.QUOTED_NAMES, Syntax.DOLLAR_QUOTES,
			Syntax.DOLLAR_PARAMETERS, Syntax.E_STRINGS),

	REDSHIFT("aws.redshift", List.of("redshift"), Syntax.QUOTED_NAMES, Syntax.DOLLAR_QUOTES, Syntax.DOLLAR_PARAMETERS,
			Syntax.E_STRINGS),

	MYSQL("mysql", List.of("mysql"), Syntax.BACKTICK_NAMES, Syntax.HASH_COMMENTS, Syntax.SPACED_DASHES,
			Syntax.VENDOR_CODES),

	MARIADB("mariadb", List.of("mariadb"), Syntax.BACKTICK_NAMES, Syntax.HASH_COMMENTS, Syntax.SPACED_DASHES,
			Syntax.VENDOR_CODES),

	H2("h2database", List.of("h2"), Syntax.QUOTED_NAMES, Syntax.BACKTICK_NAMES, Syntax.PLAIN_BACKSLASH,
			Syntax.DOLLAR_QUOTES, Syntax.DOLLAR_PARAMETERS),

	HSQLDB("hsqldb", List.of("hsqldb"), Syntax.QUOTED_NAMES, Syntax.PLAIN_BACKSLASH),

	DERBY("derby", List.of("derby"), Syntax.QUOTED_NAMES, Syntax.PLAIN_BACKSLASH),

	SQLITE("sqlite", List.of("sqlite"), Syntax.BACKTICK_NAMES, Syntax.BRACKET_NAMES, Syntax.PLAIN_BACKSLASH,
			Syntax.VENDOR_CODES),

	ORACLE("oracle.db", List.of("oracle"), Syntax.QUOTED_NAMES, Syntax.PLAIN_BACKSLASH, Syntax.Q_STRINGS,
			Syntax.HASH_NAMES, Syntax.NUMBERED_PARAMETERS, Syntax.VENDOR_CODES),

	SQL_SERVER("microsoft.sql_server", List.of("sqlserver"), Syntax.QUOTED_NAMES, Syntax.BRACKET_NAMES,
			Syntax.PLAIN_BACKSLASH, Syntax.HASH_NAMES, Syntax.VENDOR_CODES),

	DB2("ibm.db2", List.of("db2", "as400"), Syntax.QUOTED_NAMES, Syntax.PLAIN_BACKSLASH, Syntax.HASH_NAMES,
			Syntax.VENDOR_CODES),

	INFORMIX("ibm.informix", List.of("informix-sqli", "informix-direct")),

	NETEZZA("ibm.netezza", List.of("netezza")),

	HANA("sap.hana", List.of("sap"), Syntax.QUOTED_NAMES),

	MAXDB("sap.maxdb", List.of("sapdb")),

	INGRES("actian.ingres", List.of("ingres")),

	FIREBIRD("firebirdsql", List.of("firebirdsql", "firebird")),

	CLICKHOUSE("clickhouse", List.of("clickhouse", "ch"), Syntax.BACKTICK_NAMES),

	TRINO("trino", List.of("trino"), Syntax.QUOTED_NAMES, Syntax.PLAIN_BACKSLASH),

	HIVE("hive", List.of("hive2"), Syntax.BACKTICK_NAMES),

	SPANNER("gcp.spanner", List.of("cloudspanner"), Syntax.BACKTICK_NAMES),

	TERADATA("teradata", List.of("teradata")),

	/** A database that speaks SQL, and no more is known: every quote is a literal's. */
	OTHER("other_sql", List.of(), Syntax.Q_STRINGS, Syntax.DOLLAR_QUOTES);

	private static final Map<String, DbSystem> BY_PROTOCOL = Arrays.stream(values())
		.flatMap((system) -> system.protocols.stream().map((protocol) -> Map.entry(protocol, system)))
		.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

	private final String key;

	private final List<String> protocols;

	private final Set<Syntax> syntax;

	DbSystem(String key, List<String> protocols, Syntax... syntax) {
		this.key = key;
		this.protocols = protocols;
		this.syntax = EnumSet.noneOf(Syntax.class);
		Stream.of(syntax).forEach(this.syntax::add);
	}

	/**
	 * Finds a product by the name that JDBC URLs have for it.
	 * @param protocol what follows {@code jdbc:}, in lower case
	 * @return the product, or {@code null} if the name is not known
	 */
	public static DbSystem ofProtocol(String protocol) {
		return BY_PROTOCOL.get(protocol);
	}

	/**
	 * The value of {@code db.system.name}.
	 * @return the conventions' name of the product
	 */
	public String key() {
		return this.key;
	}

	/**
	 * Whether the product's own error numbers say more than its SQLSTATE, so that the
	 * conventions want those.
	 * @return whether {@code db.response.status_code} is the vendor's code
	 */
	public boolean hasVendorCodes() {
		return has(Syntax.VENDOR_CODES);
	}

	boolean has(Syntax feature) {
		return this.syntax.contains(feature);
	}

	/** Where dialects differ in what is a literal. */
	enum Syntax {

		/** "..." is a name. */
		QUOTED_NAMES,

		/** `...` is a name. */
		BACKTICK_NAMES,

		/** [...] is a name. */
		BRACKET_NAMES,

		/** A backslash in a string is nothing special, whatever is configured. */
		PLAIN_BACKSLASH,

		/** $tag$...$tag$ is a string. */
		DOLLAR_QUOTES,

		/** $1 is a parameter, and no amount of money. */
		DOLLAR_PARAMETERS,

		/** :1 is a parameter. */
		NUMBERED_PARAMETERS,

		/** E'...' is a string with escapes. */
		E_STRINGS,

		/** q'[...]' is a string. */
		Q_STRINGS,

		/** # and @ are parts of names. */
		HASH_NAMES,

		/** # begins a comment. */
		HASH_COMMENTS,

		/** -- begins a comment only before white space. */
		SPACED_DASHES,

		/** Error numbers are more specific than SQLSTATE. */
		VENDOR_CODES

	}

}
