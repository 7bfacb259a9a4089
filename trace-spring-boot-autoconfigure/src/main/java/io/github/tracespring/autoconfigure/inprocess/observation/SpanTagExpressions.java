// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.observation;

import org.springframework.expression.EvaluationContext;
import org.springframework.expression.ExpressionParser;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.SimpleEvaluationContext;

/**
 * Evaluates what {@code @SpanTag} takes of an argument; it can read properties, and
 * nothing more.
 */
final class SpanTagExpressions {

	private static final ExpressionParser PARSER = new SpelExpressionParser();

	private static final EvaluationContext CONTEXT = SimpleEvaluationContext.forReadOnlyDataBinding().build();

	private SpanTagExpressions() {
	}

	static String evaluate(String expression, Object argument) {
		return PARSER.parseExpression(expression).getValue(CONTEXT, argument, String.class);
	}

}
