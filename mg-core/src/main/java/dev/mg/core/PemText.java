package dev.mg.core;

import dev.mg.MgException;
import dev.mg.spi.MgTlsSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The blocks of a PEM text, whatever stands between them (RFC 7468 sections 2 and 3): any line end,
 * lines of any length, blanks around them. What is damaged throws with its line.
 */
final class PemText {
  static final int MAX_FILE_BYTES = 64 << 20;

  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  private final String source;
  private final List<PemBlock> blocks = new ArrayList<>();
  private final StringBuilder base64 = new StringBuilder();
  private String label = "";
  private int beginLine;
  private boolean inHeaders;
  private boolean isLegacyEncrypted;

  private PemText(String source) {
    this.source = source;
  }

  /** The blocks in their order, at least one. */
  static List<PemBlock> read(MgTlsSource from) {
    Path file = from.file();
    String text = from.text();
    if (file != null) {
      text = new String(bytes(file), StandardCharsets.ISO_8859_1);
    }
    return parse(from.toString(), text == null ? "" : text);
  }

  /** A file whole. */
  static byte[] bytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] all = in.readNBytes(MAX_FILE_BYTES + 1);
      if (all.length > MAX_FILE_BYTES) {
        throw new MgException(file + " has more than " + MAX_FILE_BYTES + " bytes");
      }
      return all;
    } catch (IOException e) {
      throw new MgException(file + " cannot be read: check path and permissions", e);
    }
  }

  static List<PemBlock> parse(String source, String text) {
    PemText pem = new PemText(source);
    // A byte order mark, as editors of Windows put it before the first line: of a file, of a text.
    int at = text.startsWith("\u00EF\u00BB\u00BF") ? 3 : text.startsWith("\uFEFF") ? 1 : 0;
    int number = 0;
    while (at < text.length()) {
      int end = at;
      while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
        end++;
      }
      pem.line(text.substring(at, end).strip(), ++number);
      boolean isCrLf = text.startsWith("\r\n", end);
      at = end + (isCrLf ? 2 : 1);
    }
    if (!pem.label.isEmpty()) {
      throw pem.bad(pem.beginLine, "the " + pem.label + " that begins here has no end");
    }
    if (pem.blocks.isEmpty()) {
      throw new MgException(
          source + " is no PEM: it has no line '-----BEGIN ...-----'" + pem.hint(text));
    }
    return pem.blocks;
  }

  private String hint(String text) {
    return text.startsWith("0") // the tag of a sequence
        ? "; it looks like DER: 'openssl x509 -inform DER -in FILE' makes PEM of a certificate,"
            + " 'openssl pkey -inform DER -in FILE' of a key, and PKCS#12 is for keyStore(...)"
        : "";
  }

  private void line(String line, int number) {
    if (line.startsWith(BEGIN)) {
      begin(line, number);
    } else if (line.startsWith(END)) {
      end(line, number);
    } else if (!label.isEmpty()) {
      content(line, number);
    }
  }

  private void begin(String line, int number) {
    if (!label.isEmpty()) {
      throw bad(
          number, "BEGIN within the " + label + " of line " + beginLine + ", whose END is missing");
    }
    if (!line.endsWith(DASHES) || line.length() < BEGIN.length() + 1 + DASHES.length()) {
      throw bad(number, "BEGIN without five dashes at the end of the line");
    }
    label = line.substring(BEGIN.length(), line.length() - DASHES.length()).strip();
    beginLine = number;
    base64.setLength(0);
    isLegacyEncrypted = false;
    inHeaders = true;
    if (label.isEmpty()) {
      throw bad(number, "BEGIN of what? The label is missing");
    }
  }

  private void content(String line, int number) {
    // Headers, which end at an empty line, are of the old form alone (RFC 1421 section 4.4).
    if (inHeaders && line.indexOf(':') > 0) {
      isLegacyEncrypted |= line.startsWith("Proc-Type:") && line.endsWith("ENCRYPTED");
      return;
    }
    inHeaders = false;
    for (int i = 0; i < line.length(); i++) {
      char ch = line.charAt(i);
      boolean isLetter = ch >= 'a' && ch <= 'z' || ch >= 'A' && ch <= 'Z' || ch >= '0' && ch <= '9';
      if (!isLetter && ch != '+' && ch != '/' && ch != '=' && ch != ' ' && ch != '\t') {
        throw bad(number, "not base64");
      }
      if (ch > ' ') {
        base64.append(ch);
      }
    }
  }

  private void end(String line, int number) {
    if (label.isEmpty()) {
      throw bad(number, "END without a BEGIN before it");
    }
    if (!line.equals(END + label + DASHES)) {
      throw bad(number, "END is not that of the " + label + " of line " + beginLine);
    }
    byte[] der;
    try {
      der = Base64.getDecoder().decode(base64.toString());
    } catch (IllegalArgumentException e) {
      throw new MgException(
          source + ", line " + beginLine + ": the base64 of this " + label + " is cut or damaged",
          e);
    }
    if (der.length == 0) {
      throw bad(beginLine, "this " + label + " is empty");
    }
    blocks.add(new PemBlock(source, beginLine, label, der, isLegacyEncrypted));
    label = "";
  }

  private MgException bad(int line, String what) {
    return new MgException(source + ", line " + line + ": " + what);
  }
}
