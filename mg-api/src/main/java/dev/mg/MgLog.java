package dev.mg;

import java.util.HexFormat;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The log, over {@link System.Logger} "dev.mg", so that SLF4J, Log4j and java.util.logging receive
 * it. <b>For any thread.</b> A level that is off costs a comparison.
 */
public final class MgLog {
  /** Nothing is logged. */
  public static final int NONE = 0;

  /** What somebody should look at. */
  public static final int ERROR = 1;

  /** Rare facts about the program: the default. */
  public static final int INFO = 2;

  /** Life of connections. */
  public static final int DEBUG = 3;

  /** Everything. */
  public static final int VERBOSE = 4;

  private static final int HEX_LINE = 16;

  /** Receives lines in place of the system logger. */
  @FunctionalInterface
  public interface Sink {
    /** One line without its end; called by whatever thread logs. */
    void log(int level, String line, @Nullable Throwable thrown);
  }

  /** Lazily, since the first System.getLogger of a JVM takes 40 to 180 ms. */
  private static final class Lazy {
    static final System.Logger LOGGER = System.getLogger("dev.mg");

    private Lazy() {}
  }

  private static volatile int level = INFO;
  private static volatile Sink sink = MgLog::toSystemLogger;

  private MgLog() {}

  /**
   * Logs what is at {@code newLevel} or below it.
   *
   * @throws MgException unless it is within {@link #NONE}..{@link #VERBOSE}
   */
  public static void set(int newLevel) {
    if (newLevel < NONE || newLevel > VERBOSE) {
      throw new MgException("log level " + newLevel + " is not within 0 (none) .. 4 (verbose)");
    }
    level = newLevel;
  }

  /** The level set. */
  public static int level() {
    return level;
  }

  /** Sends lines to {@code newSink}; null = to the system logger again. */
  public static void setFn(@Nullable Sink newSink) {
    sink = newSink == null ? MgLog::toSystemLogger : newSink;
  }

  /** Whether a line of {@code lineLevel} would be logged. */
  public static boolean isOn(int lineLevel) {
    return lineLevel <= level && lineLevel > NONE;
  }

  /** Logs one line with the failure behind it. */
  public static void error(String line, @Nullable Throwable thrown) {
    log(ERROR, line, thrown);
  }

  /** Logs one line. */
  public static void info(String line) {
    log(INFO, line, null);
  }

  /** Logs a line that is made only if the level is on. */
  public static void debug(Supplier<String> line) {
    if (isOn(DEBUG)) {
      log(DEBUG, line.get(), null);
    }
  }

  /** Logs one line of {@code lineLevel}. */
  public static void log(int lineLevel, String line, @Nullable Throwable thrown) {
    if (isOn(lineLevel)) {
      toSink(lineLevel, line, thrown);
    }
  }

  private static void toSink(int lineLevel, String line, @Nullable Throwable thrown) {
    try {
      sink.log(lineLevel, line, thrown);
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (RuntimeException | Error e) {
      // A line that cannot be written must not end the loop that writes it, and there is nowhere
      // to tell: loggers fail so when a process has run out of descriptors.
    }
  }

  /**
   * Logs bytes as lines of 16 with offset, hex and text, under a title, whatever the level.
   *
   * @param bytes read during the call only
   */
  public static void hexdump(String title, byte[] bytes, int off, int len) {
    StringBuilder out = new StringBuilder(title);
    for (int at = 0; at < len; at += HEX_LINE) {
      hexLine(out.append('\n'), bytes, off + at, Math.min(HEX_LINE, len - at), at);
    }
    toSink(INFO, out.toString(), null);
  }

  private static void hexLine(StringBuilder out, byte[] bytes, int from, int n, int at) {
    HexFormat hex = HexFormat.of();
    out.append(hex.toHexDigits(at, at < 1 << 16 ? 4 : 8)).append("  ");
    for (int i = 0; i < HEX_LINE; i++) {
      out.append(i < n ? hex.toHexDigits(bytes[from + i]) : "  ").append(i == 7 ? "  " : " ");
    }
    out.append(' ');
    for (int i = 0; i < n; i++) {
      byte b = bytes[from + i];
      out.append(b >= ' ' && b <= '~' ? (char) b : '.');
    }
  }

  private static void toSystemLogger(int lineLevel, String line, @Nullable Throwable thrown) {
    System.Logger.Level to =
        switch (lineLevel) {
          case ERROR -> System.Logger.Level.ERROR;
          case INFO -> System.Logger.Level.INFO;
          case DEBUG -> System.Logger.Level.DEBUG;
          default -> System.Logger.Level.TRACE;
        };
    Lazy.LOGGER.log(to, line, thrown);
  }
}
