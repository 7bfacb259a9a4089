// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.span;

import java.util.Set;

import io.github.tracespring.autoconfigure.core.span.DbSystem.Syntax;

/**
 * SQL as one database reads it: where a literal, a name or a comment ends.
 */
final class SqlText {

	/** Where something ends that does not end, or may end in several places. */
	static final int NOWHERE = -1;

	/** Characters that are looked at; a longer query is generated, and says no more. */
	private static final int MAX_INPUT = 65_536;

	/** What before a quote is part of the literal. */
	private static final Set<String> STRING_PREFIXES = Set.of("N", "X", "B", "E", "R");

	private final String sql;

	private final int end;

	private final DbSystem system;

	SqlText(String sql, DbSystem system) {
		this.sql = sql;
		this.system = system;
		this.end = Math.min(sql.length(), MAX_INPUT);
	}

	int length() {
		return this.end;
	}

	/** The character at an index, or -1 where there is none. */
	int at(int index) {
		return (index >= 0 && index < this.end) ? this.sql.charAt(index) : -1;
	}

	String substring(int start, int stop) {
		return this.sql.substring(start, stop);
	}

	boolean has(Syntax feature) {
		return this.system.has(feature);
	}

	boolean isString(int c) {
		return c == '\'' || (c == '"' && !has(Syntax.QUOTED_NAMES));
	}

	/** The end of a string whose quote is at an index. */
	int endOfString(int start) {
		return endOfString(start, has(Syntax.PLAIN_BACKSLASH) ? Backslash.PLAIN : Backslash.UNKNOWN);
	}

	/**
	 * The end of a string whose quote stands right behind a word.
	 * @param word the word, in upper case
	 * @param start the index of the quote
	 * @return the end, or the start if the word is no part of the literal
	 */
	int endOfString(String word, int start) {
		if (has(Syntax.Q_STRINGS) && (word.equals("Q") || word.equals("NQ"))) {
			int close = this.sql.indexOf(closing(at(start + 1)) + "'", start + 2);
			return (close >= 0) ? close + 2 : NOWHERE;
		}
		if (!STRING_PREFIXES.contains(word)) {
			return start;
		}
		return (word.equals("E") && has(Syntax.E_STRINGS)) ? endOfString(start, Backslash.ESCAPES) : endOfString(start);
	}

	private int endOfString(int start, Backslash backslash) {
		int quote = at(start);
		// ''' may open a string of several lines, or one that begins with a quote
		if (backslash == Backslash.UNKNOWN && at(start + 1) == quote && at(start + 2) == quote) {
			return NOWHERE;
		}
		boolean escaped = false;
		for (int i = start + 1; i < this.end; i++) {
			int c = at(i);
			if (c == quote && escaped && backslash == Backslash.UNKNOWN) {
				return NOWHERE;
			}
			if (c == quote && !(escaped && backslash == Backslash.ESCAPES)) {
				if (at(i + 1) != quote) {
					return i + 1;
				}
				i++;
			}
			escaped = c == '\\' && !escaped;
		}
		return NOWHERE;
	}

	private static char closing(int open) {
		return switch (open) {
			case '[' -> ']';
			case '(' -> ')';
			case '{' -> '}';
			case '<' -> '>';
			default -> (char) open;
		};
	}

	int endOfNumber(int start) {
		boolean hex = at(start) == '0' && (at(start + 1) | ' ') == 'x';
		int i = start;
		while (isWordPart(at(i)) || at(i) == '.' || (isSign(at(i)) && !hex && i > start && (at(i - 1) | ' ') == 'e')) {
			i++;
		}
		return i;
	}

	/** The end of a name in quotes, which are doubled where they are part of it. */
	int endOfName(int start) {
		int close = (at(start) == '[') ? ']' : at(start);
		for (int i = start + 1; i < this.end; i++) {
			if (at(i) == close) {
				if (at(i + 1) != close) {
					return i + 1;
				}
				i++;
			}
		}
		return NOWHERE;
	}

	boolean isName(int c) {
		return c == '"' || (c == '`' && has(Syntax.BACKTICK_NAMES)) || (c == '[' && has(Syntax.BRACKET_NAMES));
	}

	/** The end of $tag$...$tag$, or the start if there is none. */
	int endOfDollarQuote(int start) {
		int i = start + 1;
		while (isWordPart(at(i)) && at(i) != '$') {
			i++;
		}
		if (at(i) != '$' || isDigit(at(start + 1)) || !has(Syntax.DOLLAR_QUOTES)) {
			return start;
		}
		String tag = substring(start, i + 1);
		int close = this.sql.indexOf(tag, i + 1);
		return (close >= 0) ? close + tag.length() : NOWHERE;
	}

	boolean isLineComment(int index) {
		return (at(index) == '-' && at(index + 1) == '-' && (!has(Syntax.SPACED_DASHES) || at(index + 2) <= ' '))
				|| (at(index) == '#' && has(Syntax.HASH_COMMENTS));
	}

	int endOfLineComment(int start) {
		int i = start;
		while (i < this.end && at(i) != '\n') {
			if (at(i) == '\r' && at(i + 1) != '\n' && i + 1 < this.end) {
				// The end for some databases only
				return NOWHERE;
			}
			i++;
		}
		return i;
	}

	boolean isBlockComment(int index) {
		return at(index) == '/' && at(index + 1) == '*';
	}

	/** Some databases nest comments, others do not; MySQL executes some. */
	int endOfBlockComment(int start) {
		boolean executed = at(start + 2) == '!' || at(start + 3) == '!';
		for (int i = start + 2; i < this.end; i++) {
			if (at(i) == '*' && at(i + 1) == '/') {
				return i + 2;
			}
			if (isBlockComment(i) || (executed && (at(i) == '\'' || at(i) == '"' || at(i) == '`'))) {
				return NOWHERE;
			}
		}
		return NOWHERE;
	}

	int endOfWord(int start) {
		int i = start;
		while (at(i) == at(start) || isWordPart(at(i))) {
			i++;
		}
		return i;
	}

	/** A letter, or a sign that names of variables and temporary tables begin with. */
	boolean isWordStart(int index) {
		int c = at(index);
		if (c == '@' || (c == '#' && has(Syntax.HASH_NAMES))) {
			int next = at(index + 1);
			return isLetter((next == c) ? at(index + 2) : next);
		}
		return isLetter(c);
	}

	boolean isNumber(int index) {
		return isDigit((at(index) == '.') ? at(index + 1) : at(index));
	}

	private boolean isWordPart(int c) {
		return isLetter(c) || isDigit(c) || c == '$' || ((c == '@' || c == '#') && has(Syntax.HASH_NAMES));
	}

	static boolean isLetter(int c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'
				|| (c >= 0x80 && !Character.isWhitespace(c));
	}

	static boolean isDigit(int c) {
		return c >= '0' && c <= '9';
	}

	static boolean isSign(int c) {
		return c == '-' || c == '+';
	}

	/** What a backslash in a string is. */
	private enum Backslash {

		PLAIN, ESCAPES, UNKNOWN

	}

}
