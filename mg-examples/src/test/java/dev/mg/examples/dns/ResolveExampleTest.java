package dev.mg.examples.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.examples.Example;
import dev.mg.examples.demo.Child;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The example that looks names up, asking a server of the test's own. */
class ResolveExampleTest {
  private static final int OK = 0x8180;
  private static final int NO_SUCH_NAME = 0x8183;

  @Test
  void aName_isLookedUpAtTheServerGiven() throws Exception {
    try (LyingServer server =
            new LyingServer((q, tcp) -> List.of(LyingServer.reply(q, OK, 300, "192.0.2.7")));
        Child example =
            Example.start(
                Pattern.compile("^a.mg.test is (.+)$"), "resolve", "a.mg.test", server.url())) {
      assertThat(example.sign().group(1)).isEqualTo("192.0.2.7");
    }
  }

  @Test
  void aMissingName_isSaidToBeMissing() throws Exception {
    try (LyingServer server =
            new LyingServer((q, tcp) -> List.of(LyingServer.reply(q, NO_SUCH_NAME, 300)));
        Child example =
            Example.start(Pattern.compile("^mg: (.*)$"), "resolve", "none.mg.test", server.url())) {
      assertThat(example.sign().group(1)).contains("none.mg.test");
    }
  }
}
