package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.MgOptions;
import dev.mg.testkit.MemoryPeer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms whose files are stored as they arrive. */
class UploadTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String TWO =
      field("who", "joe") + file("f", "a.txt", "hello\r\n") + file("g", "b c.bin", "\0\u00ff");

  @TempDir Path dir;

  private final List<MgUploaded> done = new ArrayList<>();

  private static String field(String name, String value) {
    return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  }

  private static String file(String name, String filename, String data) {
    return "--b\r\nContent-Disposition: form-data; name=\""
        + name
        + "\"; filename=\""
        + filename
        + "\"\r\nContent-Type: text/x\r\n\r\n"
        + data
        + "\r\n";
  }

  private static String post(String body) {
    return head(body.length()) + body;
  }

  private static String head(long length) {
    return "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\n"
        + "Content-Length: "
        + length
        + "\r\n\r\n";
  }

  private MgHandler storing(MgUpload rules) {
    return (c, ev, evData, fnData) -> {
      if (ev == MgHttp.EV_HDRS && ((MgHttpMessage) evData).method.is("POST")) {
        MgHttp.upload(
            c,
            (MgHttpMessage) evData,
            rules,
            (to, form) -> {
              done.add(form);
              MgHttp.reply(to, 200, "", "stored " + form.files().size());
            });
      } else if (ev == MgHttp.EV_MSG) {
        MgHttp.reply(c, 200, "", "hi");
      }
    };
  }

  /** What is in the directory, by name, with its content. */
  private List<String> stored() throws IOException {
    try (Stream<Path> all = Files.list(dir)) {
      List<String> out = new ArrayList<>();
      for (Path each : all.sorted().toList()) {
        String text =
            Files.isDirectory(each) ? "/" : Files.readString(each, StandardCharsets.ISO_8859_1);
        out.add(each.getFileName() + "=" + text);
      }
      return out;
    }
  }

  private static void assertRefused(String answer, int status) {
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains("\r\n\r\n" + status + " ");
  }

  private void assertRefusedAndNothingLeft(MgUpload rules, String body, int status)
      throws Exception {
    try (HttpRig rig = new HttpRig(storing(rules))) {
      assertRefused(rig.exchange(post(body)), status);
      assertThat(done).isEmpty();
      assertThat(stored()).isEmpty();
      assertThat(rig.exchange(GET)).as("another request").isEqualTo(HttpRig.ok("hi"));
    }
  }

  @Test
  void files_areThereWhenTheFormIs_andFieldsAreTold() throws Exception {
    try (HttpRig rig = new HttpRig(storing(new MgUpload(dir)))) {
      assertThat(rig.exchange(post(TWO + "--b--\r\n") + GET))
          .isEqualTo(HttpRig.ok("stored 2") + HttpRig.ok("hi"));
      assertThat(stored()).containsExactly("a.txt=hello\r\n", "b c.bin=\0\u00ff");
      assertThat(done)
          .containsExactly(
              new MgUploaded(
                  List.of(
                      new MgUploaded.File("f", dir.resolve("a.txt"), 7, "text/x"),
                      new MgUploaded.File("g", dir.resolve("b c.bin"), 2, "text/x")),
                  List.of(new MgUploaded.Field("who", "joe"))));
      assertThat(done.get(0).field("who")).isEqualTo("joe");
      assertThat(done.get(0).field("f")).isNull();
    }
  }

  @Test
  void files_areTheSameHoweverTheyArrive() throws Exception {
    byte[] wire = post(TWO + "--b--").getBytes(StandardCharsets.ISO_8859_1);
    try (HttpRig rig = new HttpRig(storing(new MgUpload(dir).overwrites(true)));
        MemoryPeer peer = rig.connect()) {
      peer.dribble(wire, rig::poll);
      rig.poll();
      assertThat(rig.received(peer)).isEqualTo(HttpRig.ok("stored 2"));
      assertThat(stored()).containsExactly("a.txt=hello\r\n", "b c.bin=\0\u00ff");
      String chunked =
          "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n";
      String body = file("f", "c", "1") + "--b--";
      StringBuilder chunks = new StringBuilder();
      for (int i = 0; i < body.length(); i++) {
        chunks.append("1\r\n").append(body.charAt(i)).append("\r\n");
      }
      assertThat(rig.send(peer, chunked + chunks + "0\r\n\r\n")).isEqualTo(HttpRig.ok("stored 1"));
      assertThat(stored()).contains("c=1");
    }
  }

  @Test
  void nothingIsSeenUnderItsName_beforeTheFormIsWhole() throws Exception {
    String body = TWO + "--b--";
    try (HttpRig rig = new HttpRig(storing(new MgUpload(dir)));
        MemoryPeer peer = rig.connect()) {
      assertThat(rig.send(peer, head(body.length()) + TWO)).isEmpty();
      assertThat(stored()).hasSize(2).allMatch(name -> name.startsWith(".mg-upload-"));
      assertThat(rig.send(peer, "--b--")).isEqualTo(HttpRig.ok("stored 2"));
      assertThat(stored()).hasSize(2).noneMatch(name -> name.startsWith("."));
    }
  }

  @Test
  void aPeerThatLeaves_leavesNothing_norDoesAManagerThatCloses() throws Exception {
    try (HttpRig rig = new HttpRig(storing(new MgUpload(dir)))) {
      MemoryPeer first = rig.connect();
      rig.send(first, head(1_000) + TWO);
      assertThat(stored()).hasSize(2);
      first.close();
      rig.poll();
      assertThat(stored()).isEmpty();
      MemoryPeer second = rig.connect();
      rig.send(second, head(1_000) + TWO);
      second.reset();
      rig.poll();
      assertThat(stored()).isEmpty();
      rig.send(rig.connect(), head(1_000) + TWO);
      assertThat(stored()).hasSize(2);
    }
    assertThat(stored()).isEmpty();
    assertThat(done).isEmpty();
  }

  @Test
  void aPeerThatStops_isCutByTheDeadline_andLeavesNothing() throws Exception {
    MgOptions options = new MgOptions().httpBodyStallTimeoutMs(5_000);
    try (HttpRig rig = new HttpRig(options, storing(new MgUpload(dir)));
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, head(1_000) + TWO);
      rig.pass(8_000);
      assertThat(rig.received(peer)).startsWith("HTTP/1.1 408 ");
      assertThat(stored()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../a",
        "..",
        ".",
        ".a",
        "a.",
        "a ",
        " a",
        "a/b",
        "/etc/passwd",
        "a\\\\b",
        "C:\\\\a",
        "a\0",
        "a\tb",
        "a%0d%0ab",
        "a\u007f",
        "\u00ff",
        "\u00c2\u0085",
        "\u00e2\u0080\u00ae.txt",
        "\u00ef\u00bf\u00bd"
      })
  void unsafeNames_areRefused(String name) throws Exception {
    String ok = file("f", "ok", "1");
    assertRefusedAndNothingLeft(new MgUpload(dir), ok + file("g", name, "2") + "--b--", 400);
  }

  @Test
  void names_mayBeAnythingElse_upTo200Bytes() throws Exception {
    String longest = "\u00c3\u00a9".repeat(100);
    for (String name : new String[] {"a..b", "a b", "%41", "a%22", "-rf", "~", "a:b", longest}) {
      try (HttpRig rig = new HttpRig(storing(new MgUpload(dir)))) {
        assertThat(rig.exchange(post(file("f", name, "1") + "--b--")))
            .isEqualTo(HttpRig.ok("stored 1"));
      }
    }
    assertThat(stored())
        .containsExactlyInAnyOrder(
            "a..b=1",
            "a b=1",
            "%41=1",
            "a\"=1",
            "-rf=1",
            "~=1",
            "a:b=1",
            "\u00e9".repeat(100) + "=1");
    try (HttpRig rig = new HttpRig(storing(new MgUpload(dir)))) {
      assertRefused(rig.exchange(post(file("f", longest + "x", "1") + "--b--")), 400);
    }
  }

  @Test
  void whatIsNoForm_isRefused() throws Exception {
    MgUpload rules = new MgUpload(dir);
    for (String body :
        new String[] {
          TWO,
          TWO + "--b-",
          "",
          "x",
          file("f", "a", "1") + "--bx\r\n\r\n--b--",
          file("f", "a", "1") + "--b\r\nA : b\r\n\r\n\r\n--b--",
          file("f", "a", "1") + "--b\r\n\r\nno disposition\r\n--b--",
          file("f", "a", "1") + "--b\r\nContent-Disposition: form-data\r\n\r\n\r\n--b--",
          file("f", "a", "1") + "--b\r\nContent-Disposition: form-data; name=\"a\r\n\r\n\r\n--b--",
          file("f", "", "data without a name") + "--b--"
        }) {
      assertRefusedAndNothingLeft(rules, body, 400);
    }
  }

  @Test
  void aFileInputLeftEmpty_isNoFile() throws Exception {
    try (HttpRig rig = new HttpRig(storing(new MgUpload(dir)))) {
      assertThat(rig.exchange(post(file("f", "", "") + field("a", "") + "--b--")))
          .isEqualTo(HttpRig.ok("stored 0"));
      assertThat(done.get(0).fields()).containsExactly(new MgUploaded.Field("a", ""));
    }
  }

  @Test
  void limits_areExact_andNothingStays() throws Exception {
    String five = file("f", "a", "12345") + "--b--";
    assertRefusedAndNothingLeft(new MgUpload(dir).maxFileBytes(4), five, 413);
    assertRefusedAndNothingLeft(new MgUpload(dir).maxTotalBytes(five.length() - 1), five, 413);
    assertRefusedAndNothingLeft(new MgUpload(dir).maxParts(0), five, 413);
    String fields = field("ab", "123") + field("c", "4567") + "--b--";
    assertRefusedAndNothingLeft(new MgUpload(dir).maxFieldBytes(9), fields, 413);
    MgUpload just =
        new MgUpload(dir).maxFileBytes(5).maxTotalBytes(five.length()).maxParts(1).maxFieldBytes(0);
    try (HttpRig rig = new HttpRig(storing(just))) {
      assertThat(rig.exchange(post(five))).isEqualTo(HttpRig.ok("stored 1"));
    }
    MgUpload enough = new MgUpload(dir).maxParts(2).maxFieldBytes(10);
    try (HttpRig rig = new HttpRig(storing(enough))) {
      assertThat(rig.exchange(post(fields))).isEqualTo(HttpRig.ok("stored 0"));
    }
  }

  @Test
  void aFormThatSaysItIsTooLong_isRefusedBeforeItsBody() throws Exception {
    try (HttpRig rig = new HttpRig(storing(new MgUpload(dir).maxTotalBytes(1_000)))) {
      String waiting = head(1_001).replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n");
      assertRefused(rig.exchange(waiting), 413);
      assertThat(rig.exchange(head(1_000).replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n")))
          .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
    }
  }

  @Test
  void aChunkedForm_isCutWhereItGetsTooLong() throws Exception {
    try (HttpRig rig = new HttpRig(storing(new MgUpload(dir).maxTotalBytes(1_000)));
        MemoryPeer peer = rig.connect()) {
      rig.send(
          peer,
          head(0).replace("Content-Length: 0", "Transfer-Encoding: chunked")
              + "1000\r\n"
              + file("f", "a", "x".repeat(800)));
      String answer = rig.send(peer, "x".repeat(1_000));
      assertRefused(answer, 413);
      assertThat(answer).contains("Connection: close");
      assertThat(stored()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain,415",
    "multipart/mixed; boundary=b,415",
    "multipart/form-data,400",
    "multipart/form-data; boundary=*,400"
  })
  void otherTypes_areRefused(String type, int status) throws Exception {
    try (HttpRig rig = new HttpRig(storing(new MgUpload(dir)))) {
      String wire = post(TWO + "--b--").replace("multipart/form-data; boundary=b", type);
      assertRefused(rig.exchange(wire), status);
    }
  }

  @Test
  void aNameThatIsTaken_isRefused_andTheOthersAreTakenBack() throws Exception {
    Files.writeString(dir.resolve("b"), "old");
    Files.createDirectory(dir.resolve("d"));
    MgUpload rules = new MgUpload(dir);
    String body = file("f", "a", "1") + file("f", "b", "2") + "--b--";
    try (HttpRig rig = new HttpRig(storing(rules))) {
      assertRefused(rig.exchange(post(body)), 409);
      assertThat(stored()).containsExactly("b=old", "d=/");
      assertRefused(rig.exchange(post(file("f", "c", "1") + file("f", "c", "2") + "--b--")), 409);
      assertThat(stored()).containsExactly("b=old", "d=/");
      rules.overwrites(true);
      assertThat(rig.exchange(post(body))).isEqualTo(HttpRig.ok("stored 2"));
      assertThat(stored()).containsExactly("a=1", "b=2", "d=/");
      String last = file("f", "a", "new") + file("f", "d", "1") + "--b--";
      assertRefused(rig.exchange(post(last)), 409);
      assertThat(stored()).as("nothing is lost").containsExactly("a=1", "b=2", "d=/");
    }
  }

  @Test
  void aDiskThatFails_isA500() throws Exception {
    Path gone = Files.createDirectory(dir.resolve("gone"));
    MgUpload rules = new MgUpload(gone);
    Files.delete(gone);
    try (HttpRig rig = new HttpRig(storing(rules))) {
      assertRefused(rig.exchange(post(TWO + "--b--")), 500);
      assertThat(done).isEmpty();
    }
  }

  @Test
  void theAnswerMayComeLater() throws Exception {
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_HDRS) {
            MgHttp.upload(
                c,
                (MgHttpMessage) evData,
                new MgUpload(dir),
                (to, form) -> to.mgr().timerAdd(1_000, 0, () -> MgHttp.reply(to, 200, "", "late")));
          }
        };
    try (HttpRig rig = new HttpRig(fn);
        MemoryPeer peer = rig.connect()) {
      assertThat(rig.send(peer, post(TWO + "--b--"))).isEmpty();
      rig.pass(2_000);
      assertThat(rig.received(peer)).isEqualTo(HttpRig.ok("late"));
      assertThat(stored()).hasSize(2);
    }
  }

  @Test
  void piecesAreStillTold_andAProgramThatAnswersEarlyEndsIt() throws Exception {
    long[] seen = new long[1];
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_HDRS) {
            MgHttp.upload(c, (MgHttpMessage) evData, new MgUpload(dir), (to, form) -> {});
          } else if (ev == MgHttp.EV_CHUNK) {
            seen[0] += ((MgHttpMessage) evData).chunk.len();
            MgHttp.reply(c, 403, "", "not you");
          }
        };
    try (HttpRig rig = new HttpRig(fn);
        MemoryPeer peer = rig.connect()) {
      String answer = rig.send(peer, head(1_000) + TWO);
      assertThat(answer).startsWith("HTTP/1.1 403 ").endsWith("not you");
      assertThat(seen[0]).isEqualTo(TWO.length());
      assertThat(stored()).isEmpty();
    }
  }

  @Test
  void misuse_throws() throws Exception {
    assertThatThrownBy(() -> new MgUpload(dir.resolve("none")))
        .isInstanceOf(MgException.class)
        .hasMessageContaining("create it");
    assertThatThrownBy(() -> new MgUpload(dir).maxFileBytes(-1))
        .isInstanceOf(MgException.class)
        .hasMessageContaining("-1");
    List<Throwable> thrown = new ArrayList<>();
    MgHandler late =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_MSG) {
            try {
              MgHttp.upload(c, (MgHttpMessage) evData, new MgUpload(dir), (to, form) -> {});
            } catch (MgException e) {
              thrown.add(e);
            }
            MgHttp.reply(c, 200, "", "");
          }
        };
    try (HttpRig rig = new HttpRig(late)) {
      rig.exchange(post(TWO + "--b--"));
      rig.exchange("POST / HTTP/1.1\r\nHost: a\r\nContent-Type: a/b\r\n\r\n");
      assertThat(thrown).hasSize(2);
      assertThat(thrown).allSatisfy(each -> assertThat(each).hasMessageContaining("EV_HDRS"));
    }
  }
}
