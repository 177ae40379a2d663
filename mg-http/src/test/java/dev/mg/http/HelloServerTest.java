package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgException;
import dev.mg.MgLog;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@link MgHttp#hello}. */
class HelloServerTest {
  private static final Duration WAIT = Duration.ofSeconds(20);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private String ask(String url, String body) throws Exception {
    HttpRequest.Builder b = HttpRequest.newBuilder(URI.create(url)).timeout(WAIT);
    return http.send(b.POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString()).body();
  }

  @Test
  void hello_saysHi_setsTheLevel_andEndsAfterTheReplyToQuit() throws Exception {
    int level = MgLog.level();
    CompletableFuture<String> url = new CompletableFuture<>();
    CompletableFuture<Void> server =
        CompletableFuture.runAsync(
            () -> {
              try (MgManager mgr = MgManager.create(new MgOptions().transport("nio"))) {
                mgr.execute(
                    () -> mgr.connections().forEach(c -> url.complete("http://" + c.loc())));
                HelloServer.run(mgr, "http://127.0.0.1:0");
              }
            },
            task -> new Thread(task).start());
    try {
      String at = url.get(WAIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(ask(at + "/", "")).isEqualTo("hi\n");
      assertThat(ask(at + "/debug", "{\"level\": 0}")).isEqualTo("log level 0\n");
      assertThat(MgLog.level()).isZero();
      assertThat(ask(at + "/debug", "{\"level\": 5}")).startsWith("send ");
      assertThat(ask(at + "/debug", "")).startsWith("send ");
      assertThat(MgLog.level()).isZero();
      assertThat(ask(at + "/quit", "")).isEqualTo("bye\n");
      server.get(WAIT.toSeconds(), TimeUnit.SECONDS);
    } finally {
      MgLog.set(level);
    }
  }

  @Test
  void hello_throwsWhatKeepsItFromListening() throws Exception {
    assertThatThrownBy(() -> MgHttp.hello("ftp://127.0.0.1:0")).isInstanceOf(MgException.class);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> MgHttp.hello("http://127.0.0.1:" + taken.getLocalPort()))
          .isInstanceOf(MgException.class)
          .hasMessageContaining("cannot listen");
    }
  }
}
