package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HttpClientTest {
  private static final int STALL_MS = 20_000;
  private static final int SHORT_MS = 100;

  /** Within which an answer that comes comes. */
  private static final int ANSWERED_MS = 1000;

  private static final String BODY = "Hello, World!";
  private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n" + BODY;

  /** Answered requests by the client's port. */
  private final Map<Integer, AtomicLong> served = new ConcurrentHashMap<>();

  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** Counted down by all others' requests, two of which come beforehand. */
  private final CountDownLatch release = new CountDownLatch(2 + 30);

  /** The client's port whose second request waits for {@code release}; 0 = none. */
  private volatile int held;

  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] asked = exchange.getRequestBody().readAllBytes();
    byte[] body = asked.length > 0 ? asked : BODY.getBytes(StandardCharsets.US_ASCII);
    if ("close".equals(exchange.getRequestHeaders().getFirst("Connection"))) {
      exchange.getResponseHeaders().set("Connection", "close");
    }
    int port = exchange.getRemoteAddress().getPort();
    long number = served.computeIfAbsent(port, p -> new AtomicLong()).incrementAndGet();
    if (port != held) {
      release.countDown();
    } else if (number == 2) {
      await();
    }
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void await() throws IOException {
    try {
      if (!release.await(STALL_MS, TimeUnit.MILLISECONDS)) {
        throw new IOException("the other connection sends nothing");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private long served() {
    return served.values().stream().mapToLong(AtomicLong::get).sum();
  }

  private HttpClient client(Workload load, int rate) throws IOException {
    return new HttpClient(load, server.getAddress().getPort(), null, rate, STALL_MS);
  }

  @Test
  void everyConnection_makesOneExchangeBeforehand() throws IOException {
    for (String name : Workload.NAMES) {
      Workload load = Workload.of(name, 3);
      served.clear();

      HttpClient client = client(load, 0);

      assertThat(served).as(name).hasSize(3);
      assertThat(served()).as(name).isEqualTo(3L * load.depth());
      assertThat(client.load(0).count()).as(name).isEqualTo(3L * load.depth());
      assertThat(served()).as(name).isEqualTo(6L * load.depth());
      assertThat(served).as(name).hasSize(load.closing() ? 6 : 3);
    }
  }

  @Test
  void aClosedLoop_countsWhatTheServerServed() throws IOException {
    HttpClient client = client(Workload.of("keep-alive", 4), 0);
    served.clear();

    LoadResult result = client.load(1_000);

    assertThat(result.count()).isGreaterThan(4).isEqualTo(served());
    assertThat(served).hasSize(4);
    assertThat(result.seconds()).isGreaterThanOrEqualTo(1);
    assertThat(result.us(Percentile.P50)).isPositive();
    assertThat(result.us(Percentile.P99)).isGreaterThanOrEqualTo(result.us(Percentile.P50));
    assertThat(result.us(Percentile.P999)).isGreaterThanOrEqualTo(result.us(Percentile.P99));
  }

  @Test
  void aRequest_allocatesNothing(@TempDir Path logs) {
    List<String> command =
        List.of(
            Tools.java(),
            "-cp",
            System.getProperty("java.class.path"),
            ClientAllocation.class.getName(),
            Integer.toString(server.getAddress().getPort()));
    try (Child probe = Child.start("probe", logs, command)) {
      String bytes =
          probe.await(RequestAllocation.RESULT, Duration.ofMillis(2 * STALL_MS)).group(1);
      assertThat(Double.parseDouble(bytes)).isLessThan(1);
    }
  }

  @Test
  void aRate_isNotExceeded() throws IOException {
    for (String name : new String[] {"pipelined", "connection"}) {
      HttpClient client = client(Workload.of(name, 4), 320);
      served.clear();

      LoadResult result = client.load(1_000);

      assertThat(result.count()).as(name).isBetween(1L, 320L).isEqualTo(served());
    }
  }

  @Test
  void aRate_countsWhatWasDueWhileAnAnswerWasWaitedFor() throws IOException {
    // In turns, 50 a second on each; one is held up for as long as 30 of the other take.
    HttpClient client = client(Workload.of("keep-alive", 2), 100);
    held = served.keySet().iterator().next();

    LoadResult result = client.load(1_000);

    assertThat(result.count()).isBetween(31L, 100L);
    // Of 100 the second greatest: not only the request that was held, but those behind it.
    assertThat(result.us(Percentile.P99)).isGreaterThan(400_000);
  }

  /** How the first exchange with a server fails that sends just that. */
  private static String failure(String load, String answer, boolean closes, int stallMs)
      throws IOException {
    try (ScriptedServer bad = new ScriptedServer(answer, closes)) {
      Workload one = Workload.of(load, 1);
      return assertThrows(
              IOException.class, () -> new HttpClient(one, bad.port(), null, 0, stallMs))
          .getMessage();
    }
  }

  @Test
  void anAnswerThatIsNoSuccess_isAnError() throws IOException {
    String answer = ANSWER.replace("200 OK", "503 Busy");

    assertThat(failure("keep-alive", answer, false, STALL_MS))
        .isEqualTo("answered by 'HTTP/1.1 503 Busy'");
  }

  @Test
  void anotherBody_isAnError() throws IOException {
    assertThat(failure("keep-alive", ANSWER.replace("World", "world"), false, STALL_MS))
        .isEqualTo("the body of an answer is wrong from byte 7 on");
  }

  @Test
  void moreAnswersThanRequests_areAnError() throws IOException {
    assertThat(failure("keep-alive", ANSWER + ANSWER, false, STALL_MS))
        .isEqualTo("more answers came than requests were sent");
  }

  @Test
  void anEarlyEnd_isAnErrorAndNoWait() throws IOException {
    assertThat(failure("keep-alive", "", true, STALL_MS))
        .isEqualTo("closed by the server with no answer begun, 1 are due");
    assertThat(failure("keep-alive", ANSWER.substring(0, 20), true, STALL_MS))
        .isEqualTo("closed by the server within an answer, 1 are due");
    assertThat(failure("pipelined", ANSWER + ANSWER, true, STALL_MS))
        .isEqualTo("closed by the server with no answer begun, 14 are due");
    assertThat(failure("connection", ANSWER.replace("!", ""), true, STALL_MS))
        .isEqualTo("closed by the server within an answer, 1 are due");
  }

  @Test
  void aConnectionThatEndsBetweenAnswers_isAnErrorWithinARunOnly() throws IOException {
    try (ScriptedServer bad = new ScriptedServer(ANSWER, true)) {
      HttpClient client =
          new HttpClient(Workload.of("keep-alive", 1), bad.port(), null, 0, STALL_MS);
      bad.awaitClosed(1);

      assertThat(client.load(0).count()).isEqualTo(1);
      bad.awaitClosed(2);
      assertThatThrownBy(() -> client.load(10_000)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void silence_isAnErrorAfterAWhile() throws IOException {
    assertThat(failure("keep-alive", "", false, SHORT_MS))
        .isEqualTo("no answer within 100 ms, 1 connections wait for one");
    assertThat(failure("keep-alive", ANSWER.substring(0, 20), false, SHORT_MS))
        .isEqualTo("no answer within 100 ms, 1 connections wait for one");
  }

  @Test
  void aConnectionThatIsNotClosedAsAsked_isAnErrorAfterAWhile() throws IOException {
    assertThat(failure("connection", ANSWER, false, ANSWERED_MS))
        .isEqualTo("1 connections were answered and, within 1000 ms, not closed");
  }

  @Test
  void silenceAtARate_isAnErrorAfterAWhile() throws IOException {
    int port = server.getAddress().getPort();
    HttpClient client = new HttpClient(Workload.of("keep-alive", 1), port, null, 100, ANSWERED_MS);
    held = served.keySet().iterator().next();

    assertThatThrownBy(() -> client.load(30_000))
        .isInstanceOf(IOException.class)
        .hasMessage("no answer within 1000 ms, 1 connections wait for one");
  }

  @Test
  void aServerThatIsNotThere_isAnError() throws IOException {
    int port;
    // Of nobody who accepts: a thread that does holds the socket for a moment after its close.
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = gone.getLocalPort();
    }
    assertThatThrownBy(() -> new HttpClient(Workload.of("connection", 1), port, null, 0, STALL_MS))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Connection refused");
  }
}
