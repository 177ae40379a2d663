package dev.mg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.spi.MgSocketOptions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MgOptionsTest {
  private static final String ALL =
      """
      maxRecvBytes 3145728 1 1073741824
      readBytes 262144 512 16777216
      sendHighBytes 1048576 1 1073741824
      sendLowBytes 262144 0 1073741824
      maxSendBytes 67108864 1 1073741824
      connectTimeoutMs 10000 0 2147483647
      drainTimeoutMs 30000 0 2147483647
      writeStallTimeoutMs 60000 0 2147483647
      dnsTimeoutMs 3000 1 2147483647
      tlsHandshakeTimeoutMs 10000 0 2147483647
      pollEventMs 10 0 2147483647
      slowHandlerMs 500 0 2147483647
      httpHeadTimeoutMs 10000 0 2147483647
      httpResponseTimeoutMs 60000 0 2147483647
      httpBodyStallTimeoutMs 30000 0 2147483647
      httpIdleTimeoutMs 60000 0 2147483647
      httpMaxLineBytes 16384 64 1048576
      httpMaxHeadBytes 65536 128 16777216
      httpMaxFields 100 1 10000
      httpMaxBodyBytes 1048576 0 1073741824
      httpGzipMinBytes 0 0 1073741824
      httpSsePingMs 15000 0 2147483647
      wsMaxMessageBytes 1048576 0 1073741824
      wsMaxFrameBytes 0 0 1073741824
      wsMaxFragments 16777216 1 1073741824
      wsMaxControlsPerSecond 100000 1 1073741824
      wsCloseTimeoutMs 5000 0 2147483647
      wsPingMs 30000 0 2147483647
      wsDeflateLevel 0 0 9
      wsDeflateMinBytes 256 0 1073741824
      backlog 1024 1 1048576
      sendBufferBytes 0 0 1073741824
      receiveBufferBytes 0 0 1073741824
      """;

  private final Set<String> properties = new TreeSet<>();

  private void property(String name, String value) {
    properties.add("dev.mg." + name);
    System.setProperty("dev.mg." + name, value);
  }

  @AfterEach
  void clearProperties() {
    properties.forEach(System::clearProperty);
  }

  private static int get(MgOptions options, String name) throws Exception {
    return (int) MgOptions.class.getMethod(name).invoke(options);
  }

  private static void set(MgOptions options, String name, long value) throws Exception {
    Class<?> type = name.endsWith("Ms") ? long.class : int.class;
    Method setter = MgOptions.class.getMethod(name, type);
    try {
      Object boxed = type == long.class ? (Object) value : (Object) Math.toIntExact(value);
      assertThat(setter.invoke(options, boxed)).isSameAs(options);
    } catch (InvocationTargetException e) {
      throw (RuntimeException) e.getCause();
    }
  }

  @Test
  void everyNumber_isInTheTable() {
    Set<String> found = new TreeSet<>();
    for (Method method : MgOptions.class.getMethods()) {
      if (method.getReturnType() == int.class && method.getDeclaringClass() == MgOptions.class) {
        found.add(method.getName());
      }
    }
    assertThat(found)
        .containsExactlyInAnyOrder(
            ALL.lines().map(row -> row.split(" ")[0]).toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(textBlock = ALL, delimiter = ' ')
  void number_hasItsDefaultItsRangeAndItsProperty(String name, int standard, int min, int max)
      throws Exception {
    assertThat(get(new MgOptions(), name)).isEqualTo(standard);
    for (int fine : new int[] {min, max}) {
      MgOptions options = new MgOptions();
      set(options, name, fine);
      assertThat(get(options, name)).isEqualTo(fine);
      assertThat(get(new MgOptions(options), name)).isEqualTo(fine);
      property(name, " " + fine + " ");
      MgOptions fromProperty = new MgOptions();
      assertThat(get(fromProperty, name)).isEqualTo(fine);
      set(fromProperty, name, standard);
      assertThat(get(fromProperty, name)).isEqualTo(standard);
    }
    clearProperties();
    long above = max + 1L;
    for (long bad :
        new long[] {min - 1L, name.endsWith("Ms") ? above : Math.min(above, Integer.MAX_VALUE)}) {
      MgOptions options = new MgOptions();
      assertThatThrownBy(() -> set(options, name, bad))
          .isInstanceOf(MgException.class)
          .hasMessageContaining(name + " is " + bad + ", not within " + min + ".." + max);
      assertThat(get(options, name)).isEqualTo(standard);
      property(name, Long.toString(bad));
      assertThatThrownBy(MgOptions::new)
          .isInstanceOf(MgException.class)
          .hasMessageContaining(name + " is " + bad);
      clearProperties();
    }
    property(name, "many");
    assertThatThrownBy(MgOptions::new)
        .isInstanceOf(MgException.class)
        .hasMessageContaining("dev.mg." + name + " is 'many', not a number");
  }

  @Test
  void transport_comesFromThePropertyUnlessNamed() {
    assertThat(new MgOptions().transport()).isNull();
    property("transport", "netty");
    assertThat(new MgOptions().transport()).isEqualTo("netty");
    assertThat(new MgOptions().transport("nio").transport()).isEqualTo("nio");
    assertThat(new MgOptions().transport(null).transport()).isNull();
  }

  @Test
  void copy_isWholeAndIndependent() {
    MgOptions from = new MgOptions();
    from.transport("x")
        .reusePort(true)
        .acceptInTurn(true)
        .noDelay(false)
        .keepAlive(false)
        .broadcast(true)
        .backlog(7)
        .clock(() -> 42)
        .extension(String.class, "s");
    MgOptions copy = new MgOptions(from);
    from.transport("y")
        .reusePort(false)
        .acceptInTurn(false)
        .noDelay(true)
        .keepAlive(true)
        .broadcast(false)
        .backlog(8)
        .clock(() -> 43)
        .extension(String.class, "t");
    assertThat(copy.transport()).isEqualTo("x");
    assertThat(copy.socketOptions())
        .isEqualTo(new MgSocketOptions(7, true, false, false, true, 0, 0));
    assertThat(copy.acceptInTurn()).isTrue();
    assertThat(copy.clock().getAsLong()).isEqualTo(42);
    assertThat(copy.extension(String.class)).isEqualTo("s");
    assertThat(copy.extension(Integer.class)).isNull();
  }
}
