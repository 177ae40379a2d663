package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mg.MgException;
import dev.mg.spi.MgTlsSource;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;

/** {@link PemText}, what reads keys and certificates out of it, and {@link DerReader}. */
class PemFuzzTest {
  /** A file: it is read, or refused with a sentence that names it. */
  @FuzzTest(maxDuration = "10m")
  void anyText(byte[] data) {
    String text = new String(data, StandardCharsets.ISO_8859_1);
    List<PemBlock> blocks;
    try {
      blocks = PemText.parse("a.pem", text);
    } catch (MgException e) {
      assertThat(e.getMessage()).startsWith("a.pem");
      return;
    }
    long lines = text.chars().filter(ch -> ch == '\n' || ch == '\r').count() + 1;
    for (PemBlock block : blocks) {
      assertThat((long) block.line()).isBetween(1L, lines);
      assertThat(block.der().length).isBetween(1, data.length);
      walk(new DerReader(block.der()), 0);
    }
    MgTlsSource source = MgTlsSource.of(text);
    try {
      assertThat(PrivateKeys.read(source, null, null).getEncoded()).isNotEmpty();
    } catch (MgException e) {
      assertThat(e.getMessage()).startsWith("the text");
    }
    try {
      assertThat(Certificates.read(source)).isNotEmpty();
    } catch (MgException e) {
      assertThat(e.getMessage()).startsWith("the text");
    }
  }

  /** Elements within elements: each is shorter than what it is in, and the end is reached. */
  private static void walk(DerReader in, int depth) {
    int elements = 0;
    while (!in.isAtEnd() && depth < 8) {
      int tag = in.peek();
      DerReader inner = in.enter(tag);
      if (inner == null) {
        assertThat(in.element()).isNull();
        return;
      }
      assertThat(++elements).isLessThanOrEqualTo(1 << 20);
      walk(inner, depth + 1);
    }
  }

  /** An encrypted key's structure, with a password that opens none. */
  @FuzzTest(maxDuration = "10m")
  void anyEncryptedKey(byte[] data) {
    DerReader in = new DerReader(data);
    while (!in.isAtEnd() && in.element() != null) {
      // Goes on.
    }
    in = new DerReader(data);
    String oid = in.oid();
    assertThat(oid == null || oid.matches("[0-2](\\.[0-9]+)+")).isTrue();
    try {
      // One wrong password in 256 finds a padding: then the content is no key.
      assertThat(Pbes2.open(data, new char[] {'x'}).length).isLessThan(data.length);
    } catch (GeneralSecurityException e) {
      // The one kind of failure there is.
    }
  }
}
