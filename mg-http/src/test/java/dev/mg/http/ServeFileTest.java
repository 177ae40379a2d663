package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One file, chosen by the program. */
class ServeFileTest {
  @TempDir Path dir;

  private String ask(Path file, MgServeOptions options, String request) throws Exception {
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_MSG) {
            MgHttp.serveFile(c, (MgHttpMessage) evData, file, options);
          }
        };
    try (HttpRig server = new HttpRig(fn)) {
      return server.exchange(request + "\r\nHost: a\r\n\r\n");
    }
  }

  @Test
  void theFile_whateverThePath_withConditionsAndRanges() throws Exception {
    Path file = FilesRig.file(dir, "the file.txt", "content");
    MgServeOptions options = new MgServeOptions();
    assertThat(ask(file, options, "GET /%2f/../x HTTP/1.1"))
        .startsWith("HTTP/1.1 200 OK\r\nETag: " + FilesRig.tag(7))
        .contains("Content-Type: text/plain; charset=utf-8\r\n")
        .endsWith("content");
    assertThat(ask(file, options, "GET / HTTP/1.1\r\nRange: bytes=-3")).endsWith("\r\n\r\nent");
    assertThat(ask(file, options, "GET / HTTP/1.1\r\nIf-None-Match: *")).startsWith("HTTP/1.1 304");
    assertThat(ask(file, options, "POST / HTTP/1.1")).startsWith("HTTP/1.1 405");
  }

  @Test
  void itsSiblings_count() throws Exception {
    Path file = FilesRig.file(dir, "a.js", "content");
    FilesRig.file(dir, "a.js.gz", "zip");
    assertThat(ask(file, new MgServeOptions(), "GET / HTTP/1.1\r\nAccept-Encoding: gzip"))
        .contains("Content-Encoding: gzip\r\nVary: Accept-Encoding\r\n")
        .endsWith("zip");
  }

  @Test
  void aLink_leadsAnywhere_forItIsTheProgramsWord() throws Exception {
    Path file = FilesRig.file(dir, "deep/.hidden", "content");
    Path link = Files.createSymbolicLink(dir.resolve("link.txt"), file);
    assertThat(ask(link, new MgServeOptions(), "GET / HTTP/1.1")).endsWith("content");
  }

  @Test
  void aFolder_orNothing_isNotFound() throws Exception {
    FilesRig.file(dir, "lost.html", "<p>lost");
    MgServeOptions options = new MgServeOptions().root("/", dir).page404("/lost.html");
    for (Path none : new Path[] {dir, dir.resolve("none"), Path.of("/"), Path.of("/dev/null")}) {
      assertThat(ask(none, options, "GET / HTTP/1.1"))
          .startsWith("HTTP/1.1 404 Not Found\r\n")
          .endsWith("<p>lost");
    }
  }
}
