package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mg.MgHandler;
import dev.mg.MgOn;
import dev.mg.MgOptions;
import dev.mg.testkit.MemoryPeer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which file a path gets, and whole answers to the byte. */
class StaticFilesTest {
  @TempDir Path dir;

  private Path root;
  private FilesRig rig;

  @BeforeEach
  void open() throws Exception {
    root = Files.createDirectory(dir.resolve("root"));
    FilesRig.file(root, "a.txt", "hello");
    FilesRig.file(root, "index.html", "<p>top");
    FilesRig.file(root, "sub/index.html", "<p>sub");
    FilesRig.file(root, "sub/b c.css", "b{}");
    FilesRig.file(root, "bare/x.bin", "\u0000\u00ff");
    FilesRig.file(root, "evil.example/index.html", "<p>evil");
    FilesRig.file(root, ".secret", "s");
    FilesRig.file(root, ".git/config", "s");
    FilesRig.file(root, ".well-known/acme", "w");
    FilesRig.file(dir, "outside.txt", "outside");
    rig = new FilesRig(root);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void aFile_withAllItsFields() throws Exception {
    assertThat(rig.get("/a.txt"))
        .isEqualTo(
            "HTTP/1.1 200 OK\r\n"
                + FilesRig.validators(5)
                + "Content-Type: text/plain; charset=utf-8\r\nContent-Length: 5\r\n\r\nhello");
  }

  @Test
  void head_isTheSameWithoutBody() throws Exception {
    String get = rig.get("/a.txt");
    assertThat(rig.ask("HEAD", "/a.txt")).isEqualTo(get.substring(0, get.length() - 5));
    byte[] large = new byte[FileSender.COPY_BYTES + 1];
    FilesRig.file(root.resolve("large.bin"), large);
    assertThat(rig.ask("HEAD", "/large.bin", "Range: bytes=0-1"))
        .isEqualTo(
            "HTTP/1.1 200 OK\r\n"
                + FilesRig.validators(large.length)
                + "Content-Type: application/octet-stream\r\nContent-Length: "
                + large.length
                + "\r\n\r\n");
  }

  @Test
  void head_tellsTheCompressedLengthWhereGetWouldCompress() throws Exception {
    FilesRig.file(root, "long.txt", "again and again, ".repeat(100));
    String wire = " /long.txt HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n";
    try (HttpRig gzips =
        new HttpRig(
            new MgOptions().httpGzipMinBytes(100),
            MgOn.on(MgHttp.MSG, (c, hm) -> MgHttp.serveDir(c, hm, rig.options)))) {
      String get = gzips.exchange("GET" + wire);
      String head = gzips.exchange("HEAD" + wire);
      assertThat(head).contains("Content-Encoding: gzip\r\n").endsWith("\r\n\r\n");
      assertThat(get).startsWith(head).hasSizeGreaterThan(head.length());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "FOO", "get"})
  void otherMethods_areNotAllowed(String method) throws Exception {
    assertThat(rig.ask(method, "/a.txt", "Content-Length: 0"))
        .startsWith("HTTP/1.1 405 Method Not Allowed\r\nAllow: GET, HEAD\r\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/                       | <p>top",
        "/index.html             | <p>top",
        "/sub/                   | <p>sub",
        "/sub/b%20c.css          | b{}",
        "/sub/../a.txt           | hello",
        "/../../a.txt            | hello",
        "/%61.txt                | hello",
        "//a.txt                 | hello",
        "/a.txt?x=../y           | hello",
        "http://a/a.txt          | hello",
        "/.well-known/acme       | w",
      })
  void pathsOfFiles(String target, String body) throws Exception {
    assertThat(rig.body(target)).isEqualTo(body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/none                          | 404",
        "/a.txt/                        | 404",
        "/a.txt/b                       | 404",
        "/A.TXT                         | 404",
        "/bare/                         | 404",
        "/.secret                       | 404",
        "/.git/config                   | 404",
        "/%2esecret                     | 404",
        "/sub/../.secret                | 404",
        "/../outside.txt                | 404",
        "/%2e%2e/outside.txt            | 404",
        "/sub/..;/..;/outside.txt       | 404",
        "/%252e%252e/outside.txt        | 404",
        "/%c0%ae%c0%ae/outside.txt      | 404",
        "/...//outside.txt              | 404",
        "/%2e%2e%2foutside.txt          | 400",
        "/..%5coutside.txt              | 400",
        "/a.txt%00.html                 | 400",
        "/%zz                           | 400",
      })
  void pathsOfNothing(String target, int status) throws Exception {
    assertThat(rig.status(target)).isEqualTo(status);
  }

  @Test
  void aLongName_isNotFound() throws Exception {
    assertThat(rig.status("/" + "x".repeat(5_000))).isEqualTo(404);
    assertThat(rig.status("/" + "x/".repeat(3_000))).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/sub                      | /sub/",
        "/sub?a=1&b=%0d%0a         | /sub/?a=1&b=%0d%0a",
        "/bare                     | /bare/",
        "//evil.example            | /evil.example/",
        "///evil.example?x         | /evil.example/?x",
        "/.//evil.example          | /evil.example/",
        "/sub/..//evil.example     | /evil.example/",
      })
  void aFolderWithoutSlash_redirects_onThisHost(String target, String location) throws Exception {
    assertThat(rig.get(target))
        .startsWith("HTTP/1.1 301 Moved Permanently\r\nLocation: " + location + "\r\n");
  }

  @Test
  void hiddenNames_byOption() throws Exception {
    rig.options.hidden(true);
    assertThat(rig.body("/.secret")).isEqualTo("s");
    assertThat(rig.body("/.git/config")).isEqualTo("s");
  }

  @Test
  void symbolicLinks_areFollowedWithinTheRootOnly() throws Exception {
    Files.createSymbolicLink(root.resolve("in"), Path.of("sub"));
    Files.createSymbolicLink(root.resolve("file"), root.resolve("a.txt"));
    Files.createSymbolicLink(root.resolve("out.txt"), dir.resolve("outside.txt"));
    Files.createSymbolicLink(root.resolve("up"), Path.of(".."));
    Files.createSymbolicLink(root.resolve("circle"), Path.of("circle"));
    Files.createSymbolicLink(root.resolve("broken"), Path.of("nowhere"));
    assertThat(rig.body("/in/")).isEqualTo("<p>sub");
    assertThat(rig.body("/file")).isEqualTo("hello");
    assertThat(rig.body("/up/root/a.txt")).isEqualTo("hello");
    for (String out : new String[] {"/out.txt", "/up/", "/up/outside.txt", "/circle", "/broken"}) {
      assertThat(rig.status(out)).as(out).isEqualTo(404);
    }
  }

  @Test
  void aRootThatIsALink_isServed() throws Exception {
    Path link = Files.createSymbolicLink(dir.resolve("link"), root);
    rig.options.root("/", link);
    assertThat(rig.body("/a.txt")).isEqualTo("hello");
  }

  @Test
  void aPipe_isNotOpened() throws Exception {
    Process made = new ProcessBuilder("mkfifo", root.resolve("pipe").toString()).start();
    assumeThat(made.waitFor()).isZero();
    assertThat(rig.status("/pipe")).isEqualTo(404);
  }

  @Test
  void whatMayNotBeRead_isForbidden() throws Exception {
    Files.setPosixFilePermissions(
        root.resolve("a.txt"), PosixFilePermissions.fromString("---------"));
    assumeThat(Files.isReadable(root.resolve("a.txt"))).as("readable, as for root").isFalse();
    assertThat(rig.status("/a.txt")).isEqualTo(403);
  }

  @Test
  void namesOfAnyBytes_areServed() throws Exception {
    Path latin1 = Path.of(URI.create(root.toUri() + "caf%E9.txt"));
    Path utf8 = Path.of(URI.create(root.toUri() + "caf%C3%A9.txt"));
    FilesRig.file(latin1, "latin1".getBytes(StandardCharsets.US_ASCII));
    FilesRig.file(utf8, "utf8".getBytes(StandardCharsets.US_ASCII));
    FilesRig.file(root, "100%.txt", "percent");
    FilesRig.file(root, "a+b#c?d;e.txt", "marks");
    assertThat(rig.body("/caf%e9.txt")).isEqualTo("latin1");
    assertThat(rig.body("/caf%c3%a9.txt")).isEqualTo("utf8");
    assertThat(rig.body("/100%25.txt")).isEqualTo("percent");
    assertThat(rig.body("/a+b%23c%3fd;e.txt")).isEqualTo("marks");
  }

  @Test
  void severalRoots_theLongestPrefixCounts() throws Exception {
    Path other = dir.resolve("other");
    FilesRig.file(other, "a.txt", "other");
    FilesRig.file(other, "deep/a.txt", "deep");
    rig.options.rootDir("/=" + root + ", /o=" + other + ",/o/d=" + other.resolve("deep"));
    assertThat(rig.body("/a.txt")).isEqualTo("hello");
    assertThat(rig.body("/o/a.txt")).isEqualTo("other");
    assertThat(rig.body("/o/d/a.txt")).isEqualTo("deep");
    assertThat(rig.status("/o/../outside.txt")).isEqualTo(404);
    assertThat(rig.status("/ox/a.txt")).isEqualTo(404);
    assertThat(rig.get("/o")).contains("Location: /o/\r\n");
    rig.options.rootDir("/only=" + other);
    assertThat(rig.status("/a.txt")).isEqualTo(404);
  }

  @Test
  void index_isTheFirstThereIs() throws Exception {
    FilesRig.file(root, "home.htm", "<p>home");
    rig.options.index("none.html", "home.htm", "index.html");
    assertThat(rig.body("/")).isEqualTo("<p>home");
    assertThat(rig.body("/sub/")).isEqualTo("<p>sub");
  }

  @Test
  void page404_hasStatus404() throws Exception {
    FilesRig.file(root, "404.html", "<p>lost");
    rig.options.page404("/404.html");
    String answer =
        "HTTP/1.1 404 Not Found\r\nContent-Type: text/html; charset=utf-8\r\n"
            + "Content-Length: 7\r\n\r\n<p>lost";
    assertThat(rig.get("/none")).isEqualTo(answer);
    assertThat(rig.get("/none", "Range: bytes=0-1", "If-None-Match: *")).isEqualTo(answer);
    Files.delete(root.resolve("404.html"));
    assertThat(rig.get("/none")).endsWith("404 Not Found\n");
  }

  @Test
  void typesAndHeaders_byOption() throws Exception {
    FilesRig.file(root, "x.foo", "");
    rig.options.mimeTypes("foo=text/foo, TXT=text/x").extraHeaders("Cache-Control: max-age=60\r\n");
    assertThat(rig.get("/x.foo"))
        .contains("Content-Type: text/foo\r\n", "Cache-Control: max-age=60\r\n");
    assertThat(rig.get("/a.txt")).contains("Content-Type: text/x\r\n");
    assertThat(rig.get("/sub/b%20c.css")).contains("Content-Type: text/css; charset=utf-8\r\n");
    assertThat(rig.get("/a.txt", "If-None-Match: *")).contains("Cache-Control: max-age=60\r\n");
  }

  @Test
  void anEmptyFile_andOneOfExactlyWhatIsCopied() throws Exception {
    FilesRig.file(root, "empty", "");
    FilesRig.file(root.resolve("edge"), new byte[FileSender.COPY_BYTES]);
    assertThat(rig.get("/empty")).endsWith("Content-Length: 0\r\n\r\n");
    assertThat(rig.body("/edge")).hasSize(FileSender.COPY_BYTES);
  }

  @Test
  void answersInHeaders_andFromATimer() throws Exception {
    MgHandler early =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_HDRS) {
            MgHttp.serveDir(c, (MgHttpMessage) evData, rig.options);
          }
        };
    FilesRig.file(root.resolve("large.bin"), new byte[200_000]);
    try (HttpRig server = new HttpRig(early);
        MemoryPeer peer = server.connect()) {
      String one =
          server.send(peer, "GET /large.bin HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
      assertThat(one).endsWith("\0\0");
      assertThat(one.length() - one.indexOf("\r\n\r\n")).isEqualTo(200_004);
      assertThat(server.send(peer, "GET /a.txt HTTP/1.1\r\nHost: a\r\n\r\n")).endsWith("hello");
      assertThat(server.log.toString()).doesNotContain("HTTP_MSG");
    }
    MgHandler late =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_MSG) {
            MgHttpMessage kept = ((MgHttpMessage) evData).copy();
            c.mgr().timerAdd(10, 0, () -> MgHttp.serveDir(c, kept, rig.options));
          }
        };
    try (HttpRig server = new HttpRig(late);
        MemoryPeer peer = server.connect()) {
      assertThat(server.send(peer, "GET /a.txt HTTP/1.1\r\nHost: a\r\n\r\n")).isEmpty();
      server.pass(100);
      assertThat(server.received(peer)).endsWith("hello");
    }
  }
}
