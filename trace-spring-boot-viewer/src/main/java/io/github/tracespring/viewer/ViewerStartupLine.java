// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/**
 * Says where the viewer is when the application has started, who can see it, or why there
 * is none.
 */
final class ViewerStartupLine implements ApplicationListener<ApplicationStartedEvent> {

	private static final Logger logger = LoggerFactory.getLogger(ViewerStartupLine.class);

	private final ApplicationContext context;

	private final ObjectProvider<ViewerSettings> settings;

	private final ObjectProvider<ViewerUrl> url;

	ViewerStartupLine(ApplicationContext context, ObjectProvider<ViewerSettings> settings,
			ObjectProvider<ViewerUrl> url) {
		this.context = context;
		this.settings = settings;
		this.url = url;
	}

	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		// a child context's event comes here too
		if (event.getApplicationContext() == this.context) {
			this.settings.ifAvailable(this::describe);
			if (!this.context.getEnvironment().containsProperty(ViewerSettings.ENABLED)
					&& this.settings.getIfAvailable() == null) {
				logger.info("There is no trace viewer in production, unless {} is true", ViewerSettings.ENABLED);
			}
		}
	}

	private void describe(ViewerSettings settings) {
		String base = this.url.getObject().base();
		if (base != null) {
			logger.info("Traces are at {}", base);
		}
		if (settings.allowRemote()) {
			logger.warn("The trace viewer answers everybody who can reach this application, "
					+ "because telemetry.viewer.allow-remote is true");
		}
	}

}
