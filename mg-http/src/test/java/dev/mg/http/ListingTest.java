package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The list of a folder. */
class ListingTest {
  private static final Pattern ROW =
      Pattern.compile(
          "<a href=\"([^\"]*)\"><svg[^>]*><use href=\"#.\"/></svg><(?:bdi|span)>(.*?)</");

  @TempDir Path dir;

  private Path root;
  private FilesRig rig;

  @BeforeEach
  void open() throws Exception {
    root = Files.createDirectory(dir.resolve("root"));
    rig = new FilesRig(root);
    rig.options.listing(true);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private List<String> rows(String path) throws Exception {
    List<String> rows = new ArrayList<>();
    ROW.matcher(rig.body(path)).results().forEach(m -> rows.add(m.group(1) + " " + m.group(2)));
    return rows;
  }

  @Test
  void theHead_letsNothingRun() throws Exception {
    String answer = rig.get("/");
    assertThat(answer)
        .startsWith(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
                + "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\n"
                + "Content-Length: ");
    String head = answer.substring(0, answer.indexOf("\r\n\r\n") + 4);
    assertThat(rig.ask("HEAD", "/")).isEqualTo(head);
  }

  @Test
  void foldersFirst_thenFiles_byNameAsPeopleCount() throws Exception {
    for (String name : new String[] {"b.txt", "a10.txt", "A9.txt", "z/x", "sub/x", "a1.txt"}) {
      FilesRig.file(root, name, "x");
    }
    assertThat(rows("/"))
        .containsExactly(
            "sub/ sub/",
            "z/ z/",
            "a1.txt a1.txt",
            "A9.txt A9.txt",
            "a10.txt a10.txt",
            "b.txt b.txt");
    assertThat(rows("/sub/")).containsExactly("../ Parent folder", "x x");
    assertThat(rig.body("/")).contains("2 folders, 4 files, 4 B");
  }

  @Test
  void names_areEscaped_forUrlAndForHtml() throws Exception {
    for (String name :
        new String[] {"<b>&\"'.txt", "a b%20?#.txt", "javascript:x", "\u202egpj.txt"}) {
      Files.createFile(root.resolve(name));
    }
    Files.createFile(Path.of(URI.create(root.toUri() + "%FF%0A")));
    assertThat(rows("/"))
        .containsExactlyInAnyOrder(
            "%3Cb%3E%26%22%27.txt &lt;b&gt;&amp;&quot;&#39;.txt",
            "a%20b%2520%3F%23.txt a b%20?#.txt",
            "javascript%3Ax javascript:x",
            "%E2%80%AEgpj.txt \u00e2\u0080\u00aegpj.txt",
            "%FF%0A \u00ef\u00bf\u00bd\u00ef\u00bf\u00bd");
    for (String row : rows("/")) {
      assertThat(rig.status("/" + row.substring(0, row.indexOf(' ')))).as(row).isEqualTo(200);
    }
    Files.createDirectories(root.resolve("<i>/&"));
    assertThat(rig.body("/%3ci%3e/&/"))
        .contains("<title>/&lt;i&gt;/&amp;/</title>")
        .contains("<a href=\"/%3Ci%3E/\"><bdi>&lt;i&gt;</bdi></a><i>/</i><bdi>&amp;</bdi></h1>");
  }

  @Test
  void whatCannotBeAskedFor_isNotListed() throws Exception {
    FilesRig.file(dir, "outside.txt", "x");
    FilesRig.file(root, ".hidden", "x");
    FilesRig.file(root, "seen", "x");
    Files.createSymbolicLink(root.resolve("out"), dir.resolve("outside.txt"));
    Files.createSymbolicLink(root.resolve("up"), Path.of(".."));
    Files.createSymbolicLink(root.resolve("broken"), Path.of("nowhere"));
    Files.createSymbolicLink(root.resolve("in"), Path.of("seen"));
    assertThat(rows("/")).containsExactly("in in", "seen seen");
    rig.options.hidden(true);
    assertThat(rows("/")).containsExactly(".hidden .hidden", "in in", "seen seen");
  }

  @Test
  void off_itIsNotFound_andAnIndexGoesFirst() throws Exception {
    FilesRig.file(root, "sub/index.html", "<p>index");
    assertThat(rig.body("/sub/")).isEqualTo("<p>index");
    rig.options.listing(false);
    assertThat(rig.status("/")).isEqualTo(404);
  }

  @Test
  void tooMany_areCut_andThePageSaysSo() {
    List<FileSource.Item> items = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      items.add(new FileSource.Item("f" + i, "f" + i, false, 1_000_000, 0));
    }
    assertThat(Listing.html("", items, 3).toString()).contains("3 files, 3.0 MB<");
    assertThat(Listing.html("", items, 2).toString())
        .contains("2 files, 2.0 MB; there are more, which are not shown<")
        .doesNotContain("f2");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "9949, 9.9 kB",
    "9950, 10 kB",
    "999499, 999 kB",
    "999500, 1.0 MB",
    "10737418240, 11 GB",
    "9223372036854775807, 9.2 EB"
  })
  void sizes(long bytes, String text) {
    assertThat(Listing.size(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "a, b",
    "a, B",
    "A, b",
    "a1, a2",
    "a2, a10",
    "a02, a3",
    "a2b, a10a",
    "a, a1",
    "1, a",
    "9, 10",
    "99999999999999999998, 99999999999999999999",
    "A, a"
  })
  void naturalOrder(String before, String after) {
    assertThat(Listing.naturally(before, after)).isNegative();
    assertThat(Listing.naturally(after, before)).isPositive();
    assertThat(Listing.naturally(after, after)).isZero();
  }
}
