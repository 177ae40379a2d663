package dev.mg.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;

/** Jetty's parser of requests, in its default mode. */
final class JettyPeer implements Framed.Peer {
  private static final int MAX_HEAD_BYTES = 1 << 17;

  private static final class Log implements HttpParser.RequestHandler {
    final List<String> requests = new ArrayList<>();
    private String method = "";
    private final StringBuilder body = new StringBuilder();
    boolean complete;
    boolean refused;

    @Override
    public void startRequest(String method, String uri, HttpVersion version) {
      this.method = method;
      body.setLength(0);
    }

    @Override
    public void parsedHeader(HttpField field) {}

    @Override
    public boolean headerComplete() {
      return false;
    }

    @Override
    public boolean content(ByteBuffer item) {
      body.append(StandardCharsets.ISO_8859_1.decode(item));
      return false;
    }

    @Override
    public boolean contentComplete() {
      return false;
    }

    @Override
    public boolean messageComplete() {
      requests.add(method + ":" + body);
      complete = true;
      return true;
    }

    @Override
    public void earlyEOF() {}

    @Override
    public void badMessage(HttpException failure) {
      refused = true;
    }
  }

  @Override
  public Framed frame(byte[] wire) {
    Log log = new Log();
    HttpParser parser = new HttpParser(log, MAX_HEAD_BYTES, HttpCompliance.RFC9110);
    ByteBuffer in = ByteBuffer.wrap(wire);
    int left = -1;
    while (in.hasRemaining() && !log.refused && left != in.remaining()) {
      left = in.remaining();
      parser.parseNext(in);
      if (log.complete) {
        log.complete = false;
        parser.reset();
      }
    }
    return new Framed(log.requests, !log.refused);
  }
}
