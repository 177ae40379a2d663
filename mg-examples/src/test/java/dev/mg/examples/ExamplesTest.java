package dev.mg.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.examples.demo.Child;
import dev.mg.http.MgHttp;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every example is started, asked once by a client that is not ours, and ended. */
class ExamplesTest {
  private static final int PATIENCE_MS = 20_000;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofMillis(PATIENCE_MS))
          .build();

  private static HttpRequest.Builder to(Child example, String target) {
    URI uri = URI.create("http://127.0.0.1:" + Example.port(example) + target);
    return HttpRequest.newBuilder(uri).timeout(Duration.ofMillis(PATIENCE_MS));
  }

  private String get(Child example, String target) throws Exception {
    HttpResponse<String> response =
        http.send(to(example, target).build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  private static Socket tcp(Child example) throws Exception {
    Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), Example.port(example));
    socket.setSoTimeout(PATIENCE_MS);
    return socket;
  }

  private static String ask(Socket socket, String question, int answerBytes) throws Exception {
    socket.getOutputStream().write(question.getBytes(StandardCharsets.UTF_8));
    return new String(socket.getInputStream().readNBytes(answerBytes), StandardCharsets.UTF_8);
  }

  @Test
  void theList_namesEachExampleThatHasAFile() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Examples.run(List.of(), new PrintStream(out, true, StandardCharsets.UTF_8));
    assertThat(out.toString(StandardCharsets.UTF_8).lines().skip(1).map(l -> l.split(" +")[1]))
        .containsExactly(
            "hello",
            "tcp-echo",
            "ws-echo",
            "ws-echo-client",
            "autobahn-client",
            "mqtt-over-ws",
            "chat",
            "clock",
            "udp-echo",
            "unix-echo",
            "workers",
            "virtual-threads",
            "pipe",
            "resolve",
            "http-get",
            "json",
            "routes",
            "files",
            "upload",
            "login",
            "sse",
            "graceful",
            "cores");
  }

  @Test
  void hello_answers() throws Exception {
    try (Child example = Example.serve("hello", "0")) {
      assertThat(get(example, "/")).isEqualTo("hi\n");
    }
  }

  @Test
  void files_servesAFolder(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("a b.txt"), "content");
    try (Child example = Example.serve("files", "0", folder.toString())) {
      assertThat(get(example, "/")).contains("<a href=\"a%20b.txt\">");
      assertThat(get(example, "/a%20b.txt")).isEqualTo("content");
    }
  }

  @Test
  void tcpEcho_sendsBackWhatComes() throws Exception {
    try (Child example = Example.serve("tcp-echo", "0");
        Socket socket = tcp(example)) {
      assertThat(ask(socket, "there and back", 14)).isEqualTo("there and back");
    }
  }

  @Test
  void wsEcho_sendsBackAMessage() throws Exception {
    CompletableFuture<String> echo = new CompletableFuture<>();
    WebSocket.Listener listener =
        new WebSocket.Listener() {
          @Override
          public CompletionStage<?> onText(WebSocket ws, CharSequence data, boolean last) {
            echo.complete(data.toString());
            return null;
          }
        };
    try (Child example = Example.serve("ws-echo", "0")) {
      WebSocket ws =
          http.newWebSocketBuilder()
              .buildAsync(URI.create("ws://127.0.0.1:" + Example.port(example) + "/ws"), listener)
              .get(PATIENCE_MS, TimeUnit.MILLISECONDS);
      ws.sendText("there and back", true);
      assertThat(echo.get(PATIENCE_MS, TimeUnit.MILLISECONDS)).isEqualTo("there and back");
      ws.abort();
    }
  }

  @Test
  void chat_bringsALineToAllOfItsRoom() throws Exception {
    try (Child example = Example.serve("chat", "0")) {
      assertThat(get(example, "/lobby")).contains("new WebSocket");
      BlockingQueue<String> heard = new LinkedBlockingQueue<>();
      WebSocket one = join(example, "/lobby", "one", heard);
      WebSocket two = join(example, "/lobby", "two", heard);
      WebSocket other = join(example, "/+", "other", heard);
      one.sendText("hello", true);
      assertThat(List.of(next(heard), next(heard)))
          .containsExactlyInAnyOrder("one: hello", "two: hello");
      other.sendText("alone", true);
      assertThat(next(heard)).isEqualTo("other: alone");
      assertThat(heard).isEmpty();
      one.abort();
      two.abort();
      other.abort();
    }
  }

  private WebSocket join(Child example, String room, String name, BlockingQueue<String> heard)
      throws Exception {
    WebSocket.Listener listener =
        new WebSocket.Listener() {
          @Override
          public CompletionStage<?> onText(WebSocket ws, CharSequence data, boolean last) {
            heard.add(name + ": " + data);
            ws.request(1);
            return null;
          }
        };
    return http.newWebSocketBuilder()
        .buildAsync(URI.create("ws://127.0.0.1:" + Example.port(example) + room), listener)
        .get(PATIENCE_MS, TimeUnit.MILLISECONDS);
  }

  private static String next(BlockingQueue<String> heard) throws InterruptedException {
    return heard.poll(PATIENCE_MS, TimeUnit.MILLISECONDS);
  }

  @Test
  void clock_writesTheTime() throws Exception {
    try (Child example = Example.serve("clock", "0");
        Socket socket = tcp(example)) {
      assertThat(ask(socket, "", 6)).matches("\\d\\d:\\d\\d:");
    }
  }

  @Test
  void udpEcho_sendsBackADatagram() throws Exception {
    try (Child example = Example.serve("udp-echo", "0");
        DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(PATIENCE_MS);
      socket.connect(InetAddress.getByName("127.0.0.1"), Example.port(example));
      byte[] question = "there and back".getBytes(StandardCharsets.US_ASCII);
      socket.send(new DatagramPacket(question, question.length));
      DatagramPacket answer = new DatagramPacket(new byte[100], 100);
      socket.receive(answer);
      assertThat(new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII))
          .isEqualTo("there and back");
    }
  }

  @Test
  void unixEcho_sendsBackWhatComes() throws Exception {
    // Not JUnit's directory: its path may be longer than that of a socket can be.
    Path dir = Files.createTempDirectory("mg");
    Path path = dir.resolve("echo.sock");
    try (Child example = Example.serve("unix-echo", path.toString());
        SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      assertThat(example.sign().group(1)).isEqualTo(path.toString());
      socket.connect(UnixDomainSocketAddress.of(path));
      socket.write(ByteBuffer.wrap(new byte[] {'h', 'i'}));
      ByteBuffer answer = ByteBuffer.allocate(2);
      while (answer.hasRemaining() && socket.read(answer) >= 0) {
        // Two bytes may come one by one.
      }
      assertThat(answer.array()).containsExactly('h', 'i');
    } finally {
      Files.deleteIfExists(path);
      Files.delete(dir);
    }
  }

  @Test
  void workers_answerByWakeupAndByTask() throws Exception {
    try (Child example = Example.serve("workers", "0")) {
      String byWakeup = get(example, "/?text=hi");
      assertThat(byWakeup).matches("[0-9a-f]{64} by pool-\\d+-thread-\\d+\n");
      assertThat(get(example, "/task?text=hi")).startsWith(byWakeup.substring(0, 64));
      assertThat(get(example, "/task?text=ho")).doesNotStartWith(byWakeup.substring(0, 64));
    }
  }

  @Test
  void virtualThreads_answerFromJava21On_andSaySoBefore() throws Exception {
    if (Runtime.version().feature() < 21) {
      assertThatThrownBy(() -> Example.serve("virtual-threads", "0"))
          .hasMessageContaining("mg: virtual threads need Java 21 or later");
      return;
    }
    try (Child example = Example.serve("virtual-threads", "0")) {
      assertThat(get(example, "/")).startsWith("by VirtualThread");
    }
  }

  @Test
  void pipe_answersWithTheOtherThreadsWork() throws Exception {
    try (Child example = Example.serve("pipe", "0");
        Socket one = tcp(example);
        Socket two = tcp(example)) {
      assertThat(ask(one, "first\nsecond\n", 13)).isEqualTo("FIRST\nSECOND\n");
      assertThat(ask(two, "third\n", 6)).isEqualTo("THIRD\n");
    }
  }

  @Test
  void json_answersJsonInJson() throws Exception {
    try (Child example = Example.serve("json", "0")) {
      assertThat(post(example, "{\"text\":\"a\\\"b\",\"times\":2}"))
          .isEqualTo("200 {\"text\":\"a\\\"ba\\\"b\",\"times\":2}\n");
      assertThat(post(example, "{\"text\":1}"))
          .isEqualTo("400 {\"error\":\"text must be a string\"}\n");
      assertThat(post(example, "{\"text\":"))
          .isEqualTo("400 {\"error\":\"the body is not JSON from byte 8 on\"}\n");
    }
  }

  private String post(Child example, String body) throws Exception {
    HttpResponse<String> response =
        http.send(
            to(example, "/").POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }

  @Test
  void routes_keepNotes() throws Exception {
    try (Child example = Example.serve("routes", "0")) {
      HttpRequest put = to(example, "/notes/first").PUT(BodyPublishers.ofString("hello")).build();
      assertThat(http.send(put, BodyHandlers.ofString()).statusCode()).isEqualTo(204);
      assertThat(get(example, "/notes/first")).isEqualTo("hello\n");
      assertThat(get(example, "/notes")).isEqualTo("{first=hello}\n");
      HttpResponse<String> none =
          http.send(to(example, "/notes/second").build(), BodyHandlers.ofString());
      assertThat(none.statusCode()).isEqualTo(404);
      HttpResponse<String> post =
          http.send(
              to(example, "/notes/first").POST(BodyPublishers.noBody()).build(),
              BodyHandlers.ofString());
      assertThat(post.statusCode()).isEqualTo(405);
      assertThat(post.headers().firstValue("Allow")).hasValue("GET, HEAD, PUT, OPTIONS");
    }
  }

  @Test
  void upload_storesAFile_andHasAPage(@TempDir Path dir) throws Exception {
    try (Child example = Example.serve("upload", "0", dir.toString())) {
      assertThat(get(example, "/")).contains("multipart/form-data");
      String form =
          "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nhello\r\n"
              + "--b--\r\n";
      HttpResponse<String> stored =
          http.send(
              to(example, "/")
                  .header("Content-Type", "multipart/form-data; boundary=b")
                  .POST(BodyPublishers.ofString(form))
                  .build(),
              BodyHandlers.ofString());
      assertThat(stored.body()).isEqualTo("a.txt: 5 bytes\n");
      assertThat(dir.resolve("a.txt")).hasContent("hello");
    }
  }

  @Test
  void login_takesAPasswordOnce_andACookieFromThenOn() throws Exception {
    try (Child example = Example.serve("login", "0")) {
      HttpResponse<String> stranger = http.send(to(example, "/").build(), BodyHandlers.ofString());
      assertThat(stranger.statusCode()).isEqualTo(401);
      String[] words = MgHttp.bauth("joe", "secret").strip().split(": ");
      HttpResponse<String> in =
          http.send(
              to(example, "/login").header(words[0], words[1]).build(), BodyHandlers.ofString());
      assertThat(in.statusCode()).isEqualTo(303);
      String cookie = in.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
      HttpResponse<String> home =
          http.send(to(example, "/").header("Cookie", cookie).build(), BodyHandlers.ofString());
      assertThat(home.body()).isEqualTo("welcome\n");
    }
  }

  @Test
  void sse_tellsTheTime() throws Exception {
    try (Child example = Example.serve("sse", "0")) {
      assertThat(get(example, "/")).contains("new EventSource(\"/events\")");
      InputStream body =
          http.send(
                  to(example, "/events").header("Last-Event-ID", "7").build(),
                  BodyHandlers.ofInputStream())
              .body();
      String welcome = ": welcome back, after event 7\n\n";
      String event = "event: tick\nid: 1\ndata: 12:";
      assertThat(
              new String(
                  body.readNBytes(welcome.length() + event.length()), StandardCharsets.US_ASCII))
          .matches(welcome + "event: tick\nid: \\d+\ndata: \\d\\d:?");
      body.close();
    }
  }

  @Test
  void graceful_finishesItsReplyAfterItWasToldToEnd() throws Exception {
    try (Child example = Example.serve("graceful", "0")) {
      InputStream body = http.send(to(example, "/").build(), BodyHandlers.ofInputStream()).body();
      assertThat(new String(body.readNBytes(8), StandardCharsets.US_ASCII)).isEqualTo("working\n");
      example.end();
      assertThat(new String(body.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("done\n");
    }
  }

  @Test
  void cores_tellWhichOfThemAnswered() throws Exception {
    try (Child example = Example.serve("cores", "0")) {
      assertThat(get(example, "/")).matches("request 1, by mg-\\d+\n");
      assertThat(get(example, "/")).matches("request 2, by mg-\\d+\n");
      example.end();
    }
  }
}
