package dev.mg.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgEventType;
import dev.mg.MgGroup;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgOn;
import dev.mg.MgOptions;
import dev.mg.http.MgHttp;
import dev.mg.testkit.Pump;
import dev.mg.ws.MgTopics;
import dev.mg.ws.MgWs;
import dev.mg.ws.MgWsMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The samples of docs/cores.md, word by word. */
class CoresPageTest {
  private static final Path PAGE = Path.of("../docs/cores.md");
  private static final Path SOURCE = Path.of("src/test/java/dev/mg/examples/CoresPageTest.java");
  private static final Pattern SAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final String url = "http://127.0.0.1:0";
  private volatile int port;
  private final Set<MgManager> serving = ConcurrentHashMap.newKeySet();

  /** Keeps the port that the listeners got, and who accepted. */
  private MgHandler noting(MgHandler then) {
    return (c, ev, evData, fnData) -> {
      if (ev == MgEvent.OPEN && c.isListening()) {
        port = c.loc().port();
      } else if (ev == MgEvent.ACCEPT) {
        serving.add(c.mgr());
      }
      then.onEvent(c, ev, evData, fnData);
    };
  }

  private String get() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
            .timeout(PATIENCE)
            .build();
    return http.send(request, BodyHandlers.ofString()).body();
  }

  @Test
  void aGroup_servesAndEnds() throws Exception {
    MgHandler handler = noting(MgOn.on(MgHttp.MSG, (c, hm) -> MgHttp.reply(c, 200, "", "hi\n")));
    MgGroup group =
        MgGroup.start(2, new MgOptions(), mgr -> MgHttp.listen(mgr, url, handler, null));
    try {
      assertThat(get()).isEqualTo("hi\n");
    } finally {
      group.stop(Duration.ofSeconds(10));
      group.await();
    }
  }

  @Test
  void whatAWorkerComputed_isAnsweredByTheManagerThatAsked() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    MgHandler handler =
        noting(
            MgOn.on(
                MgHttp.MSG,
                (c, hm) -> {
                  MgManager mgr = c.mgr();
                  long id = c.id();
                  pool.execute(
                      () -> {
                        String result = work();
                        mgr.execute(() -> answer(mgr.connection(id), result));
                      });
                }));
    try (MgGroup group =
        MgGroup.start(2, new MgOptions(), mgr -> MgHttp.listen(mgr, url, handler, null))) {
      assertThat(get()).isEqualTo("worked\n");
      assertThat(group.size()).isEqualTo(2);
    } finally {
      pool.shutdownNow();
    }
  }

  private static String work() {
    return "worked\n";
  }

  private static void answer(@Nullable MgConnection c, String result) {
    if (c != null) {
      MgHttp.reply(c, 200, "", result);
    }
  }

  @Test
  void aMessage_reachesTheSubscribersOfAllManagers() {
    MgHandler handler =
        noting(
            MgOn.on(MgHttp.MSG, (c, hm) -> MgWs.upgrade(c, hm, ""))
                .on(MgWs.OPEN, (c, hm) -> MgTopics.of(c.mgr()).subscribe(c, "news"))
                .on(MgWs.MSG, CoresPageTest::tellAll));
    MgOptions inTurn = new MgOptions().acceptInTurn(true);
    List<String> told = new ArrayList<>();
    try (MgGroup group = MgGroup.start(2, inTurn, mgr -> MgHttp.listen(mgr, url, handler, null));
        MgManager mgr = MgManager.create()) {
      List<MgConnection> clients = new ArrayList<>();
      for (int i = 0; i < group.size(); i++) {
        String who = "client " + i;
        clients.add(
            MgWs.connect(
                mgr,
                "ws://127.0.0.1:" + port + "/",
                MgOn.on(MgWs.OPEN, (c, hm) -> told.add(who))
                    .on(MgWs.MSG, (c, wm) -> told.add(who + " " + wm.data))
                    .on(MgEventType.ERROR, (c, why) -> told.add(why.toString())),
                null,
                ""));
      }
      Pump.until(mgr, () -> told.size() == 2, "both to subscribe");
      assertThat(serving).hasSize(2);
      told.clear();
      MgWs.send(clients.get(0), "hello", MgWs.OP_TEXT);
      Pump.until(mgr, () -> told.size() == 2, "both to be told");
      assertThat(told).containsExactlyInAnyOrder("client 0 hello", "client 1 hello");
    }
  }

  private static void tellAll(MgConnection c, MgWsMessage wm) {
    MgGroup group = Objects.requireNonNull(c.mgr().options().extension(MgGroup.class));
    byte[] news = wm.data.toBytes();
    group.execute(mgr -> MgTopics.of(mgr).publish("news", news, MgWs.OP_BINARY));
  }

  @Test
  void eachSample_isRunHere() throws Exception {
    String source = words(Files.readString(SOURCE));
    List<String> samples =
        SAMPLE.matcher(Files.readString(PAGE)).results().map(m -> words(m.group(1))).toList();
    assertThat(samples).hasSize(5).allSatisfy(sample -> assertThat(source).contains(sample));
  }

  private static String words(String code) {
    return code.strip().replaceAll("\\s+", " ");
  }
}
