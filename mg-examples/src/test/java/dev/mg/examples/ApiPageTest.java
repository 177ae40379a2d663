package dev.mg.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgException;
import dev.mg.MgOptions;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/api.md tells of nothing that is not there. */
class ApiPageTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern NAME = Pattern.compile("(Mg\\w+)(?:\\.(\\w+))?");
  private static final List<String> PACKAGES =
      List.of("dev.mg.", "dev.mg.http.", "dev.mg.ws.", "dev.mg.spi.");

  /** The rows of all tables, each by the titles of its columns. */
  private static List<Map<String, String>> rows() throws IOException {
    List<Map<String, String>> rows = new ArrayList<>();
    String[] titles = {};
    for (String line : Files.readAllLines(ROOT.resolve("docs/api.md"))) {
      String[] cells = line.split(" *\\| *", -1);
      if (cells.length < 3) {
        titles = new String[0];
      } else if (titles.length == 0) {
        titles = cells;
      } else if (!line.startsWith("|---")) {
        assertThat(cells).as(line).hasSameSizeAs(titles);
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < cells.length; i++) {
          row.put(titles[i], cells[i]);
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private static List<String> column(String title) throws IOException {
    return rows().stream()
        .filter(row -> row.containsKey(title))
        .flatMap(row -> CODE.matcher(row.get(title)).results().map(m -> m.group(1)))
        .toList();
  }

  @Test
  void eachJavaName_isAClassOrAPublicMemberOfOne() throws Exception {
    List<String> names = new ArrayList<>(column("Java"));
    names.addAll(column("Event"));
    assertThat(names).hasSizeGreaterThan(200);
    assertThat(names).allSatisfy(ApiPageTest::assertExists);
  }

  @Test
  void eachJavaNameInTheText_existsToo() throws Exception {
    assertThat(
            Files.readAllLines(ROOT.resolve("docs/api.md")).stream()
                .filter(line -> !line.startsWith("|"))
                .flatMap(line -> CODE.matcher(line).results().map(m -> m.group(1)))
                .filter(name -> NAME.matcher(name).matches()))
        .isNotEmpty()
        .allSatisfy(ApiPageTest::assertExists);
  }

  private static void assertExists(String name) {
    Matcher m = NAME.matcher(name);
    assertThat(m.matches()).as("%s is Class or Class.member", name).isTrue();
    Class<?> owner = publicClass(m.group(1));
    String member = m.group(2);
    if (member != null) {
      assertThat(
              Stream.concat(
                  Arrays.stream(owner.getMethods()).map(Method::getName),
                  Arrays.stream(owner.getFields()).map(Field::getName)))
          .as("public members of %s", owner)
          .contains(member);
    }
  }

  private static Class<?> publicClass(String name) {
    for (String in : PACKAGES) {
      try {
        Class<?> found = Class.forName(in + name);
        assertThat(Modifier.isPublic(found.getModifiers())).as("%s is public", found).isTrue();
        return found;
      } catch (ClassNotFoundException e) {
        // In another package, or in none.
      }
    }
    throw new AssertionError("there is no class " + name);
  }

  @Test
  void eachTest_isInTheSourceTree() throws Exception {
    Map<String, String> sources = sources();
    List<String> tests = column("Pinned by");
    assertThat(tests).hasSizeGreaterThan(120);
    assertThat(tests)
        .allSatisfy(
            test -> {
              String[] parts = test.split("#");
              String source = sources.get(parts[0]);
              assertThat(source).as("the file of test class %s", parts[0]).isNotNull();
              if (parts.length > 1) {
                assertThat(source).as(test).containsPattern("void " + parts[1] + "\\(");
              }
            });
  }

  /** The tests and the test kit by the names of their classes. */
  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    for (Path module : list(ROOT)) {
      boolean isKit = module.getFileName().toString().equals("mg-testkit");
      for (String part : isKit ? List.of("src/main", "src/test") : List.of("src/test")) {
        Path root = module.resolve(part);
        if (Files.isDirectory(root)) {
          try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
              String name = file.getFileName().toString().replace(".java", "");
              sources.put(name, Files.readString(file));
            }
          }
        }
      }
    }
    return sources;
  }

  private static List<Path> list(Path dir) throws IOException {
    try (Stream<Path> entries = Files.list(dir)) {
      return entries.filter(Files::isDirectory).toList();
    }
  }

  @Test
  void eachOption_hasTheDefaultAndTheRangeItIsSaidToHave() throws Exception {
    int options = 0;
    for (Map<String, String> row : rows()) {
      if (row.containsKey("Option")) {
        options++;
        String name = row.get("Option").replace("`", "");
        MgOptions standard = new MgOptions();
        Object value = MgOptions.class.getMethod(name).invoke(standard);
        assertThat(value).as(name).hasToString(row.get("Default"));
        assertThat(row.get("Property")).isEqualTo("`dev.mg." + name + "`");
        Method setter =
            Arrays.stream(MgOptions.class.getMethods())
                .filter(m -> m.getName().equals(name) && m.getParameterCount() == 1)
                .findFirst()
                .orElseThrow();
        long min = Long.parseLong(row.get("Range").split("\\.\\.")[0]);
        Object below =
            setter.getParameterTypes()[0] == int.class ? (Object) (int) (min - 1) : min - 1;
        assertThatThrownBy(() -> setter.invoke(standard, below))
            .isInstanceOf(InvocationTargetException.class)
            .cause()
            .isInstanceOf(MgException.class)
            .hasMessageEndingWith("not within " + row.get("Range"));
      }
    }
    // One getter without parameters and one setter each; the others are switches and objects.
    assertThat(options)
        .isEqualTo(
            (int)
                Arrays.stream(MgOptions.class.getMethods())
                    .filter(m -> m.getDeclaringClass() == MgOptions.class)
                    .filter(m -> m.getReturnType() == int.class && m.getParameterCount() == 0)
                    .count());
  }

  @Test
  void eachRecorderEvent_isOneOfTheCores() throws Exception {
    String source =
        Files.readString(ROOT.resolve("mg-core/src/main/java/dev/mg/core/RecorderEvents.java"));
    List<String> named = column("Name");
    assertThat(
            Pattern.compile("@Name\\(\"(.+)\"\\)").matcher(source).results().map(m -> m.group(1)))
        .containsExactlyElementsOf(named);
  }
}
