// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.span;

import java.util.Locale;

import io.github.tracespring.autoconfigure.core.span.DbSystem.Syntax;

/**
 * Reads SQL once, from start to end, and writes it without literals and comments. It
 * knows just enough of SQL to tell where literals are. Where that depends on what can not
 * be known here (a backslash before a quote, a comment in a comment, a string that does
 * not end), nothing of the rest is written: better no text than somebody's data.
 */
final class SqlScanner {

	private final String sql;

	private final SqlText input;

	private final StringBuilder text;

	private final SqlSummary summary = new SqlSummary();

	private final SqlInList inList = new SqlInList();

	private int pos;

	/** Whether what was read last is a value, so that a minus sign is an operator. */
	private boolean operand;

	private String previousWord = "";

	SqlScanner(String sql, DbSystem system) {
		this.sql = sql;
		this.input = new SqlText(sql, system);
		this.text = new StringBuilder(Math.min(sql.length(), DbQuery.MAX_TEXT));
	}

	DbQuery scan() {
		while (this.pos < this.input.length() && this.text.length() < DbQuery.MAX_TEXT) {
			next((char) this.input.at(this.pos));
		}
		this.summary.end();
		this.text.setLength(Math.min(this.text.length(), DbQuery.MAX_TEXT));
		String procedure = this.summary.procedure();
		boolean escape = procedure != null && this.sql.stripLeading().startsWith("{");
		return new DbQuery(escape ? null : this.text.toString().strip(), this.summary.text(), procedure);
	}

	private void next(char c) {
		if (Character.isWhitespace(c)) {
			this.text.append(c);
			this.pos++;
			this.summary.space();
		}
		else if (this.input.isWordStart(this.pos)) {
			word();
		}
		else if (SqlText.isDigit(c) || (!this.operand && this.input.isNumber(this.pos))) {
			literal(this.input.endOfNumber(this.pos));
		}
		else if (this.input.isString(c)) {
			literal(this.input.endOfString(this.pos));
		}
		else if (this.input.isName(c)) {
			name(this.input.endOfName(this.pos));
		}
		else if (this.input.isLineComment(this.pos)) {
			comment(this.input.endOfLineComment(this.pos));
		}
		else if (this.input.isBlockComment(this.pos)) {
			comment(this.input.endOfBlockComment(this.pos));
		}
		else if (SqlText.isSign(c) && !this.operand && this.input.isNumber(this.pos + 1)) {
			literal(this.input.endOfNumber(this.pos + 1));
		}
		else if (c == '$') {
			dollar();
		}
		else if (!parameter(c)) {
			punctuation(c);
		}
	}

	private void word() {
		int stop = this.input.endOfWord(this.pos);
		String word = this.input.substring(this.pos, stop);
		String upper = word.toUpperCase(Locale.ROOT);
		int string = (this.input.at(stop) == '\'') ? this.input.endOfString(upper, stop) : stop;
		if (string != stop) {
			literal(string);
			return;
		}
		if ((upper.equals("TRUE") || upper.equals("FALSE")) && this.input.at(this.pos - 1) != '.') {
			literal(stop);
			return;
		}
		write(stop);
		this.inList.word(upper);
		this.summary.word(word, upper);
		if (upper.equals("BY") && this.previousWord.equals("IDENTIFIED")) {
			// Oracle's passwords stand without quotes
			this.text.append(' ');
			dropRest();
		}
		this.previousWord = upper;
	}

	private void name(int stop) {
		if (stop == SqlText.NOWHERE) {
			dropRest();
			return;
		}
		String name = this.input.substring(this.pos, stop);
		write(stop);
		this.inList.other();
		this.summary.name(name);
	}

	private void comment(int stop) {
		if (stop == SqlText.NOWHERE) {
			dropRest();
			return;
		}
		this.pos = stop;
		this.text.append(' ');
		this.summary.space();
	}

	private void dollar() {
		int quoted = this.input.endOfDollarQuote(this.pos);
		if (quoted != this.pos) {
			literal(quoted);
			return;
		}
		int next = this.input.at(this.pos + 1);
		if (SqlText.isLetter(next) || (SqlText.isDigit(next) && this.input.has(Syntax.DOLLAR_PARAMETERS))) {
			parameter(this.input.endOfWord(this.pos + 1));
		}
		else if (SqlText.isDigit(next)) {
			literal(this.input.endOfNumber(this.pos + 1));
		}
		else {
			punctuation('$');
		}
	}

	private boolean parameter(char c) {
		int next = this.input.at(this.pos + 1);
		if (c == '?') {
			literal(SqlText.isDigit(next) ? this.input.endOfNumber(this.pos + 1) : this.pos + 1);
			return true;
		}
		boolean named = SqlText.isLetter(next) || (SqlText.isDigit(next) && this.input.has(Syntax.NUMBERED_PARAMETERS));
		if (c != ':' || this.input.at(this.pos - 1) == ':' || !named) {
			return false;
		}
		parameter(this.input.endOfWord(this.pos + 1));
		return true;
	}

	private void parameter(int stop) {
		write(stop);
		this.inList.other();
		this.summary.value();
	}

	private void punctuation(char c) {
		this.pos++;
		this.text.append(c);
		this.inList.punctuation(c);
		this.summary.punctuation(c);
		this.operand = c == ')' || c == ']' || (c == '.' && this.operand);
	}

	/** Writes a placeholder for what ends there. */
	private void literal(int stop) {
		if (stop == SqlText.NOWHERE || stop > this.input.length()) {
			dropRest();
			return;
		}
		this.pos = stop;
		this.operand = true;
		this.summary.value();
		int length = this.inList.placeholder(this.text.length());
		if (length >= 0) {
			this.text.setLength(length);
		}
		else {
			this.text.append('?');
		}
	}

	private void dropRest() {
		this.text.append('?');
		this.pos = this.input.length();
		this.summary.value();
	}

	/** Writes what ends there, unless it does not fit: names are not cut. */
	private void write(int stop) {
		this.operand = true;
		if (this.text.length() + stop - this.pos > DbQuery.MAX_TEXT) {
			this.pos = this.input.length();
			return;
		}
		this.text.append(this.sql, this.pos, stop);
		this.pos = stop;
	}

}
