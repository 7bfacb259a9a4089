// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The viewer's part of the telemetry block.
 */
@ConfigurationProperties("telemetry.viewer")
public class ViewerProperties {

	/**
	 * Whether the application keeps its recent traces and serves the viewer. By default
	 * it does, unless the profile 'prod' or 'production' is active.
	 */
	private Boolean enabled;

	/**
	 * Path of the viewer, below the context path.
	 */
	private String path = "/telemetry";

	/**
	 * Spans kept in memory, about 2 KB each; the oldest traces go first.
	 */
	private int maxSpans = 10_000;

	/**
	 * Whether requests that do not come from this machine are answered too. What they may
	 * see then is for the application to decide.
	 */
	private boolean allowRemote;

	/**
	 * Whether the log gets the address of the trace of each request that failed. By
	 * default it does with devtools, and under the profiles 'dev' and 'local'.
	 */
	private Boolean logLinks;

	public Boolean getEnabled() {
		return this.enabled;
	}

	public void setEnabled(Boolean enabled) {
		this.enabled = enabled;
	}

	public String getPath() {
		return this.path;
	}

	public void setPath(String path) {
		this.path = path;
	}

	public int getMaxSpans() {
		return this.maxSpans;
	}

	public void setMaxSpans(int maxSpans) {
		this.maxSpans = maxSpans;
	}

	public boolean isAllowRemote() {
		return this.allowRemote;
	}

	public void setAllowRemote(boolean allowRemote) {
		this.allowRemote = allowRemote;
	}

	public Boolean getLogLinks() {
		return this.logLinks;
	}

	public void setLogLinks(Boolean logLinks) {
		this.logLinks = logLinks;
	}

}
