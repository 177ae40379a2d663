package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What MQTT 5.0 section 4.7 has to say, and 1.5.4 where it speaks of strings. */
class TopicRulesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "/",
        "a/b",
        "/a",
        "a/",
        "//",
        "a b",
        "$SYS/x",
        "ä/€/𝄞",
        "sport/tennis",
        "a$"
      })
  void aTopic_isAlsoAPattern(String topic) {
    assertThatCode(() -> TopicRules.checkTopic(topic)).doesNotThrowAnyException();
    assertThatCode(() -> TopicRules.checkPattern(topic)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#", "+", "a/#", "/#", "+/#", "a/+", "+/a", "a/+/b", "+/+", "/+", "+/", "$SYS/#", "a/+/#"
      })
  void aPattern_isNoTopic(String pattern) {
    assertThatCode(() -> TopicRules.checkPattern(pattern)).doesNotThrowAnyException();
    assertThatThrownBy(() -> TopicRules.checkTopic(pattern))
        .isInstanceOf(MgException.class)
        .hasMessageContaining("topic '" + pattern + "' holds the wildcard")
        .hasMessageContaining("subscribe to patterns");
  }

  @ParameterizedTest
  @CsvSource({
    "sport/tennis#, 12",
    "sport/tennis/#/ranking, 13",
    "##, 0",
    "#/, 0",
    "a#, 1",
    "#a, 0",
    "sport+, 5",
    "+a, 0",
    "a/b+/c, 3",
    "++, 0",
    "a/+#, 2",
    "a/#+, 2"
  })
  void wildcardsThatAreNoLevel_areRefused(String pattern, int at) {
    assertThatThrownBy(() -> TopicRules.checkPattern(pattern))
        .isInstanceOf(MgException.class)
        .hasMessageContaining("pattern '" + pattern + "' has '" + pattern.charAt(at) + "' at " + at)
        .hasMessageContaining("write 'a/");
  }

  @Test
  void nothing_isRefused() {
    assertThatThrownBy(() -> TopicRules.checkTopic(""))
        .isInstanceOf(MgException.class)
        .hasMessage("a topic is empty: it has at least one character");
    assertThatThrownBy(() -> TopicRules.checkPattern("")).hasMessageContaining("pattern is empty");
  }

  @Test
  void whatIsNoTextOfMqtt_isRefused() {
    assertThatThrownBy(() -> TopicRules.checkTopic("a\0b"))
        .isInstanceOf(MgException.class)
        .hasMessageContaining("U+0000 at 1");
    for (String half :
        new String[] {"a\uD834", "\uD834a", "\uDD1E", "a\uDD1E\uD834", "\uD834\uD834"}) {
      assertThatThrownBy(() -> TopicRules.checkTopic(half))
          .isInstanceOf(MgException.class)
          .hasMessageContaining("half a surrogate pair");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "ä", "€", "𝄞"})
  void lengths_areThoseOfUtf8(String unit) {
    int bytes = unit.getBytes(StandardCharsets.UTF_8).length;
    String most = unit.repeat(65_535 / bytes);
    assertThatCode(() -> TopicRules.checkTopic(most)).doesNotThrowAnyException();
    int more = (65_535 / bytes + 1) * bytes;
    assertThatThrownBy(() -> TopicRules.checkTopic(most + unit))
        .isInstanceOf(MgException.class)
        .hasMessageContaining("a topic of " + more + " bytes and 1 levels: at most 65535 bytes");
  }

  @Test
  void levels_areAtMost128() {
    String most = "a" + "/a".repeat(127);
    assertThatCode(() -> TopicRules.checkPattern(most)).doesNotThrowAnyException();
    assertThatThrownBy(() -> TopicRules.checkPattern(most + "/"))
        .isInstanceOf(MgException.class)
        .hasMessageContaining("129 levels");
  }

  @Test
  void aLongOne_isShownInPart() {
    assertThatThrownBy(() -> TopicRules.checkTopic("x".repeat(1_000) + "/+"))
        .satisfies(e -> assertThat(String.valueOf(e.getMessage()).length()).isLessThan(200));
  }
}
