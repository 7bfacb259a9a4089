// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Builds what is not Java, each within a limit of time. What takes long is kept in the
 * user's cache, under a name that says which version it is.
 */
final class Build {

	private static final Path CACHE = cache();

	private Build() {
	}

	/** Jaeger's all-in-one, in the version that {@code jaeger/go.mod} pins. */
	static synchronized Path jaeger() {
		Matcher version = Pattern.compile("github.com/jaegertracing/jaeger (v\\S+)")
			.matcher(read(Path.of("jaeger", "go.mod")));
		if (!version.find()) {
			throw new IllegalStateException("jaeger/go.mod does not say which version");
		}
		return cached("jaeger-" + version.group(1),
				(target) -> run(Duration.ofMinutes(25), Path.of("jaeger"), "go", "build", "-buildvcs=false",
						"-trimpath", "-ldflags=-s -w", "-o", target.resolve("jaeger").toString(),
						"github.com/jaegertracing/jaeger/cmd/jaeger"))
			.resolve("jaeger");
	}

	/** The service made with go-zero; Go itself remembers what it has compiled. */
	static synchronized Path goZeroPeer() {
		Path peer = Path.of("target", "go-zero-peer").toAbsolutePath();
		run(Duration.ofMinutes(15), Path.of("go-zero"), "go", "build", "-buildvcs=false", "-o", peer.toString(), ".");
		return peer;
	}

	/** The libraries of the services on Node.js. */
	static synchronized Path nodeModules() {
		String manifest = read(Path.of("node", "package.json"));
		return cached("node-" + Integer.toHexString(manifest.hashCode()), (target) -> {
			write(target.resolve("package.json"), manifest);
			run(Duration.ofMinutes(5), target, "npm", "install", "--no-package-lock", "--no-audit", "--no-fund",
					"--ignore-scripts");
		}).resolve("node_modules");
	}

	static boolean hasGo() {
		return isInstalled("go");
	}

	static boolean hasGoAndNode() {
		return hasGo() && isInstalled("node") && isInstalled("npm");
	}

	private static boolean isInstalled(String program) {
		return Stream.of(System.getenv("PATH").split(":"))
			.anyMatch((directory) -> Files.isExecutable(Path.of(directory, program)));
	}

	/** What is half done never has the final name. */
	private static Path cached(String name, Consumer<Path> builder) {
		Path built = CACHE.resolve(name);
		if (!Files.exists(built)) {
			try {
				Files.createDirectories(CACHE);
				Path building = Files.createTempDirectory(CACHE, name + "-");
				builder.accept(building);
				Files.move(building, built, StandardCopyOption.ATOMIC_MOVE);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return built;
	}

	private static Path cache() {
		String cache = System.getenv("XDG_CACHE_HOME");
		Path base = (cache != null) ? Path.of(cache) : Path.of(System.getProperty("user.home"), ".cache");
		return base.resolve("trace-spring-boot");
	}

	private static void run(Duration limit, Path directory, String... command) {
		try {
			Path log = Files.createTempFile(Path.of("target"), command[0] + "-", ".log");
			Process process = new ProcessBuilder(command).directory(directory.toFile())
				.redirectErrorStream(true)
				.redirectOutput(log.toFile())
				.start();
			Runnable kill = () -> {
				process.descendants().forEach(ProcessHandle::destroyForcibly);
				process.destroyForcibly();
			};
			Thread hook = new Thread(kill);
			Runtime.getRuntime().addShutdownHook(hook);
			boolean ended = process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
			kill.run();
			Runtime.getRuntime().removeShutdownHook(hook);
			if (!ended || process.exitValue() != 0) {
				throw new IllegalStateException(String.join(" ", command)
						+ (ended ? " failed:\n" : " took more than " + limit + ":\n") + read(log));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void write(Path file, String text) {
		try {
			Files.writeString(file, text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
