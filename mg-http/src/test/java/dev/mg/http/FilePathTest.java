package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgStr;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths of requests as paths of files, with the tricks that are known. */
class FilePathTest {
  private final FilePath path = new FilePath();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "refused",
      value = {
        "/                                  | /",
        "//                                 | /",
        "/.                                 | /",
        "/a                                 | /a",
        "/a/                                | /a/",
        "/a/b.txt                           | /a/b.txt",
        "//a///b                            | /a/b",
        "/a//                               | /a/",
        "/./a/./b/.                         | /a/b/",
        // escapes
        "/a%20b                             | /a%20b",
        "/%61%2D%7e                         | /a-~",
        "/a+b                               | /a%2Bb",
        "/a:b;c=d                           | /a%3Ab%3Bc%3Dd",
        "/%c3%bc                            | /%C3%BC",
        "/%C3%bc                            | /%C3%BC",
        "/%ff%fe                            | /%FF%FE",
        "/{x}                              | /%7Bx%7D",
        "/a%0ab                             | /a%0Ab",
        "/a%3Fb%23c                         | /a%3Fb%23c",
        "/caf%u00e9                         | refused",
        "/%                                 | refused",
        "/%4                                | refused",
        "/a%4/b                             | refused",
        "/%zz                               | refused",
        "/%-1                               | refused",
        // up, never above the root
        "/..                                | /",
        "/a/..                              | /",
        "/a/b/..                            | /a/",
        "/a/b/../c                          | /a/c",
        "/a/../../../etc/passwd             | /etc/passwd",
        "/../../etc/passwd                  | /etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd          | /etc/passwd",
        "/.%2e/%2E./etc/passwd              | /etc/passwd",
        "/a/%2e%2e%2fetc                    | refused",
        "//etc/passwd                       | /etc/passwd",
        "/...                               | /...",
        "/..../a                            | /..../a",
        "/..a/b..                           | /..a/b..",
        // decoded once
        "/%252e%252e/a                      | /%252e%252e/a",
        "/%25252e                           | /%25252e",
        "/%252f                             | /%252f",
        // parameters are part of the name
        "/..;/..;/etc/passwd                | /..%3B/..%3B/etc/passwd",
        "/a;b/../c                          | /c",
        // overlong UTF-8 and its look-alikes stay what they are
        "/%c0%ae%c0%ae/a                    | /%C0%AE%C0%AE/a",
        "/%c0%af                            | /%C0%AF",
        "/%e0%80%ae%e0%80%ae/               | /%E0%80%AE%E0%80%AE/",
        "/%ef%bc%8e%ef%bc%8e/a              | /%EF%BC%8E%EF%BC%8E/a",
        // what a system may take for a separator or an end
        "/a%2fb                             | refused",
        "/a%2Fb                             | refused",
        "/%2f%2fevil                        | refused",
        "/..%5c..%5cwindows                 | refused",
        "/..%5Cwin.ini                      | refused",
        "/a\\b                              | refused",
        "/\\evil.example                    | refused",
        "/%00                               | refused",
        "/a%00.txt                          | refused",
        "/..%00/a                           | refused",
        // no path
        "a                                  | refused",
        "*                                  | refused",
        "''                                 | refused",
        "../a                               | refused",
      })
  void paths(String given, String expected) {
    boolean taken = path.parse(MgStr.of(given));
    assertThat(taken ? path.escaped() + (path.isFolder() ? "/" : "") : null).isEqualTo(expected);
  }

  @Test
  void rawBytes_areTakenAsTheyAre_butForNul() {
    assertThat(path.parse(MgStr.of("/\u00fc".getBytes(StandardCharsets.ISO_8859_1)))).isTrue();
    assertThat(path.escaped()).isEqualTo("/%FC");
    assertThat(path.parse(MgStr.of(new byte[] {'/', 'a', 0}))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/.git", "/a/.htaccess", "/.well-known/.a", "/a/.well-known", "/.well"})
  void namesThatStartWithADot_areHidden(String escaped) {
    assertThat(FilePath.isHidden(escaped)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/a", "/a.b", "/.well-known", "/.well-known/acme-challenge/x"})
  void othersAreNot_norWellKnown(String escaped) {
    assertThat(FilePath.isHidden(escaped)).isFalse();
  }
}
