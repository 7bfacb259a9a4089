// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.testing.aot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps the hints for a native image whole: whatever main code looks up by name has one.
 */
class LookupTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages("io.github.tracespring.autoconfigure");

	private static final Pattern CLASS_NAME = Pattern.compile("([a-z]\\w*\\.)+([A-Z]\\w*[.$]?)+");

	/** What finds something by its name, or makes a class. */
	private static final Set<String> LOOKUPS = Set.of("java.lang.Class.forName", "java.lang.Class.getMethod",
			"java.lang.Class.getMethods", "java.lang.Class.getDeclaredMethod", "java.lang.Class.getField",
			"java.lang.Class.getDeclaredField", "java.lang.Class.getDeclaredConstructor",
			"java.lang.Class.getResourceAsStream", "java.lang.ClassLoader.getResourceAsStream",
			"java.lang.ClassLoader.loadClass", "java.lang.reflect.Proxy.newProxyInstance",
			"java.util.ServiceLoader.load", "java.lang.invoke.MethodHandles$Lookup.findVirtual",
			"java.lang.invoke.MethodHandles$Lookup.findStatic",
			"java.lang.invoke.MethodHandleProxies.asInterfaceInstance", "org.springframework.util.ClassUtils.isPresent",
			"org.springframework.util.ClassUtils.forName", "org.springframework.util.ClassUtils.resolveClassName",
			"org.springframework.util.ReflectionUtils.findField", "org.springframework.util.ReflectionUtils.findMethod",
			"org.springframework.aop.framework.ProxyFactory.getProxy",
			"org.springframework.cglib.proxy.Enhancer.create");

	/** Compared with a name that something has, and not looked up. */
	private static final Set<String> COMPARED = Set.of("org.springframework.boot.restclient.RestTemplateBuilder",
			"org.springframework.scheduling.concurrent.ReschedulingRunnable");

	/** Reads what an exporter of the user's fails with, if it can. */
	private static final String GUESSES = "FailureReason";

	@Test
	void eachClassThatIsNamedHasAHint() {
		RuntimeHints hints = hints();
		Set<String> unknown = new TreeSet<>();
		for (JavaClass type : lookingUp()) {
			constants(type).stream()
				.filter((name) -> CLASS_NAME.matcher(name).matches() && !COMPARED.contains(name))
				.filter((name) -> ClassUtils.isPresent(name, getClass().getClassLoader()))
				.filter((name) -> hints.reflection()
					.typeHints()
					.noneMatch((hint) -> hint.getType().getName().equals(name)))
				.forEach((name) -> unknown.add(type.getSimpleName() + " names " + name));
		}
		assertThat(unknown).as("without a hint in TelemetryRuntimeHints").isEmpty();
	}

	/** A further one needs hints as well, and then a place here. */
	@Test
	void classesThatLookUpByNameAreThoseThatHaveHints() {
		assertThat(lookingUp()).extracting(JavaClass::getSimpleName)
			.containsExactlyInAnyOrder("AttributeDecoder", "ClientLifecycle", "CompletionValveCustomizer", "Connection",
					"ContextExecutor", "ContextTaskDecorator", "DataSourceTracing", "ExecutorTracingPostProcessor",
					"InstrumentedBuilder", "JdbcProxy", "JettyPeer", "JettyRequests", "MongoObservation",
					"MongoObservationCustomizer", "MongoObservationRegistrar", "NativeRequests", "OtlpGrpcSpanExporter",
					"PathPatterns", "RestTemplateBuilders", "ServletPeer", "ThreadPoolShell", "TracedDataSource",
					"WithSpanInterceptor");
	}

	private static List<JavaClass> lookingUp() {
		return CLASSES.stream()
			.filter((type) -> !type.isAssignableTo(RuntimeHintsRegistrar.class)
					&& !type.getSimpleName().equals(GUESSES))
			.filter((type) -> type.getCodeUnitAccessesFromSelf()
				.stream()
				.anyMatch((call) -> LOOKUPS.contains(call.getTargetOwner().getName() + "." + call.getName())))
			.toList();
	}

	private static RuntimeHints hints() {
		RuntimeHints hints = new RuntimeHints();
		SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
			.load(RuntimeHintsRegistrar.class)
			.stream()
			.filter((registrar) -> registrar.getClass().getName().startsWith("io.github.tracespring."))
			.forEach((registrar) -> registrar.registerHints(hints, LookupTests.class.getClassLoader()));
		return hints;
	}

	/** The string constants in the code of a class. */
	private static Set<String> constants(JavaClass type) {
		Set<String> constants = new TreeSet<>();
		try (InputStream file = type.getSource().orElseThrow().getUri().toURL().openStream()) {
			new ClassReader(file).accept(new ClassVisitor(Opcodes.ASM9) {

				@Override
				public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
						String[] exceptions) {
					return new MethodVisitor(Opcodes.ASM9) {

						@Override
						public void visitLdcInsn(Object value) {
							if (value instanceof String text) {
								constants.add(text);
							}
						}

					};
				}

			}, 0);
			return constants;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
