package dev.mg.bench.peers;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.microhttp.EventLoop;
import org.microhttp.Header;
import org.microhttp.Options;
import org.microhttp.OptionsBuilder;
import org.microhttp.Request;
import org.microhttp.Response;

/** Microhttp with one loop. It does not close an HTTP/1.1 connection that is asked to be closed. */
final class MicrohttpPeer {
  private static final int MAX_REQUEST_BYTES = 1 << 20;
  private static final int BACKLOG = 1024;
  private static final Header TEXT_PLAIN = new Header("Content-Type", "text/plain");

  private MicrohttpPeer() {}

  static int start() throws IOException {
    Options options =
        OptionsBuilder.newBuilder()
            .withHost("127.0.0.1")
            .withPort(0)
            .withConcurrency(1)
            .withAcceptLength(BACKLOG)
            .withMaxRequestSize(MAX_REQUEST_BYTES)
            .withRequestTimeout(Duration.ofSeconds(60))
            .build();
    EventLoop loop = new EventLoop(options, MicrohttpPeer::serve);
    loop.start();
    return loop.getPort();
  }

  private static void serve(Request request, Consumer<Response> to) {
    Header date = new Header("Date", Answers.date());
    if (request.method().equals("POST") && request.uri().equals("/echo")) {
      to.accept(new Response(200, "OK", List.of(date), request.body()));
    } else if (request.uri().equals("/plaintext")) {
      to.accept(new Response(200, "OK", List.of(TEXT_PLAIN, date), Answers.HELLO_BYTES));
    } else {
      to.accept(new Response(404, "Not Found", List.of(), new byte[0]));
    }
  }
}
