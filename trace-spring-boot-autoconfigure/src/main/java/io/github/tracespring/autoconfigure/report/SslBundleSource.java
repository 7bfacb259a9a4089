// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.util.function.Supplier;

import io.github.tracespring.autoconfigure.config.InvalidTelemetryPropertyException;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * The SSL bundle that {@code telemetry.ssl.bundle} names, as it is at the moment: Boot
 * reloads bundles whose files change.
 */
final class SslBundleSource implements Supplier<SslBundle> {

	private volatile SslBundle bundle;

	private SslBundleSource(SslBundle bundle) {
		this.bundle = bundle;
	}

	/**
	 * Finds a bundle.
	 * @param name its name, or {@code null} for the JVM's own certificates
	 * @param bundles Boot's bundles, {@code null} if there are none
	 * @return gives the bundle, or {@code null}
	 * @throws InvalidTelemetryPropertyException if there is none of that name or it can
	 * not be used
	 */
	static Supplier<SslBundle> of(String name, SslBundles bundles) {
		if (name == null) {
			return () -> null;
		}
		try {
			if (bundles == null) {
				throw new NoSuchSslBundleException(name, "no bundles");
			}
			SslBundleSource source = new SslBundleSource(bundles.getBundle(name));
			source.bundle.createSslContext();
			bundles.addBundleUpdateHandler(name, (changed) -> source.bundle = changed);
			return source;
		}
		catch (NoSuchSslBundleException ex) {
			throw new InvalidTelemetryPropertyException("telemetry.ssl.bundle", name,
					"there is no SSL bundle of that name",
					"Define one below spring.ssl.bundle.pem." + name + " or spring.ssl.bundle.jks." + name + ".");
		}
		catch (RuntimeException ex) {
			throw new InvalidTelemetryPropertyException("telemetry.ssl.bundle", name,
					"the bundle can not be used: " + rootMessage(ex),
					"Mend what stands below spring.ssl.bundle for it.");
		}
	}

	private static String rootMessage(Throwable failure) {
		Throwable root = failure;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return (root.getMessage() != null) ? root.getMessage() : root.getClass().getSimpleName();
	}

	@Override
	public SslBundle get() {
		return this.bundle;
	}

}
