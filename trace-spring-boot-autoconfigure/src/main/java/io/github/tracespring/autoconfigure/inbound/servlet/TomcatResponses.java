// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.servlet;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.connector.Response;
import org.apache.catalina.connector.ResponseFacade;

/**
 * Writes a header of Tomcat's as the bytes that go out: of texts it would make them with
 * an encoder for each, which costs more than all else that is done for the header. They
 * are taken by Tomcat's own response, behind its facade.
 */
final class TomcatResponses {

	private static final MethodHandle RESPONSE = response();

	private TomcatResponses() {
	}

	private static MethodHandle response() {
		try {
			return MethodHandles.privateLookupIn(ResponseFacade.class, MethodHandles.lookup())
				.findGetter(ResponseFacade.class, "response", Response.class);
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			return null;
		}
	}

	/**
	 * Adds a header that is not there.
	 * @return whether the response is one of Tomcat's
	 */
	static boolean add(HttpServletResponse response, byte[] name, byte[] value) {
		if (RESPONSE == null || response.getClass() != ResponseFacade.class) {
			return false;
		}
		try {
			((Response) RESPONSE.invokeExact((ResponseFacade) response)).getCoyoteResponse()
				.getMimeHeaders()
				.addValue(name, 0, name.length)
				.setBytes(value, 0, value.length);
			return true;
		}
		catch (Throwable ex) {
			return false;
		}
	}

}
