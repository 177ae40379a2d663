package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages put together from their includes, and what cannot be. */
class SsiPagesTest {
  private static final String MISSING = "<!-- not included: not found -->";

  @TempDir Path dir;

  private Path root;
  private FilesRig rig;

  @BeforeEach
  void open() throws Exception {
    root = Files.createDirectory(dir.resolve("root"));
    rig = new FilesRig(root);
    rig.options.ssiPattern("#.shtml");
    FilesRig.file(dir, "outside.txt", "outside");
    FilesRig.file(root, "head.txt", "HEAD");
    FilesRig.file(root, "sub/part one.txt", "PART");
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private static String file(String path) {
    return "<!--#include file=\"" + path + "\" -->";
  }

  private static String virtual(String path) {
    return "<!--#include virtual=\"" + path + "\" -->";
  }

  private String page(String path, String content) throws Exception {
    FilesRig.file(root, path, content);
    return rig.body("/" + path);
  }

  @Test
  void thePage_isHtmlWithoutValidators() throws Exception {
    FilesRig.file(root, "a.shtml", "[" + file("head.txt") + "]");
    assertThat(rig.get("/a.shtml", "Range: bytes=0-0", "If-None-Match: *"))
        .isEqualTo(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 6\r\n\r\n"
                + "[HEAD]");
    assertThat(rig.ask("HEAD", "/a.shtml")).endsWith("Content-Length: 6\r\n\r\n");
  }

  @Test
  void files_areBesideThePageOrBelow() throws Exception {
    assertThat(page("a.shtml", file("sub/part one.txt") + file("./head.txt")))
        .isEqualTo("PARTHEAD");
    assertThat(page("sub/b.shtml", file("part one.txt"))).isEqualTo("PART");
    assertThat(
            page("sub/c.shtml", file("../head.txt") + file("/head.txt") + file("x/../../head.txt")))
        .isEqualTo(MISSING.repeat(3));
    FilesRig.file(root, "50%25.txt", "PERCENT");
    assertThat(page("d.shtml", file("50%25.txt"))).isEqualTo("PERCENT");
  }

  @Test
  void urls_areOfTheRootOrRelative() throws Exception {
    assertThat(
            page(
                "sub/a.shtml",
                virtual("/head.txt") + virtual("../head.txt") + virtual("part%20one.txt")))
        .isEqualTo("HEADHEADPART");
  }

  @Test
  void nothingOutsideTheRoot_norHidden_norAFolder() throws Exception {
    Files.createSymbolicLink(root.resolve("link.txt"), dir.resolve("outside.txt"));
    FilesRig.file(root, ".secret", "s");
    String[] bad = {
      "../outside.txt",
      "/../outside.txt",
      "%2e%2e/outside.txt",
      "..%2foutside.txt",
      "link.txt",
      ".secret",
      "sub",
      "sub/",
      "/",
      "",
      "none",
      "/etc/passwd",
      "a%00",
      "..\\outside.txt",
      "%zz"
    };
    for (String path : bad) {
      assertThat(page("a.shtml", "[" + virtual(path) + "]"))
          .as(path)
          .isEqualTo("[" + MISSING + "]");
      assertThat(page("b.shtml", "[" + file(path) + "]")).as(path).isEqualTo("[" + MISSING + "]");
    }
  }

  @Test
  void includes_ofIncludes_upToFive_andNoCircle() throws Exception {
    for (int i = 1; i <= 6; i++) {
      FilesRig.file(root, i + ".txt", i + file(i + 1 + ".txt"));
    }
    assertThat(page("a.shtml", file("1.txt"))).isEqualTo("12345<!-- not included: too deep -->");
    FilesRig.file(root, "x.txt", "x" + file("y.txt"));
    FilesRig.file(root, "y.txt", "y" + file("x.txt"));
    String circle = "<!-- not included: within itself -->";
    assertThat(page("b.shtml", file("x.txt") + file("x.txt"))).isEqualTo(("xy" + circle).repeat(2));
    assertThat(page("c.shtml", "c" + file("c.shtml"))).isEqualTo("c" + circle);
  }

  @Test
  void sizeAndNumber_areBounded() throws Exception {
    FilesRig.file(root.resolve("large.txt"), new byte[SsiPages.MAX_BYTES / 2]);
    String large = "<!-- not included: too large -->";
    FilesRig.file(root, "a.shtml", file("large.txt").repeat(3));
    assertThat(rig.ask("HEAD", "/a.shtml"))
        .contains("Content-Length: " + (SsiPages.MAX_BYTES + large.length()) + "\r\n");
    FilesRig.file(root, "empty.txt", "");
    assertThat(page("b.shtml", file("empty.txt").repeat(SsiPages.MAX_INCLUDES + 2)))
        .isEqualTo(large.repeat(2));
    assertThat(page("d.shtml", file("none.txt").repeat(SsiPages.MAX_INCLUDES + 2)))
        .isEqualTo(MISSING.repeat(SsiPages.MAX_INCLUDES) + large.repeat(2));
    FilesRig.file(root.resolve("c.shtml"), new byte[SsiPages.MAX_BYTES + 1]);
    assertThat(rig.status("/c.shtml")).isEqualTo(503);
  }

  @Test
  void otherPages_areSentAsTheyAre() throws Exception {
    assertThat(page("a.html", file("head.txt"))).isEqualTo(file("head.txt"));
  }
}
