package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.testkit.MemoryPeer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file's conditions, ranges and codings make of the answer, to the byte. */
class FileSenderTest {
  private static final int LARGE = 3_000_000;
  private static final String DIGITS = "0123456789";
  private static final String TEXT = "Content-Type: text/plain; charset=utf-8\r\n";

  @TempDir Path root;

  private FilesRig rig;
  private byte[] large;

  @BeforeEach
  void open() throws Exception {
    FilesRig.file(root, "d.txt", DIGITS);
    large = new byte[LARGE];
    for (int i = 0; i < LARGE; i++) {
      large[i] = (byte) ('a' + i * 31 % 26);
    }
    FilesRig.file(root.resolve("large.txt"), large);
    rig = new FilesRig(root);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private String part(int from, int end) {
    return new String(large, from, end - from, StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes=0-0     | 0-0 | 0",
        "bytes=2-4     | 2-4 | 234",
        "bytes=7-      | 7-9 | 789",
        "bytes=-2      | 8-9 | 89",
        "bytes=5-100   | 5-9 | 56789",
        "bytes=-100    | 0-9 | 0123456789",
        "bytes=0-1,20- | 0-1 | 01",
      })
  void oneRange(String range, String sent, String body) throws Exception {
    assertThat(rig.get("/d.txt", "Range: " + range))
        .isEqualTo(
            "HTTP/1.1 206 Partial Content\r\n"
                + FilesRig.validators(10)
                + "Content-Range: bytes "
                + sent
                + "/10\r\n"
                + TEXT
                + "Content-Length: "
                + body.length()
                + "\r\n\r\n"
                + body);
  }

  @Test
  void noRangeOfItThere_is416() throws Exception {
    String answer =
        "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Range: bytes */10\r\n"
            + TEXT
            + "Content-Length: 26\r\n\r\n416 Range Not Satisfiable\n";
    assertThat(rig.get("/d.txt", "Range: bytes=10-")).isEqualTo(answer);
    assertThat(rig.get("/d.txt", "Range: bytes=-0")).isEqualTo(answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Range: bytes=a-b                 | X: y",
        "Range: lines=1-2                 | X: y",
        "Range: bytes=0-,0-               | X: y",
        "Range: bytes=1-2                 | Range: bytes=3-4",
        "Range: bytes=1-2                 | If-Range: \"other\"",
        "Range: bytes=1-2                 | If-Range: Sun, 06 Nov 1994 08:49:36 GMT",
        "Range: bytes=10-                 | If-Range: \"other\"",
      })
  void rangesThatAreNotFollowed_getTheWhole(String one, String two) throws Exception {
    assertThat(rig.get("/d.txt", one, two)).isEqualTo(rig.get("/d.txt"));
  }

  @Test
  void ifRange_thatHolds() throws Exception {
    String part = rig.get("/d.txt", "Range: bytes=1-2");
    assertThat(rig.get("/d.txt", "Range: bytes=1-2", "If-Range: " + FilesRig.tag(10)))
        .isEqualTo(part);
    assertThat(rig.get("/d.txt", "Range: bytes=1-2", "If-Range: " + FilesRig.CHANGED))
        .isEqualTo(part);
  }

  private static final Pattern BOUNDARY =
      Pattern.compile("Content-Type: multipart/byteranges; boundary=(\\w{24})\r\n");

  @Test
  void severalRanges_areParts() throws Exception {
    String answer = rig.get("/d.txt", "Range: bytes=8-8,0-1,-1");
    Matcher m = BOUNDARY.matcher(answer);
    assertThat(m.find()).as(answer).isTrue();
    String b = m.group(1);
    String body = "";
    for (String[] part : new String[][] {{"8-8", "8"}, {"0-1", "01"}, {"9-9", "9"}}) {
      body += (body.isEmpty() ? "--" : "\r\n--") + b + "\r\n" + TEXT + "Content-Range: bytes ";
      body += part[0] + "/10\r\n\r\n" + part[1];
    }
    body += "\r\n--" + b + "--\r\n";
    assertThat(answer)
        .isEqualTo(
            "HTTP/1.1 206 Partial Content\r\n"
                + FilesRig.validators(10)
                + m.group()
                + "Content-Length: "
                + body.length()
                + "\r\n\r\n"
                + body);
  }

  @Test
  void severalRanges_ofMuch_comeFromTheFile_andTheNextRequestIsServed() throws Exception {
    String request =
        "GET /large.txt HTTP/1.1\r\nHost: a\r\nRange: bytes=2000000-,5-1000004\r\n\r\n";
    String next = "GET /d.txt HTTP/1.1\r\nHost: a\r\nRange: bytes=0-0\r\n\r\n";
    try (MemoryPeer peer = rig.http.connect()) {
      String begun = rig.http.send(peer, request + next);
      Matcher m = BOUNDARY.matcher(begun);
      assertThat(m.find()).isTrue();
      String b = m.group(1);
      String all = begun + rig.readAll(peer, 2_000_700 - begun.length());
      String body =
          ("--" + b + "\r\n" + TEXT + "Content-Range: bytes 2000000-2999999/3000000\r\n\r\n")
              + part(2_000_000, LARGE)
              + ("\r\n--" + b + "\r\n" + TEXT + "Content-Range: bytes 5-1000004/3000000\r\n\r\n")
              + part(5, 1_000_005)
              + ("\r\n--" + b + "--\r\n");
      String head =
          "HTTP/1.1 206 Partial Content\r\n"
              + FilesRig.validators(LARGE)
              + m.group()
              + "Content-Length: "
              + body.length()
              + "\r\n\r\n";
      assertThat(all.substring(0, head.length())).isEqualTo(head);
      assertThat(all.substring(head.length(), head.length() + body.length()).equals(body))
          .as("the parts are those asked for")
          .isTrue();
      assertThat(all.substring(head.length() + body.length()))
          .startsWith("HTTP/1.1 206 ")
          .endsWith("\r\n0");
    }
  }

  @Test
  void largeFiles_whole_andInPart() throws Exception {
    String head =
        "HTTP/1.1 200 OK\r\n"
            + FilesRig.validators(LARGE)
            + TEXT
            + "Content-Length: 3000000\r\n\r\n";
    try (MemoryPeer peer = rig.http.connect()) {
      String begun = rig.http.send(peer, "GET /large.txt HTTP/1.1\r\nHost: a\r\n\r\n");
      String all = begun + rig.readAll(peer, head.length() + LARGE - begun.length());
      assertThat(all.equals(head + part(0, LARGE))).as("head and content").isTrue();
    }
    String piece = rig.get("/large.txt", "Range: bytes=100000-199999");
    assertThat(piece).contains("Content-Range: bytes 100000-199999/3000000\r\n");
    assertThat(piece.endsWith("\r\n\r\n" + part(100_000, 200_000))).isTrue();
  }

  @Test
  void http10_keepsTheConnectionIfAsked_elseItsEndIsTheFilesEnd() throws Exception {
    String old = "GET /large.txt HTTP/1.0\r\n";
    try (MemoryPeer peer = rig.http.connect()) {
      String begun = rig.http.send(peer, old + "Connection: keep-alive\r\n\r\n");
      assertThat(begun).contains("\r\nConnection: keep-alive\r\n");
      String rest = rig.readAll(peer, begun.indexOf("\r\n\r\n") + 4 + LARGE - begun.length());
      assertThat((begun + rest).endsWith(part(LARGE - 100, LARGE))).isTrue();
      assertThat(rig.http.send(peer, old.replace("large", "d") + "\r\n"))
          .contains("\r\nConnection: close\r\n")
          .endsWith(DIGITS);
    }
    try (MemoryPeer peer = rig.http.connect()) {
      String begun = rig.http.send(peer, old + "\r\n");
      String all = begun + rig.readAll(peer, Integer.MAX_VALUE);
      assertThat(all.length() - all.indexOf("\r\n\r\n")).isEqualTo(LARGE + 4);
    }
  }

  @Test
  void conditions_answer304And412() throws Exception {
    String notModified = "HTTP/1.1 304 Not Modified\r\nETag: " + FilesRig.tag(10) + "\r\n\r\n";
    assertThat(rig.get("/d.txt", "If-None-Match: W/" + FilesRig.tag(10))).isEqualTo(notModified);
    assertThat(rig.ask("HEAD", "/d.txt", "If-None-Match: *")).isEqualTo(notModified);
    assertThat(rig.get("/d.txt", "If-Modified-Since: " + FilesRig.CHANGED)).isEqualTo(notModified);
    assertThat(rig.get("/d.txt", "If-None-Match: *", "Range: bytes=0-1")).isEqualTo(notModified);
    assertThat(rig.get("/d.txt", "If-Match: \"other\"", "Range: bytes=99-"))
        .isEqualTo(
            "HTTP/1.1 412 Precondition Failed\r\n"
                + TEXT
                + "Content-Length: 24\r\n\r\n412 Precondition Failed\n");
    assertThat(rig.status("/none", "If-Match: *")).isEqualTo(404);
  }

  @Test
  void aChange_changesTheTag() throws Exception {
    String before = rig.get("/d.txt");
    Path file = root.resolve("d.txt");
    Files.setLastModifiedTime(file, FileTime.fromMillis(784_111_777_001L));
    assertThat(rig.get("/d.txt"))
        .isNotEqualTo(before)
        .contains("Last-Modified: " + FilesRig.CHANGED);
    assertThat(rig.status("/d.txt", "If-None-Match: " + FilesRig.tag(10))).isEqualTo(200);
  }

  @Test
  void aDateToCome_isNotTold() throws Exception {
    Path file = root.resolve("d.txt");
    Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis() + 86_400_000));
    long before = System.currentTimeMillis() / 1_000;
    Matcher m = Pattern.compile("Last-Modified: (.*)\r\n").matcher(rig.get("/d.txt"));
    assertThat(m.find()).isTrue();
    assertThat(HttpDateParser.parse(dev.mg.MgStr.of(m.group(1))))
        .isBetween(before, System.currentTimeMillis() / 1_000);
  }

  private void sibling(String name, String content) throws IOException {
    FilesRig.file(root, name, content);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "none                     | DIGITS",
        "gzip                     | zip",
        "gzip, br                 | brotli",
        "br;q=0.5, gzip           | zip",
        "br;q=0, gzip;q=0.1       | zip",
        "*                        | brotli",
        "*;q=0                    | DIGITS",
        "gzip;q=0.5, identity     | DIGITS",
        "deflate                  | DIGITS",
        "gzip;q=0.5, br;q=0.7     | brotli",
      })
  void siblingsInOtherCodings(String accepted, String expected) throws Exception {
    sibling("d.txt.gz", "zip");
    sibling("d.txt.br", "brotli");
    String answer = rig.get("/d.txt", accepted == null ? "X: y" : "Accept-Encoding: " + accepted);
    String coding = expected.equals("zip") ? "gzip" : expected.equals("brotli") ? "br" : null;
    String body = expected.replace("DIGITS", DIGITS);
    String tag = FilesRig.validators(body.length());
    assertThat(answer)
        .isEqualTo(
            "HTTP/1.1 200 OK\r\n"
                + (coding == null ? tag : tag.replaceFirst("(\".*?)\"\r", "$1-" + coding + "\"\r"))
                + (coding == null ? "" : "Content-Encoding: " + coding + "\r\n")
                + "Vary: Accept-Encoding\r\n"
                + TEXT
                + "Content-Length: "
                + body.length()
                + "\r\n\r\n"
                + body);
  }

  @Test
  void aSiblingThatMayNotBeRead_leavesTheFileItself() throws Exception {
    FileSource.Entry locked =
        new FileSource.Entry() {
          @Override
          public boolean isFolder() {
            return false;
          }

          @Override
          public OpenFile open() throws IOException {
            throw new AccessDeniedException("d.txt.br");
          }
        };
    DiskFolder folder = DiskFolder.of(root);
    FileSource files =
        new FileSource() {
          @Override
          public @Nullable Entry find(String path) throws IOException {
            if (path.endsWith(".gz")) {
              throw new AccessDeniedException(path);
            }
            return path.endsWith(".br") ? locked : folder.find(path);
          }

          @Override
          public @Nullable List<Item> list(String path, boolean hidden, int max) {
            return null;
          }
        };
    rig.options.files.add("", files);
    assertThat(rig.get("/d.txt", "Accept-Encoding: br, gzip"))
        .isEqualTo(
            "HTTP/1.1 200 OK\r\n"
                + FilesRig.validators(10)
                + "Vary: Accept-Encoding\r\n"
                + TEXT
                + "Content-Length: 10\r\n\r\n"
                + DIGITS);
  }

  @Test
  void siblings_haveTheirOwnTagsAndRanges_andMayBeOff() throws Exception {
    sibling("d.txt.gz", "zipzipzipz");
    String[] accept = {"Accept-Encoding: gzip", "X: y"};
    assertThat(rig.get("/d.txt", accept[0], "Range: bytes=1-2"))
        .contains("Content-Encoding: gzip\r\n", "Content-Range: bytes 1-2/10\r\n")
        .endsWith("\r\n\r\nip");
    assertThat(rig.status("/d.txt", accept[0], "If-None-Match: " + FilesRig.tag(10)))
        .isEqualTo(200);
    assertThat(rig.get("/d.txt", accept[0], "If-None-Match: *"))
        .contains("304", "Vary: Accept-Encoding\r\n", "-gzip\"\r\n");
    assertThat(rig.get("/d.txt.gz", accept))
        .contains("Content-Type: application/gzip\r\n")
        .doesNotContain("Content-Encoding");
    rig.options.precompressed(false);
    assertThat(rig.get("/d.txt", accept)).endsWith(DIGITS).doesNotContain("Vary");
  }

  @Test
  void aFileThatShrinksWhileItIsSent_endsTheConnection_short() throws Exception {
    try (MemoryPeer peer = rig.http.connect()) {
      String begun = rig.http.send(peer, "GET /large.txt HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(begun).contains("Content-Length: 3000000\r\n");
      try (RandomAccessFile file = new RandomAccessFile(root.resolve("large.txt").toFile(), "rw")) {
        file.setLength(begun.length());
      }
      String all = begun + rig.readAll(peer, LARGE);
      assertThat(all.length()).isLessThan(LARGE);
      assertThat(rig.http.log.toString()).contains("ERROR OTHER").endsWith("CLOSE ERROR]");
    }
  }

  @Test
  void aFileThatGrowsWhileItIsSent_isSentAsLongAsItWas() throws Exception {
    try (MemoryPeer peer = rig.http.connect()) {
      String begun = rig.http.send(peer, "GET /large.txt HTTP/1.1\r\nHost: a\r\n\r\n");
      Files.write(root.resolve("large.txt"), new byte[LARGE + 100_000]);
      String all = begun + rig.readAll(peer, Integer.MAX_VALUE);
      assertThat(all.length() - all.indexOf("\r\n\r\n")).isEqualTo(LARGE + 4);
      assertThat(rig.http.send(peer, "GET /d.txt HTTP/1.1\r\nHost: a\r\n\r\n")).endsWith(DIGITS);
    }
  }
}
