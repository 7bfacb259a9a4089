// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.feign;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import feign.Contract;
import feign.MethodMetadata;
import feign.Request;

/**
 * Gives an interface whose methods take up to three variables the method, the headers and
 * the template of a test, as annotations would.
 */
final class AnyMethod extends Contract.BaseContract {

	private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

	private final String method;

	private final Map<String, String> headers;

	private final String path;

	private final List<String> names = new ArrayList<>();

	AnyMethod(String method, Map<String, String> headers, String path) {
		this.method = method;
		this.headers = headers;
		this.path = path;
		Matcher matcher = VARIABLE.matcher(path);
		while (matcher.find()) {
			this.names.add(matcher.group(1));
		}
	}

	@Override
	protected void processAnnotationOnClass(MethodMetadata data, Class<?> type) {
		// None
	}

	@Override
	protected void processAnnotationOnMethod(MethodMetadata data, Annotation annotation, Method javaMethod) {
		data.template().method(Request.HttpMethod.valueOf(this.method)).uri(this.path);
		this.headers.forEach(data.template()::header);
	}

	@Override
	protected boolean processAnnotationsOnParameter(MethodMetadata data, Annotation[] annotations, int index) {
		nameParam(data, (index < this.names.size()) ? this.names.get(index) : "unused" + index, index);
		return true;
	}

}
