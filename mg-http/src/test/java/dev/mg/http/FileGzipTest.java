package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a server that compresses: what it says of one is the same in every answer about it. */
class FileGzipTest {
  private static final int SIZE = 1_000;
  private static final String WANTED = "Accept-Encoding: gzip";
  private static final String VARY = "Vary: Accept-Encoding\r\n";

  @TempDir Path root;

  private FilesRig rig;

  @BeforeEach
  void open() throws Exception {
    FilesRig.file(root, "a.txt", "a".repeat(SIZE));
    FilesRig.file(root, "a.png", "a".repeat(SIZE));
    rig = rig(new MgServeOptions().root("/", root));
  }

  private FilesRig rig(MgServeOptions options) {
    return new FilesRig(root, options, new MgOptions().httpGzipMinBytes(100));
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private static String head(String answer) {
    return answer.substring(0, answer.indexOf("\r\n\r\n") + 4);
  }

  @Test
  void head_saysTheLengthThatGetSends() throws Exception {
    String get = rig.get("/a.txt", WANTED);
    assertThat(get).contains("ETag: W/" + FilesRig.tag(SIZE), "Content-Encoding: gzip\r\n", VARY);
    assertThat(rig.ask("HEAD", "/a.txt", WANTED)).isEqualTo(head(get));
    assertThat(rig.ask("HEAD", "/a.txt")).isEqualTo(head(rig.get("/a.txt")));
    assertThat(rig.ask("HEAD", "/a.png", WANTED)).isEqualTo(head(rig.get("/a.png", WANTED)));
    try (FilesRig own = rig(new MgServeOptions().root("/", root).page404("/a.txt"))) {
      String none = own.get("/none", WANTED);
      assertThat(none).startsWith("HTTP/1.1 404 ").contains("Content-Encoding: gzip\r\n");
      assertThat(own.ask("HEAD", "/none", WANTED)).isEqualTo(head(none));
    }
  }

  @Test
  void notModified_hasTagAndVaryOfWhatWasSent() throws Exception {
    String tag = FilesRig.tag(SIZE);
    String start = "HTTP/1.1 304 Not Modified\r\nETag: ";
    assertThat(rig.get("/a.txt", WANTED, "If-None-Match: W/" + tag))
        .isEqualTo(start + "W/" + tag + "\r\n" + VARY + "\r\n");
    assertThat(rig.get("/a.txt", "If-None-Match: " + tag))
        .isEqualTo(start + tag + "\r\n" + VARY + "\r\n");
    assertThat(rig.get("/a.png", WANTED, "If-None-Match: " + tag))
        .isEqualTo(start + tag + "\r\n\r\n");
  }

  @Test
  void aRange_isOfTheContentAsItIs_andSaysThatTheWholeVaries() throws Exception {
    assertThat(rig.get("/a.txt", WANTED, "Range: bytes=0-1"))
        .isEqualTo(
            "HTTP/1.1 206 Partial Content\r\n"
                + FilesRig.validators(SIZE)
                + VARY
                + "Content-Range: bytes 0-1/1000\r\nContent-Type: text/plain; charset=utf-8\r\n"
                + "Content-Length: 2\r\n\r\naa");
  }

  @Test
  void aFileWithASiblingInAnotherCoding_saysOnceThatItVaries() throws Exception {
    FilesRig.file(root, "a.txt.br", "brotli");
    for (String[] wanted : new String[][] {{WANTED}, {"X: y"}}) {
      String answer = rig.get("/a.txt", wanted);
      assertThat(answer).startsWith("HTTP/1.1 200 ").containsOnlyOnce(VARY);
      assertThat(answer.contains("Content-Encoding: gzip\r\n")).isEqualTo(wanted[0].equals(WANTED));
      assertThat(rig.ask("HEAD", "/a.txt", wanted)).isEqualTo(head(answer));
    }
  }
}
