package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgTlsOptions;
import dev.mg.spi.MgTlsEngineFactory;
import dev.mg.testkit.TestCertificates;
import java.io.IOException;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@link HttpClient} over TLS, with each engine there is. */
@Timeout(60)
class HttpsClientTest {
  private static final int STALL_MS = 20_000;
  private static final List<String> OVER_TLS =
      List.of("keep-alive", "pipelined", "post-16k", Workload.HANDSHAKE);

  private RunningTarget server;

  @BeforeEach
  void start() throws Exception {
    server = new RunningTarget(null, TestCertificates.server());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static List<MgTlsEngineFactory> engines() {
    return ServiceLoader.load(MgTlsEngineFactory.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(factory -> factory.unavailableBecause() == null)
        .toList();
  }

  private static HttpClient client(Workload load, int port, MgTlsEngineFactory engine, int rate)
      throws IOException {
    return new HttpClient(load, port, new ClientTls(engine, port), rate, STALL_MS);
  }

  @Test
  void everyWorkload_isAnswered() throws IOException {
    for (MgTlsEngineFactory engine : engines()) {
      for (String name : OVER_TLS) {
        Workload load = Workload.of(name, 3);
        HttpClient client = client(load, server.port(), engine, 0);

        assertThat(client.load(0).count()).as(name).isEqualTo(3L * load.depth());
        LoadResult result = client.load(100);
        assertThat(result.count()).as(name).isGreaterThan(3L * load.depth());
        assertThat(result.us(Percentile.P50)).as(name).isPositive();
      }
    }
  }

  @Test
  void recordsInPieces_arePutTogether() throws IOException {
    for (MgTlsEngineFactory engine : engines()) {
      try (Dribble bytes = new Dribble(server.port(), 1);
          Dribble pieces = new Dribble(server.port(), 997)) {
        for (String name : List.of("keep-alive", Workload.HANDSHAKE)) {
          HttpClient client = client(Workload.of(name, 2), bytes.port(), engine, 0);
          assertThat(client.load(0).count()).as(name).isEqualTo(2);
        }
        HttpClient client = client(Workload.of("post-16k", 2), pieces.port(), engine, 0);
        assertThat(client.load(0).count()).isEqualTo(2);
      }
    }
  }

  @Test
  void moreThanTheSocketTakes_isSentWhenThereIsRoom() throws IOException {
    Workload large = new Workload("large", "/echo", 1, 256, 64 * 1024, false);
    for (MgTlsEngineFactory engine : engines()) {
      HttpClient client = client(large, server.port(), engine, 0);

      assertThat(client.load(0).count()).isEqualTo(256);
    }
  }

  @Test
  void aRate_isNotExceeded() throws IOException {
    for (String name : List.of("keep-alive", Workload.HANDSHAKE)) {
      HttpClient client = client(Workload.of(name, 2), server.port(), engines().get(0), 40);

      assertThat(client.load(500).count()).as(name).isBetween(1L, 20L);
    }
  }

  @Test
  void tls12_isSpokenWhereNothingElseIs() throws Exception {
    MgTlsOptions old = TestCertificates.server().protocols("TLSv1.2");
    try (RunningTarget older = new RunningTarget(null, old)) {
      for (MgTlsEngineFactory engine : engines()) {
        for (String name : OVER_TLS) {
          Workload load = Workload.of(name, 2);
          HttpClient client = client(load, older.port(), engine, 0);

          assertThat(client.load(0).count()).as(name).isEqualTo(2L * load.depth());
        }
      }
    }
  }

  @Test
  void aServerWithoutTls_isAnError() throws Exception {
    try (RunningTarget plain = new RunningTarget(null, null)) {
      for (MgTlsEngineFactory engine : engines()) {
        Workload load = Workload.of("keep-alive", 1);
        assertThatThrownBy(() -> client(load, plain.port(), engine, 0))
            .isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void anEndWithinTheHandshake_isAnError() throws IOException {
    try (ScriptedServer bad = new ScriptedServer("", true)) {
      for (MgTlsEngineFactory engine : engines()) {
        Workload load = Workload.of("keep-alive", 1);
        assertThatThrownBy(() -> client(load, bad.port(), engine, 0))
            .isInstanceOf(IOException.class)
            .hasMessage("closed by the server with no answer begun, 1 are due");
      }
    }
  }
}
