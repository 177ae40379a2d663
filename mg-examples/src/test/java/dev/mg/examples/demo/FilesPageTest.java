package dev.mg.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mg.examples.Example;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder in a real browser: its list, and a page with style, script and picture of its own. */
class FilesPageTest {
  private static final Pattern LISTENING = Pattern.compile("^listening on (127\\.0\\.0\\.1:\\d+)$");
  private static final String PAGE =
      """
      <!doctype html><meta charset="utf-8"><link rel="icon" href="dot.svg">
      <link rel="stylesheet" href="style.css"><p id="p">before</p><img id="i" src="dot.svg">
      <script src="code.js"></script>
      """;
  private static final String DOT =
      "<svg xmlns='http://www.w3.org/2000/svg' width='7' height='7'><circle r='3'/></svg>";

  @Test
  void listAndPage_areShown_andNothingFails(@TempDir Path profile, @TempDir Path folder)
      throws Exception {
    Path program = Browser.find().orElse(null);
    assumeTrue(program != null, "no chromium on the PATH: on Debian, apt-get install chromium");
    Path site = Files.createDirectory(folder.resolve("a <site> ü"));
    Files.writeString(site.resolve("page.html"), PAGE);
    Files.writeString(site.resolve("style.css"), "p{color:rgb(1,2,3)}");
    Files.writeString(site.resolve("code.js"), "document.getElementById('p').textContent='grün'");
    Files.writeString(site.resolve("dot.svg"), DOT);
    try (Child server = Example.start(LISTENING, "files", "0", folder.toString());
        Browser browser = Browser.start(program, profile);
        Tab tab = browser.open("http://" + server.sign().group(1) + "/")) {
      String link = "document.querySelector('td a').%s";
      assertThat(tab.eval(link.formatted("textContent")).asText()).isEqualTo("a <site> ü/");
      tab.eval(link.formatted("click()"));
      tab.until("document.querySelectorAll('td a').length === 5");
      tab.eval("document.querySelector('a[href=\"page.html\"]').click()");
      tab.until("document.getElementById('p')?.textContent === 'grün'");
      tab.until("document.getElementById('i').naturalWidth === 7");
      assertThat(tab.eval("getComputedStyle(document.getElementById('p')).color").asText())
          .isEqualTo("rgb(1, 2, 3)");
      assertThat(tab.complaints()).noneMatch(line -> !line.contains("favicon"));
    }
  }
}
