// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.restclient;

import java.util.Objects;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.http.HttpRequest;
import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * Finds the URI template of a request. A RestClient puts it on the request; a
 * RestTemplate tells only the Observation that it makes of the call.
 */
final class KnownUriTemplate {

	private static final String ATTRIBUTE = RestClient.class.getName() + ".uriTemplate";

	/**
	 * Observes nothing, but is asked whether to observe a call: that is where it copies
	 * the template to the request.
	 */
	private static final ObservationRegistry LISTENER = ObservationRegistry.create();
	static {
		// Without a handler it would not be asked
		LISTENER.observationConfig().observationHandler((context) -> false).observationPredicate((name, context) -> {
			if (context instanceof ClientRequestObservationContext call && call.getUriTemplate() != null
					&& call.getCarrier() != null) {
				call.getCarrier().getAttributes().put(ATTRIBUTE, call.getUriTemplate());
			}
			return false;
		});
	}

	private KnownUriTemplate() {
	}

	/**
	 * Makes a template's calls known. Where observations are on, they are read and
	 * nothing is changed.
	 */
	static void listen(RestTemplate restTemplate) {
		if (restTemplate.getObservationRegistry().isNoop()) {
			restTemplate.setObservationRegistry(LISTENER);
		}
	}

	static String of(HttpRequest request, RestTemplate restTemplate) {
		if (request.getAttributes().get(ATTRIBUTE) instanceof String template) {
			return template;
		}
		return (restTemplate != null) ? observed(request, restTemplate.getObservationRegistry()) : null;
	}

	private static String observed(HttpRequest request, ObservationRegistry registry) {
		Observation observation = registry.getCurrentObservation();
		if (observation != null && observation.getContext() instanceof ClientRequestObservationContext call
				&& call.getCarrier() != null) {
			// Not that of a call around this one; the host may have been replaced by now
			boolean same = Objects.equals(call.getCarrier().getURI().getRawPath(), request.getURI().getRawPath());
			return same ? call.getUriTemplate() : null;
		}
		return null;
	}

}
