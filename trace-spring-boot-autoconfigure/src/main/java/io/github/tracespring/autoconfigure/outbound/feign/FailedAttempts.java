// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.feign;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

import feign.RequestTemplate;

/**
 * How often a call was sent in vain. Feign tells nobody that it tries again, but each
 * attempt is made of the same template, which lives as long as the call.
 */
final class FailedAttempts {

	private final Map<RequestTemplate, Integer> failed = Collections.synchronizedMap(new WeakHashMap<>());

	void add(RequestTemplate template) {
		if (template != null) {
			this.failed.merge(template, 1, Integer::sum);
		}
	}

	int of(RequestTemplate template) {
		return (template != null) ? this.failed.getOrDefault(template, 0) : 0;
	}

}
