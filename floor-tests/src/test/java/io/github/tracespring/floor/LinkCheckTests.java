// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.floor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A class is compiled with another version of a library than the one that it is then
 * checked against, as happens to ours.
 */
class LinkCheckTests {

	private static final Pattern TYPE = Pattern.compile("(?:class|interface) (\\w+)");

	@TempDir
	Path directory;

	@Test
	void classThatFitsHasNoProblem() throws IOException {
		assertThat(problems("public class SpringVersion { public static String getVersion() { return null; } }",
				"static Object used = SpringVersion.getVersion();"))
			.isEmpty();
	}

	@Test
	void missingClassIsFound() throws IOException {
		assertThat(problems("public class New { }", "static Object used = New.class;"))
			.containsExactly("Used asks for the class org/springframework/core/New");
		assertThat(problems("public class New extends RuntimeException { }",
				"static void use() { try { use(); } catch (New ex) { throw ex; } }"))
			.contains("Used asks for the class org/springframework/core/New");
		assertThat(problems("public class New { }", "static void use(New unused) { }"))
			.containsExactly("Used asks for the class org/springframework/core/New");
	}

	@Test
	void missingMethodIsFound() throws IOException {
		assertThat(problems("public class SpringVersion { public static String getNickname() { return null; } }",
				"static Object used = SpringVersion.getNickname();"))
			.containsExactly("Used asks for org/springframework/core/SpringVersion.getNickname()Ljava/lang/String;");
		assertThat(problems("public class SpringVersion { public static String getNickname() { return null; } }",
				"static java.util.function.Supplier<String> used = SpringVersion::getNickname;"))
			.containsExactly("Used asks for org/springframework/core/SpringVersion.getNickname()Ljava/lang/String;");
	}

	@Test
	void methodThatReturnsAnotherTypeIsFound() throws IOException {
		assertThat(problems("public class SpringVersion { public static Object getVersion() { return null; } }",
				"static Object used = SpringVersion.getVersion();"))
			.containsExactly("Used asks for org/springframework/core/SpringVersion.getVersion()Ljava/lang/Object;");
	}

	@Test
	void missingFieldIsFound() throws IOException {
		assertThat(problems("public interface Ordered { Object MIDDLE = new Object(); }",
				"static Object used = Ordered.MIDDLE;"))
			.containsExactly("Used asks for org/springframework/core/Ordered.MIDDLE:Ljava/lang/Object;");
	}

	@Test
	void memberThatIsNoLongerStaticIsFound() throws IOException {
		assertThat(problems("public class SpringVersion { public String getVersion() { return null; } }",
				"static Object use(SpringVersion version) { return version.getVersion(); }"))
			.containsExactly("Used is mistaken about whether "
					+ "org/springframework/core/SpringVersion.getVersion()Ljava/lang/String; is static");
	}

	@Test
	void classThatBecameAnInterfaceIsFound() throws IOException {
		assertThat(problems("public abstract class Ordered { public abstract int getOrder(); }",
				"static int use(Ordered ordered) { return ordered.getOrder(); }"))
			.containsExactly("Used is mistaken about whether org/springframework/core/Ordered is an interface");
	}

	@Test
	void methodWithoutABodyIsFound() throws IOException {
		assertThat(problems("public interface Ordered { }", "static class Nested implements Ordered { }"))
			.containsExactly("Used$Nested has no body for org/springframework/core/Ordered.getOrder()I");
		assertThat(problems("public interface AliasRegistry { void removeAlias(String alias); }",
				"static AliasRegistry used = (alias) -> { };"))
			.contains("Used has a lambda without a body for "
					+ "org/springframework/core/AliasRegistry.isAlias(Ljava/lang/String;)Z");
	}

	@Test
	void whatIsFinalIsFound() throws IOException {
		assertThat(problems("public class Conventions { }", "static class Nested extends Conventions { }"))
			.contains("Used$Nested extends the final class org/springframework/core/Conventions");
		String matches = "public boolean matches(org.springframework.context.annotation.ConditionContext context, "
				+ "org.springframework.core.type.AnnotatedTypeMetadata metadata) { return true; }";
		assertThat(problems("org.springframework.boot.autoconfigure.condition",
				"public class SpringBootCondition { " + matches + " }",
				"abstract static class Nested extends SpringBootCondition { " + matches + " }"))
			.singleElement(InstanceOfAssertFactories.STRING)
			.startsWith("Used$Nested overrides the final "
					+ "org/springframework/boot/autoconfigure/condition/SpringBootCondition.matches(");
	}

	@Test
	void whatIsNotPublicIsFound() throws IOException {
		assertThat(problems("public class SpringVersion { public SpringVersion() { } }",
				"static Object used = new SpringVersion();"))
			.containsExactly("Used can not reach org/springframework/core/SpringVersion.<init>()V");
		assertThat(problems("public class SortedProperties { }", "static Object used = SortedProperties.class;"))
			.containsExactly("Used can not reach the class org/springframework/core/SortedProperties");
	}

	@Test
	void protectedMethodIsForSubclasses() throws IOException {
		String library = "public class OrderComparator { public int getOrder(Object object) { return 0; } }";
		assertThat(problems(library, "static int used = new OrderComparator().getOrder(null);")).containsExactly(
				"Used can not reach org/springframework/core/OrderComparator.getOrder(Ljava/lang/Object;)I");
		assertThat(problems(library, "static class Nested extends OrderComparator { int used = getOrder(null); }"))
			.isEmpty();
	}

	@Test
	void missingAttributeOfAnAnnotationIsFound() throws IOException {
		assertThat(problems("org.springframework.core.annotation", "public @interface AliasFor { String[] after(); }",
				"@AliasFor(after = \"x\") static void use() { }"))
			.containsExactly("Used asks for org/springframework/core/annotation/AliasFor.after");
	}

	/**
	 * Compiles a class and returns what is wrong with it on the floor.
	 * @param library a type of {@code org.springframework.core} as it is compiled with
	 * @param members what the class {@code Used} contains
	 */
	private Set<String> problems(String library, String members) throws IOException {
		return problems("org.springframework.core", library, members);
	}

	private Set<String> problems(String packageName, String library, String members) throws IOException {
		Path classes = Files.createTempDirectory(this.directory, "classes");
		compile(classes, packageName, library, members);
		ClassPath floor = new ClassPath(LinkCheckTests.class.getClassLoader());
		List<byte[]> classFiles = new ArrayList<>();
		for (Path file : classFiles(classes)) {
			classFiles.add(Files.readAllBytes(file));
		}
		classFiles.forEach((classFile) -> floor.add(TypeInfo.of(classFile)));
		Set<String> problems = new TreeSet<>();
		classFiles.forEach((classFile) -> problems.addAll(LinkCheck.problems(classFile, floor)));
		return problems;
	}

	private static void compile(Path classes, String packageName, String library, String members) throws IOException {
		Matcher type = TYPE.matcher(library);
		assertThat(type.find()).isTrue();
		Path libraryFile = Files.writeString(classes.resolve(type.group(1) + ".java"),
				"package " + packageName + "; " + library);
		Path usedFile = Files.writeString(classes.resolve("Used.java"),
				"import " + packageName + ".*; class Used { " + members + " }");
		assertThat(ToolProvider.getSystemJavaCompiler()
			.run(null, null, null, "-proc:none", "-d", classes.toString(), libraryFile.toString(), usedFile.toString()))
			.isZero();
	}

	/** Those of {@code Used}, which alone are in no package. */
	private static List<Path> classFiles(Path classes) throws IOException {
		try (Stream<Path> files = Files.list(classes)) {
			return files.filter((file) -> file.toString().endsWith(".class")).toList();
		}
	}

}
