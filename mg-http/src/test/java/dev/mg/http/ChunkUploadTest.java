package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One file in many requests. */
class ChunkUploadTest {
  private static final int MAX_BYTES = 10;

  @TempDir Path dir;

  private final List<Long> returned = new ArrayList<>();
  private HttpRig rig;

  @BeforeEach
  void start() {
    rig =
        new HttpRig(
            (c, ev, evData, fnData) -> {
              if (ev == MgHttp.EV_MSG) {
                returned.add(MgHttp.upload(c, (MgHttpMessage) evData, dir, MAX_BYTES));
              }
            });
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private String post(String query, String body) throws Exception {
    String head = "POST /upload?" + query + " HTTP/1.1\r\nHost: a\r\nContent-Length: ";
    return rig.exchange(head + body.length() + "\r\n\r\n" + body);
  }

  private static String ok(long length) {
    String text = length + "\n";
    return "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "
        + text.length()
        + "\r\n\r\n"
        + text;
  }

  @Test
  void pieces_areAppended_andTheFirstOneStartsAnew() throws Exception {
    assertThat(post("name=a.txt&offset=0", "hello")).isEqualTo(ok(5));
    assertThat(post("offset=5&name=a.txt", "you")).isEqualTo(ok(8));
    assertThat(post("name=a.txt&offset=8", "")).isEqualTo(ok(8));
    assertThat(Files.readString(dir.resolve("a.txt"))).isEqualTo("helloyou");
    assertThat(post("name=a.txt", "new")).isEqualTo(ok(3));
    assertThat(Files.readString(dir.resolve("a.txt"))).isEqualTo("new");
    assertThat(post("name=a%20b", "")).isEqualTo(ok(0));
    assertThat(dir.resolve("a b")).isEmptyFile();
    assertThat(returned).containsExactly(5L, 8L, 8L, 3L, 0L);
  }

  @Test
  void namesAndOffsets_areChecked() throws Exception {
    for (String query :
        new String[] {
          "",
          "offset=0",
          "name=",
          "name=..%2Fa",
          "name=%2e%2e",
          "name=a/b",
          "name=a%00",
          "name=a%zz",
          "name=.a",
          "name=a&offset=-1",
          "name=a&offset=",
          "name=a&offset=x",
          "name=a&offset=9223372036854775808"
        }) {
      assertThat(post(query, "x")).as(query).startsWith("HTTP/1.1 400 ");
    }
    assertThat(dir).isEmptyDirectory();
    assertThat(returned).containsOnly(-1L);
  }

  @Test
  void aGapIsRefused_andSoIsTooMuch() throws Exception {
    post("name=a", "12345");
    assertThat(post("name=a&offset=4", "x")).startsWith("HTTP/1.1 409 ").contains("has 5 bytes");
    assertThat(post("name=a&offset=6", "x")).startsWith("HTTP/1.1 409 ");
    assertThat(post("name=b&offset=1", "x")).startsWith("HTTP/1.1 409 ").contains("has 0 bytes");
    assertThat(post("name=a&offset=5", "123456")).startsWith("HTTP/1.1 413 ");
    assertThat(post("name=a&offset=9223372036854775807", "x")).startsWith("HTTP/1.1 413 ");
    assertThat(post("name=a&offset=5", "12345")).isEqualTo(ok(10));
    assertThat(dir.resolve("b")).doesNotExist();
  }

  @Test
  void whatIsNoFile_isNotWrittenTo_norWhereALinkLeads() throws Exception {
    Files.createDirectory(dir.resolve("d"));
    Path outside = Files.createTempFile("mg", "outside");
    try {
      Files.createSymbolicLink(dir.resolve("link"), outside);
      assertThat(post("name=d", "x")).startsWith("HTTP/1.1 409 ");
      assertThat(post("name=link", "x")).startsWith("HTTP/1.1 409 ");
      assertThat(outside).isEmptyFile();
    } finally {
      Files.delete(outside);
    }
  }
}
