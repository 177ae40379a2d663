package dev.mg.bench;

import dev.mg.MgConnection;
import dev.mg.MgHandler;
import dev.mg.MgIobuf;
import dev.mg.MgManager;
import dev.mg.MgOn;
import dev.mg.MgOptions;
import dev.mg.MgStr;
import dev.mg.MgTimer;
import dev.mg.MgTlsOptions;
import dev.mg.http.MgHttp;
import dev.mg.http.MgHttpMessage;
import dev.mg.http.MgHttpRoutes;
import dev.mg.http.MgServeOptions;
import dev.mg.ws.MgTopics;
import dev.mg.ws.MgWs;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The server that load generators and conformance tools are pointed at: one loop on 127.0.0.1.
 * <b>Owner thread only but for {@link #stop}.</b>
 */
final class TargetServer implements Target {
  static final String TEXT = "Content-Type: text/plain\r\n";

  private static final String JSON = "Content-Type: application/json\r\n";

  /** Of the server as a whole (RFC 9110 section 9.3.7). */
  private static final String ALLOW_ANY = "Allow: GET, HEAD, POST, OPTIONS\r\n";

  private static final MgStr HELLO = MgStr.of("Hello, World!");
  private static final MgStr HELLO_JSON = MgStr.of("{\"message\":\"Hello, World!\"}");
  private static final MgStr[] CHUNKS = {
    MgStr.of("first\n"), MgStr.of("second\n"), MgStr.of("third\n")
  };
  private static final String TOPIC = "topic";
  private static final int SLOW_MS = 300;
  private static final int POLL_MS = 1000;

  private final MgManager mgr;
  private final MgConnection listener;

  /**
   * Listens on return.
   *
   * @param port 0 = any free one
   * @param files what /static/ serves; null = there is no such route
   * @param tls null = without TLS
   * @throws dev.mg.MgException if the transport or the port cannot be had
   */
  TargetServer(
      MgOptions options, int port, @Nullable MgServeOptions files, @Nullable MgTlsOptions tls) {
    mgr = MgManager.create(options);
    try {
      listener = listen(mgr, port, handler(files), tls);
    } catch (RuntimeException e) {
      mgr.close();
      throw e;
    }
  }

  /** A listener of one manager. */
  static MgConnection listen(
      MgManager mgr, int port, MgHandler handler, @Nullable MgTlsOptions tls) {
    String url = (tls == null ? "http" : "https") + "://127.0.0.1:" + port;
    return MgHttp.listen(mgr, url, handler, null, tls);
  }

  /** All routes; it holds nothing of a manager. */
  static MgHandler handler(@Nullable MgServeOptions files) {
    MgHttpRoutes routes =
        new MgHttpRoutes()
            .exact()
            .on("GET, HEAD", "/plaintext", (c, hm) -> MgHttp.reply(c, 200, TEXT, HELLO))
            .on("GET", "/json", (c, hm) -> MgHttp.reply(c, 200, JSON, HELLO_JSON))
            .on("POST", "/echo", (c, hm) -> MgHttp.reply(c, 200, "", hm.body))
            .on("GET", "/chunked", (c, hm) -> chunked(c))
            .on("GET", "/slow", (c, hm) -> slow(c))
            .on("GET", "/inspect", TargetServer::inspect)
            .on("GET", "/reflect", Reflect::answer)
            .on("GET", "/sha256", HashWork::answer)
            .on("GET", "/status/204", (c, hm) -> MgHttp.reply(c, 204, "", ""))
            .on("GET", "/status/304", (c, hm) -> MgHttp.reply(c, 304, "", ""))
            .on("GET", "/ws", (c, hm) -> MgWs.upgrade(c, hm, ""))
            .on("GET", "/topic", TargetServer::subscribe)
            .on("OPTIONS", "*", (c, hm) -> MgHttp.reply(c, 200, ALLOW_ANY, ""));
    if (files != null) {
      routes.on("GET, HEAD", "/static/#", (c, hm) -> MgHttp.serveDir(c, hm, files));
    }
    return MgOn.on(MgHttp.MSG, routes::serve)
        .on(MgWs.MSG, (c, wm) -> MgWs.send(c, wm.data, wm.op()));
  }

  /** What comes on such a connection goes to all of them, its sender among them. */
  private static void subscribe(MgConnection c, MgHttpMessage hm) {
    if (MgWs.upgrade(c, hm, "")) {
      MgTopics topics = MgTopics.of(c.mgr());
      topics.subscribe(c, TOPIC);
      c.fn(MgOn.on(MgWs.MSG, (from, wm) -> topics.publish(TOPIC, wm.data, wm.op())));
    }
  }

  private static void chunked(MgConnection c) {
    MgHttp.replyChunked(c, 200, TEXT);
    for (MgStr chunk : CHUNKS) {
      MgHttp.writeChunk(c, chunk);
    }
    MgHttp.endResponse(c);
  }

  /** The answer comes later, by a timer, and nobody else waits for it. */
  private static void slow(MgConnection c) {
    MgManager mgr = c.mgr();
    long id = c.id();
    mgr.timerAdd(
        SLOW_MS,
        MgTimer.ONCE,
        () -> {
          MgConnection still = mgr.connection(id);
          if (still != null) {
            MgHttp.reply(still, 200, TEXT, "slow\n");
          }
        });
  }

  /** The request line and the fields as they came. */
  private static void inspect(MgConnection c, MgHttpMessage hm) {
    MgIobuf text = new MgIobuf();
    text.add(hm.method);
    text.addByte(' ');
    text.add(hm.target());
    for (int i = 0; i < hm.headers.count(); i++) {
      text.addByte('\n');
      text.add(hm.headers.name(i));
      text.add(": ");
      text.add(hm.headers.value(i));
    }
    text.addByte('\n');
    MgHttp.reply(c, 200, TEXT, text.str());
  }

  @Override
  public int port() {
    return listener.loc().port();
  }

  @Override
  public String about() {
    return "transport " + mgr.transport();
  }

  @Override
  public void run() {
    while (poll(POLL_MS)) {
      // Until it is told to stop, and has done so.
    }
  }

  /** One iteration of {@link #run}, waiting at most {@code ms}; false if it was the last. */
  boolean poll(int ms) {
    return mgr.poll(ms);
  }

  @Override
  public void stop(Duration atMost) {
    mgr.execute(() -> mgr.stop(atMost));
  }

  @Override
  public void close() {
    mgr.close();
  }
}
