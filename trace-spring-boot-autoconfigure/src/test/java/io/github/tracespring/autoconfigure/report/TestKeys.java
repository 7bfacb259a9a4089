// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Somebody's key and certificate, made by the JDK's keytool: none of them is worth
 * keeping.
 *
 * @param store the file with the key
 * @param trust a file with the certificate alone
 */
record TestKeys(Path store, Path trust) {

	static final String PASSWORD = "changeit";

	static final TestKeys COLLECTOR = make("collector");

	static final TestKeys ORDERS = make("orders");

	private static TestKeys make(String name) {
		try {
			Path directory = Files.createTempDirectory("keys");
			TestKeys keys = make(directory, name);
			for (Path file : new Path[] { directory, keys.store, keys.trust }) {
				file.toFile().deleteOnExit();
			}
			return keys;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static TestKeys make(Path directory, String name) throws Exception {
		TestKeys keys = new TestKeys(directory.resolve(name + ".p12"), directory.resolve(name + "-trust.p12"));
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name, "-ext",
				"SAN=dns:localhost,ip:127.0.0.1", "-validity", "2", "-storetype", "PKCS12", "-keystore",
				keys.store.toString(), "-storepass", PASSWORD)
			.inheritIO()
			.start();
		if (keytool.waitFor() != 0) {
			throw new IllegalStateException("keytool failed");
		}
		KeyStore trust = KeyStore.getInstance("PKCS12");
		trust.load(null, null);
		trust.setCertificateEntry(name, load(keys.store).getCertificate(name));
		try (OutputStream file = Files.newOutputStream(keys.trust)) {
			trust.store(file, PASSWORD.toCharArray());
		}
		return keys;
	}

	private static KeyStore load(Path file) throws Exception {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(file)) {
			store.load(in, PASSWORD.toCharArray());
		}
		return store;
	}

	/**
	 * The properties of an SSL bundle of the one who has this key, and believes the
	 * other.
	 */
	String[] bundle(String bundle, TestKeys other) {
		String prefix = "spring.ssl.bundle.jks." + bundle;
		return new String[] { prefix + ".keystore.location=file:" + this.store,
				prefix + ".keystore.password=" + PASSWORD, prefix + ".truststore.location=file:" + other.trust,
				prefix + ".truststore.password=" + PASSWORD };
	}

	/** As the one who has this key, and believes the other. */
	SSLContext trusting(TestKeys other) throws Exception {
		KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		own.init(load(this.store), PASSWORD.toCharArray());
		TrustManagerFactory believed = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		believed.init(load(other.trust));
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(own.getKeyManagers(), believed.getTrustManagers(), null);
		return context;
	}

}
