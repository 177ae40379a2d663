package dev.mg.examples.demo;

import static dev.mg.examples.demo.DevTools.params;

import dev.mg.MgStr;
import dev.mg.MgUtil;
import dev.mg.testkit.TestCertificates;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A headless Chromium with a profile of its own. */
final class Browser implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://\\S+)");

  private final Child process;
  private final DevTools tools;

  private Browser(Child process) {
    this.process = process;
    tools = new DevTools(URI.create(process.sign().group(1)));
  }

  /** The first Chromium there is on the PATH. */
  static Optional<Path> find() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Of the key of the certificate that tests serve with. */
  private static String keyHash() {
    byte[] key = TestCertificates.certificate("localhost").getPublicKey().getEncoded();
    return Base64.getEncoder().encodeToString(MgUtil.sha256(MgStr.of(key)));
  }

  /**
   * Starts it; it trusts the servers of {@link TestCertificates}.
   *
   * @param profile an empty folder; nobody else's while the browser runs
   */
  static Browser start(Path program, Path profile) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.add("--headless");
    // Its sandbox does not start for root.
    if ("root".equals(System.getProperty("user.name"))) {
      command.add("--no-sandbox");
    }
    command.addAll(
        List.of(
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            // Of all that is wrong with them their names are verified still.
            "--ignore-certificate-errors-spki-list=" + keyHash(),
            "--user-data-dir=" + profile,
            "--remote-debugging-port=0"));
    return new Browser(Child.start(command, LISTENING));
  }

  /** Opens a page in a new tab. */
  Tab open(String url) {
    String target =
        tools
            .call(null, "Target.createTarget", params().put("url", "about:blank"))
            .get("targetId")
            .asText();
    String session =
        tools
            .call(
                null,
                "Target.attachToTarget",
                params().put("targetId", target).put("flatten", true))
            .get("sessionId")
            .asText();
    Tab tab = new Tab(tools, target, session);
    tab.go(url);
    return tab;
  }

  @Override
  public void close() {
    process.end(() -> tools.call(null, "Browser.close", params()));
    tools.close();
  }
}
