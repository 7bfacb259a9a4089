// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.opencensus;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * One application's share in the global OpenTelemetry, from before its first bean until
 * it is closed. The first share sets it and the last releases it; unless somebody else
 * did set it, who then has the spans of OpenCensus.
 */
final class GlobalRegistration implements BeanFactoryPostProcessor, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(GlobalRegistration.class);

	/** Of all applications that are open, the newest last. */
	private static final List<GlobalRegistration> open = new CopyOnWriteArrayList<>();

	/** What can be had from {@link GlobalOpenTelemetry} while it is ours. */
	private static OpenTelemetry global;

	private volatile OpenTelemetry openTelemetry;

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		synchronized (open) {
			if (open.isEmpty()) {
				set();
			}
			open.add(this);
		}
	}

	private static void set() {
		try {
			GlobalOpenTelemetry.set(new NewestOpenTelemetry());
			global = GlobalOpenTelemetry.get();
		}
		catch (IllegalStateException ex) {
			logger.warn("The global OpenTelemetry is set by somebody else, or was used before the application started: "
					+ "spans of OpenCensus go there");
		}
	}

	/**
	 * Makes spans from now on those of an SDK.
	 * @param openTelemetry the application's
	 */
	void leadTo(OpenTelemetry openTelemetry) {
		this.openTelemetry = openTelemetry;
	}

	/**
	 * The one that is in force.
	 * @return that of the newest application that is open, or one that does nothing
	 */
	static OpenTelemetry newest() {
		OpenTelemetry newest = OpenTelemetry.noop();
		for (GlobalRegistration registration : open) {
			newest = (registration.openTelemetry != null) ? registration.openTelemetry : newest;
		}
		return newest;
	}

	/**
	 * Leaves the global instance unset, as it was: then whoever starts next in this JVM
	 * can set it. Nothing but the reset for tests can do that.
	 */
	@Override
	public void destroy() {
		synchronized (open) {
			open.remove(this);
			if (open.isEmpty() && global != null) {
				if (GlobalOpenTelemetry.get() == global) {
					GlobalOpenTelemetry.resetForTest();
				}
				global = null;
			}
		}
	}

}
