// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.servlet;

import java.io.IOException;

import jakarta.servlet.ServletException;
import org.apache.catalina.AccessLog;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Ends the span of a request when Tomcat would log the access: that is when it is done
 * with it, whatever became of it. {@link CompletionListener} hears of an asynchronous
 * request first, but not of each that a client went away from; and as long as an
 * application has any listener, Tomcat makes an event of each attribute that a request is
 * given.
 */
final class CompletionValve extends ValveBase implements AccessLog {

	CompletionValve() {
		super(true);
	}

	/** What escaped is logged by now. */
	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		try {
			getNext().invoke(request, response);
		}
		finally {
			ServletExchange exchange = ServletExchange.of(request);
			if (exchange != null) {
				exchange.closeScope();
			}
		}
	}

	@Override
	public void log(Request request, Response response, long time) {
		ServletExchange exchange = ServletExchange.of(request);
		if (exchange != null) {
			exchange.endWithRequest();
		}
	}

	@Override
	public void setRequestAttributesEnabled(boolean requestAttributesEnabled) {
		// there is nothing to be read from them
	}

	@Override
	public boolean getRequestAttributesEnabled() {
		return false;
	}

}
