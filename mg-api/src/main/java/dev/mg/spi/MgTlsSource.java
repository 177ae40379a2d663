package dev.mg.spi;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where PEM text comes from: a file, read at first use and at each reload, or the text itself.
 * Exactly one of both is there.
 */
public record MgTlsSource(@Nullable Path file, @Nullable String text) {
  /** A file. */
  public static MgTlsSource of(Path file) {
    return new MgTlsSource(file, null);
  }

  /** The text. */
  public static MgTlsSource of(String text) {
    return new MgTlsSource(null, text);
  }

  /** The file's name; never the text, which may be a private key. */
  @Override
  public String toString() {
    return file == null ? "the text" : file.toString();
  }
}
