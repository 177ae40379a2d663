package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mg.MgConnection;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.testkit.Pump;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads by curl, on each transport's sockets. */
class UploadCurlTest {
  private static final int WAIT_S = 30;
  private static final int BYTES = 5_000_000;

  @TempDir Path from;
  @TempDir Path to;

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void files_areTheSame_howeverCurlSendsThem(String transport) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is not installed");
    byte[] data = new byte[BYTES];
    new Random(7).nextBytes(data);
    Path file = Files.write(from.resolve("some \"file\".bin"), data);
    MgUpload rules = new MgUpload(to).maxFileBytes(BYTES).overwrites(true);
    try (MgManager mgr = MgManager.create(new MgOptions().transport(transport))) {
      MgConnection listener =
          MgHttp.listen(
              mgr,
              "http://127.0.0.1:0",
              (c, ev, evData, fnData) -> {
                if (ev == MgHttp.EV_HDRS) {
                  MgHttp.upload(c, (MgHttpMessage) evData, rules, UploadCurlTest::stored);
                }
              },
              null);
      String url = "http://" + listener.loc() + "/";
      String part = "f=@\"" + file.toString().replace("\"", "\\\"") + "\"";
      for (List<String> how :
          List.of(
              List.of("-H", "Expect:"),
              List.of("-H", "Expect: 100-continue"),
              List.of("-H", "Transfer-Encoding: chunked"),
              List.of("-0"))) {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "-F", part, url));
        command.addAll(how);
        assertThat(Pump.during(mgr, "curl " + how, () -> run(command)))
            .as("%s", how)
            .isEqualTo("some \"file\".bin");
        assertThat(to.resolve("some \"file\".bin")).hasBinaryContent(data);
      }
      Files.write(file, new byte[] {1}, StandardOpenOption.APPEND);
      List<String> longer = List.of("curl", "-sS", "-F", part, url);
      assertThat(Pump.during(mgr, "curl", () -> run(longer))).startsWith("413 ");
      assertThat(to).isDirectoryNotContaining("glob:**.mg-upload-*");
    }
  }

  private static void stored(MgConnection c, MgUploaded form) {
    MgHttp.reply(c, 200, "", form.files().get(0).path().getFileName().toString());
  }

  private static String run(List<String> command) throws Exception {
    Process p = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(p.waitFor(WAIT_S, TimeUnit.SECONDS)).as("curl ends").isTrue();
    return out;
  }
}
