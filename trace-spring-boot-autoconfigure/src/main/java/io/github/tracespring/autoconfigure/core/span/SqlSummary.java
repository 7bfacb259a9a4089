// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.span;

import java.util.Set;

/**
 * Gathers operations and their targets while a query is read, in the order in which they
 * stand there and as they are written. It sees no literals.
 *
 * @see <a href=
 * "https://opentelemetry.io/docs/specs/semconv/db/database-spans/#generating-a-summary-of-the-query">Semantic
 * conventions, generating a summary of the query</a>
 */
final class SqlSummary {

	private static final int MAX_DEPTH = 62;

	/** Operations whose target follows, after words that say no more. */
	private static final Set<String> WRITES = Set.of("INSERT", "REPLACE", "UPSERT", "MERGE", "UPDATE", "DELETE",
			"TRUNCATE");

	private static final Set<String> CALLS = Set.of("CALL", "EXEC", "EXECUTE");

	private static final Set<String> DEFINITIONS = Set.of("CREATE", "ALTER", "DROP");

	private static final Set<String> OBJECTS = Set.of("TABLE", "VIEW", "INDEX", "SEQUENCE", "SCHEMA", "DATABASE",
			"FUNCTION", "PROCEDURE", "TRIGGER", "TYPE", "DOMAIN", "USER", "ROLE", "EXTENSION", "SYNONYM", "ALIAS");

	/** Between an operation and its target. */
	private static final Set<String> FILLERS = Set.of("INTO", "FROM", "TABLE", "ONLY", "LATERAL", "IGNORE", "OR",
			"LOW_PRIORITY", "HIGH_PRIORITY", "DELAYED", "QUICK", "OVERWRITE", "IF", "NOT", "EXISTS", "CONCURRENTLY",
			"TOP", "ROLLBACK", "ABORT", "FAIL");

	/** Where there is no target after all. */
	private static final Set<String> NO_TARGETS = Set.of("SELECT", "WITH", "VALUES", "SET", "WHERE", "ON", "AS",
			"DEFAULT", "USING", "IMMEDIATE");

	/** What ends a list of tables. */
	private static final Set<String> AFTER_TABLES = Set.of("WHERE", "GROUP", "ORDER", "HAVING", "LIMIT", "OFFSET",
			"FETCH", "FOR", "SET", "WINDOW", "RETURNING", "UNION", "INTERSECT", "EXCEPT", "MINUS", "WHEN", "VALUES",
			"QUALIFY", "CONNECT", "START", "OUTPUT");

	/** After these a word that is an operation elsewhere is one here. */
	private static final Set<String> BEFORE_OPERATIONS = Set.of("(", ")", "EXPLAIN", "ANALYZE", "VERBOSE");

	private final StringBuilder parts = new StringBuilder();

	/** A qualified name that goes on after a point. */
	private StringBuilder target;

	private boolean pointed;

	private String procedure;

	private String operation = "";

	private String previous = "";

	private boolean starting = true;

	private boolean first = true;

	private boolean expecting;

	private boolean defining;

	private boolean full;

	private int depth;

	/** A bit for each depth of parentheses: a FROM belongs to an operation. */
	private long operations;

	/** A bit for each depth of parentheses: a comma is followed by a table. */
	private long tables;

	String text() {
		return this.parts.isEmpty() ? null : this.parts.toString();
	}

	String procedure() {
		return this.procedure;
	}

	void word(String word, String upper) {
		if (continues(word)) {
			return;
		}
		endTarget();
		if (this.previous.equals(".")) {
			this.previous = "";
			return;
		}
		boolean expected = this.expecting;
		if (expected
				&& (NO_TARGETS.contains(upper) || (this.operation.equals("SELECT") && AFTER_TABLES.contains(upper)))) {
			this.expecting = false;
			expected = false;
		}
		if (this.starting) {
			start(word, upper);
		}
		else if (expected) {
			if (!FILLERS.contains(upper)) {
				beginTarget(word);
			}
		}
		else if (!this.operation.equals("GRANT") && !this.operation.equals("REVOKE")) {
			clause(word, upper);
		}
		this.previous = upper;
	}

	void name(String name) {
		if (continues(name)) {
			return;
		}
		endTarget();
		if (this.expecting) {
			beginTarget(name);
		}
		this.previous = "";
	}

	void value() {
		endTarget();
		this.expecting = false;
		this.previous = this.starting ? "" : "?";
	}

	void space() {
		if (!this.pointed) {
			endTarget();
		}
	}

	void punctuation(char c) {
		if (c == '.' && this.target != null) {
			this.pointed = true;
			return;
		}
		endTarget();
		switch (c) {
			case '(' -> open();
			case ')' -> close();
			case ',' -> this.expecting = bit(this.tables);
			case ';' -> nextStatement();
			default -> this.expecting = false;
		}
		this.previous = String.valueOf(c);
	}

	void end() {
		endTarget();
	}

	/** The first word of a statement is an operation, whatever it is. */
	private void start(String word, String upper) {
		this.starting = false;
		boolean known = upper.equals("SELECT") || WRITES.contains(upper) || CALLS.contains(upper)
				|| DEFINITIONS.contains(upper);
		if (known || (this.first && !upper.equals("WITH"))) {
			operation(word, upper);
		}
		this.first = false;
	}

	private void operation(String word, String upper) {
		add(word);
		this.operation = upper;
		if (upper.equals("SELECT") || WRITES.contains(upper)) {
			this.operations |= mask();
			this.tables &= ~mask();
		}
		if (upper.equals("UPDATE") || upper.equals("TRUNCATE")) {
			this.tables |= mask();
		}
		this.expecting = WRITES.contains(upper) || CALLS.contains(upper);
		this.defining = DEFINITIONS.contains(upper);
	}

	private void clause(String word, String upper) {
		if (this.defining && OBJECTS.contains(upper)) {
			add(word);
			this.defining = false;
			this.expecting = true;
			this.tables |= this.operation.equals("DROP") ? mask() : 0;
		}
		else if (upper.equals("SELECT")
				|| (WRITES.contains(upper) && !upper.equals("REPLACE") && BEFORE_OPERATIONS.contains(this.previous))) {
			operation(word, upper);
		}
		else if (upper.equals("FROM") && bit(this.operations) && !this.previous.equals("DISTINCT")) {
			this.tables |= mask();
			this.expecting = true;
		}
		else if (upper.equals("JOIN") || upper.equals("STRAIGHT_JOIN") || upper.equals("APPLY")) {
			this.expecting = bit(this.tables);
		}
		else if (upper.equals("INTO") || (upper.equals("USING") && !this.operation.equals("SELECT"))) {
			this.expecting = bit(this.operations);
		}
		else if (AFTER_TABLES.contains(upper)) {
			this.tables &= ~mask();
		}
	}

	private void open() {
		boolean tablesInside = this.expecting && bit(this.tables) && !this.previous.equals("USING");
		this.depth++;
		this.operations &= ~mask();
		this.tables = tablesInside ? this.tables | mask() : this.tables & ~mask();
		this.expecting = tablesInside;
	}

	private void close() {
		this.depth = Math.max(0, this.depth - 1);
		this.expecting = false;
	}

	private void nextStatement() {
		this.starting = true;
		this.expecting = false;
		this.defining = false;
		this.operation = "";
		this.depth = 0;
		this.operations = 0;
		this.tables = 0;
	}

	private boolean continues(String name) {
		if (!this.pointed) {
			return false;
		}
		this.pointed = false;
		this.target.append('.').append(name);
		this.previous = "";
		return true;
	}

	private void beginTarget(String name) {
		this.expecting = false;
		this.target = new StringBuilder(name);
	}

	private void endTarget() {
		if (this.target != null) {
			String name = this.target.toString();
			this.target = null;
			this.pointed = false;
			if (CALLS.contains(this.operation) && this.procedure == null) {
				this.procedure = name;
			}
			add(name);
		}
	}

	/** Adds a part, unless it does not fit: names are not cut. */
	private void add(String part) {
		int length = this.parts.length();
		this.full |= length + part.length() + 1 > DbQuery.MAX_SUMMARY;
		if (!this.full) {
			this.parts.append((length > 0) ? " " : "").append(part);
		}
	}

	private long mask() {
		return (this.depth <= MAX_DEPTH) ? 1L << this.depth : 0;
	}

	private boolean bit(long bits) {
		return (bits & mask()) != 0;
	}

}
