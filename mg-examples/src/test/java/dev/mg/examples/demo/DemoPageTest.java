package dev.mg.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo's page in a real browser, served by a process of its own, on every transport. */
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"nio", "netty", "netty-epoll"})
class DemoPageTest {
  private static final Pattern BANNER =
      Pattern.compile("mg demo on (http://127\\.0\\.0\\.1:\\d+) +\\(transport ([^;]+);");

  private static @Nullable Browser browser;
  private static @Nullable Child server;

  @Parameter String transport = "";

  @BeforeAll
  static void startBrowser(@TempDir Path profile) throws IOException {
    Path program = Browser.find().orElse(null);
    assumeTrue(program != null, "no chromium on the PATH: on Debian, apt-get install chromium");
    browser = Browser.start(program, profile);
  }

  @AfterAll
  static void endBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeParameterizedClassInvocation
  static void startServer(String transport) throws IOException {
    assumeTrue(
        !transport.equals("netty-epoll")
            || (System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64")),
        "netty-epoll: its natives are here for Linux on x86_64 only");
    server = serve(transport);
  }

  @AfterParameterizedClassInvocation
  static void endServer() {
    server.close();
    assertThat(server.output()).doesNotContainPattern(" (WARNING|SEVERE) |Exception");
  }

  private static Child serve(String transport) throws IOException {
    return Child.start(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-Duser.language=en",
            "-Ddev.mg.check=true",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.mg.examples.Main",
            "run",
            "--transport",
            transport,
            "--port",
            "0"),
        BANNER);
  }

  /** A tab that shows the page and is connected. */
  private static Tab open(Child server) {
    Tab tab = browser.open(server.sign().group(1) + "/");
    tab.until("$('#state').textContent === 'connected'");
    return tab;
  }

  private static Tab open() {
    return open(server);
  }

  /** Waits for a line of the chat, and takes its text. */
  private static void awaitChat(Tab tab, String text) {
    tab.until(
        "[...document.querySelectorAll('#chat-log p, #chat-log .note')]"
            + ".some(line => line.textContent === '%s')".formatted(text));
  }

  @Test
  void page_connects_namesItsTransport_andNothingFails() {
    assertThat(server.sign().group(2)).isEqualTo(transport);
    try (Tab tab = open()) {
      assertThat(tab.text("#transport")).isEqualTo(transport);
      assertThat(tab.eval("$('#slots .on').textContent").asText()).isEqualTo(transport);
      tab.until("$('#conns').textContent !== '–'");
      assertThat(tab.complaints()).isEmpty();
    }
  }

  @Test
  void chatLine_appearsInTheOtherTab_andItsMarkupStaysText() {
    String line = "<img src=x onerror=run()> <b>grüß dich 😀</b> & <script>run()</script>";
    try (Tab ann = open();
        Tab ben = open()) {
      ann.type("#chat-input", line);
      ann.click("#chat-send");
      for (Tab tab : List.of(ann, ben)) {
        awaitChat(tab, line);
        assertThat(tab.eval("document.querySelectorAll('#chat-log p *').length").asInt()).isZero();
        assertThat(tab.complaints()).isEmpty();
      }
      assertThat(ann.eval("$('#chat-input').value").asText()).isEmpty();
    }
  }

  @Test
  void rename_isTold_andHeadsTheNextLine() {
    try (Tab ben = open();
        Tab ann = open()) {
      String before = ann.eval("$('#name-input').value").asText();
      ann.type("#name-input", "Ann <3");
      ann.pressEnter();
      awaitChat(ann, "You are now Ann <3");
      awaitChat(ben, before + " is now Ann <3");

      ann.type("#chat-input", "hello");
      ann.pressEnter();
      awaitChat(ben, "hello");
      assertThat(ben.text("#chat-log .msg:last-child .who")).isEqualTo("Ann <3");
      assertThat(ann.text("#chat-log .msg:last-child .who")).isEqualTo("Ann <3 (you)");
      assertThat(ben.complaints()).isEmpty();
    }
  }

  @Test
  void echo_comesBackWithItsTime_asTextAndAsBytes() {
    try (Tab tab = open()) {
      tab.type("#echo-input", "größer");
      tab.click("#echo-send");
      tab.until("$('#echo-log .line:nth-child(1) span')?.textContent === 'größer'");

      tab.click("#echo-binary");
      tab.click("#echo-send");
      tab.until("$('#echo-log .line:nth-child(2) span')?.textContent === 'größer (8\\u00a0bytes)'");

      assertThat(tab.text("#echo-log .line:nth-child(1) b")).matches("(< )?[\\d.]+\u00a0(µs|ms)");
      assertThat(tab.eval("document.querySelectorAll('#echo-log .bad').length").asInt()).isZero();
      assertThat(tab.complaints()).isEmpty();
    }
  }

  @Test
  void burst_endsWithItsRate() {
    try (Tab tab = open()) {
      tab.click("#burst");
      tab.until("!$('#burst').disabled && $('#burst-result b') !== null");
      assertThat(tab.text("#burst-result"))
          .matches("[\\d,]*[1-9][\\d,]* messages/s .* p50 .* p99 ");
      assertThat(tab.complaints()).isEmpty();
    }
  }

  @Test
  void counters_followWhatHappens_andThePlotMoves() throws IOException {
    String sockets = "$('#conns-sub').textContent === '%s · 1\\u00a0listener'";
    String messages =
        "Number([...document.querySelectorAll('#events tr')]"
            + ".find(row => row.cells[0].textContent === 'WS_MSG').cells[3].textContent.replaceAll(',', ''))";
    try (Tab tab = open()) {
      // Tabs of before are noticed first.
      tab.until(sockets.formatted("1\\u00a0WebSocket"));
      int conns = tab.eval("Number($('#conns').textContent)").asInt();
      assertThat(conns).isPositive();
      int seen = tab.eval(messages).asInt();
      String plot = tab.eval("$('#plot').toDataURL()").asText();

      try (Tab second = open()) {
        tab.until(sockets.formatted("2\\u00a0WebSockets"));
        second.click("#burst");
        tab.until(messages + " >= " + (seen + 1_000));
      }
      tab.until("$('#plot').toDataURL() !== '" + plot + "'");
      // For people: nothing compares it.
      tab.screenshot(
          Files.createDirectories(Path.of("target")).resolve("demo-" + transport + ".png"));
      assertThat(tab.complaints()).isEmpty();
    }
  }

  @Test
  void unknownPath_isNotFound_andIsNoticedHere() {
    try (Tab tab = open()) {
      assertThat(tab.eval("fetch('/nowhere').then(r => r.status)").asInt()).isEqualTo(404);
      assertThat(tab.complaints()).anyMatch(line -> line.contains("/nowhere"));
    }
  }

  @Test
  void endOfTheServer_isTold() throws IOException {
    try (Child own = serve(transport);
        Tab tab = open(own)) {
      own.end();
      tab.until("$('#state').textContent === 'server gone' && !$('#gone').hidden");
      assertThat(tab.text("#gone")).contains("The server is gone");
      assertThat(tab.eval("$('#chat-send').disabled").asBoolean()).isTrue();
    }
  }
}
