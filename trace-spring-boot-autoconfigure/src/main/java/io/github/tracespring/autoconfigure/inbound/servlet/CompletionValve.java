// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.servlet;

import java.io.IOException;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Ends the span of a request that Tomcat is done with, on the thread that logged what
 * escaped. {@link CompletionListener} can do that as well, but as long as an application
 * has any listener Tomcat makes an event of each attribute that a request is given.
 */
final class CompletionValve extends ValveBase {

	CompletionValve() {
		super(true);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		try {
			getNext().invoke(request, response);
		}
		finally {
			ServletExchange exchange = ServletExchange.of(request);
			if (exchange != null) {
				exchange.closeScope();
				if (!request.isAsync()) {
					exchange.end();
				}
			}
		}
	}

}
