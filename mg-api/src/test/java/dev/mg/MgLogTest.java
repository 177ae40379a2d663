package dev.mg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MgLogTest {
  private final List<String> lines = new ArrayList<>();
  private final int before = MgLog.level();

  @AfterEach
  void restore() {
    MgLog.set(before);
    MgLog.setFn(null);
  }

  private void capture() {
    MgLog.setFn((level, line, thrown) -> lines.add(level + " " + line + " " + thrown));
  }

  @Test
  void level_letsThroughWhatIsAtItOrBelow() {
    capture();
    Exception failure = new Exception("why");
    for (int level = MgLog.NONE; level <= MgLog.VERBOSE; level++) {
      MgLog.set(level);
      assertThat(MgLog.level()).isEqualTo(level);
      lines.clear();
      MgLog.error("e", failure);
      MgLog.info("i");
      MgLog.debug(() -> "d");
      MgLog.log(MgLog.VERBOSE, "v", null);
      List<String> all =
          List.of("1 e java.lang.Exception: why", "2 i null", "3 d null", "4 v null");
      assertThat(lines).isEqualTo(all.subList(0, level));
      for (int line = MgLog.ERROR; line <= MgLog.VERBOSE; line++) {
        assertThat(MgLog.isOn(line)).isEqualTo(line <= level);
      }
    }
  }

  @Test
  void lineWithoutALevel_isNeverLogged() {
    capture();
    MgLog.set(MgLog.VERBOSE);
    MgLog.log(MgLog.NONE, "none", null);
    MgLog.log(-1, "less", null);
    assertThat(lines).isEmpty();
  }

  @Test
  void lineThatIsOff_isNotMade() {
    MgLog.set(MgLog.INFO);
    MgLog.debug(
        () -> {
          throw new AssertionError("made");
        });
  }

  @Test
  void levelsOutOfRange_areRefused() {
    for (int level : new int[] {-1, 5}) {
      assertThatThrownBy(() -> MgLog.set(level))
          .isInstanceOf(MgException.class)
          .hasMessageContaining("log level " + level);
    }
    assertThat(MgLog.level()).isEqualTo(before);
  }

  @Test
  void withoutASink_linesReachTheSystemLogger() {
    List<LogRecord> records = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            records.add(record);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger("dev.mg");
    boolean parents = logger.getUseParentHandlers();
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    logger.setLevel(Level.ALL);
    try {
      capture();
      MgLog.setFn(null);
      MgLog.set(MgLog.VERBOSE);
      Exception failure = new Exception();
      MgLog.error("e {0}", failure);
      MgLog.info("i");
      MgLog.debug(() -> "d");
      MgLog.log(MgLog.VERBOSE, "v", null);
      assertThat(lines).isEmpty();
      assertThat(records).extracting(LogRecord::getMessage).containsExactly("e {0}", "i", "d", "v");
      assertThat(records)
          .extracting(LogRecord::getLevel)
          .containsExactly(Level.SEVERE, Level.INFO, Level.FINE, Level.FINER);
      assertThat(records.get(0).getThrown()).isSameAs(failure);
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(parents);
      logger.setLevel(null);
    }
  }

  @Test
  void hexdump_showsOffsetHexAndText() {
    capture();
    MgLog.set(MgLog.NONE);
    byte[] bytes = "xHello, world!\r\n\u007f~ and on".getBytes(StandardCharsets.ISO_8859_1);
    MgLog.hexdump("1 -> 2", bytes, 1, bytes.length - 1);
    assertThat(lines)
        .containsExactly(
            "2 1 -> 2\n0000  48 65 6c 6c 6f 2c 20 77  6f 72 6c 64 21 0d 0a 7f  Hello, world!..."
                + "\n0010  7e 20 61 6e 64 20 6f 6e                           ~ and on null");
    lines.clear();
    MgLog.hexdump("none", bytes, 0, 0);
    assertThat(lines).containsExactly("2 none null");
  }

  @Test
  void hexdump_offsetsDoNotWrapAround() {
    capture();
    MgLog.hexdump("big", new byte[0x10010], 0, 0x10010);
    assertThat(lines.get(0).lines().filter(line -> line.startsWith("0000  "))).hasSize(1);
    assertThat(lines.get(0)).contains("\n00010000  00");
  }
}
