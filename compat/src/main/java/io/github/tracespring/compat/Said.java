// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.compat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * What an application tells the tests, which compare it with what is expected: lines that
 * begin with {@code > }.
 */
public final class Said {

	private Said() {
	}

	/**
	 * Says a line.
	 * @param line what to say
	 */
	public static void say(String line) {
		System.out.println("> " + line);
	}

	/**
	 * Calls the application by a client that is not traced, and says what it answers.
	 * @param context the application, which has a web server
	 * @param path what to ask for
	 */
	public static void get(ConfigurableApplicationContext context, String path) {
		HttpResponse<String> response = fetch(context, path);
		say("GET " + path + " is " + response.statusCode() + " " + response.body().strip());
	}

	/**
	 * Calls the application by a client that is not traced.
	 * @param context the application, which has a web server
	 * @param path what to ask for
	 * @return what it answers
	 */
	public static HttpResponse<String> fetch(ConfigurableApplicationContext context, String path) {
		HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
		try {
			return client.send(HttpRequest.newBuilder(URI.create(url(context) + path)).build(),
					HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Where the application listens.
	 * @param context the application, which has a web server
	 * @return its URL, without a path
	 */
	public static String url(ConfigurableApplicationContext context) {
		return "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port");
	}

}
