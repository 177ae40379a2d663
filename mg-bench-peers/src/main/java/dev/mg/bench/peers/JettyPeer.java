package dev.mg.bench.peers;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty with one selector that accepts, too, and a handler that does not block. */
final class JettyPeer {
  private static final int MAX_THREADS = 4;
  private static final int BACKLOG = 1024;
  private static final HttpField TEXT_PLAIN =
      new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "text/plain");
  private static final HttpField HELLO_LENGTH =
      new PreEncodedHttpField(
          HttpHeader.CONTENT_LENGTH, Integer.toString(Answers.HELLO_BYTES.length));

  private JettyPeer() {}

  static int start() throws Exception {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 1);
    threads.setReservedThreads(0);
    Server server = new Server(threads);
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setSendDateHeader(true);
    ServerConnector connector =
        new ServerConnector(server, 0, 1, new HttpConnectionFactory(configuration));
    connector.setHost("127.0.0.1");
    connector.setAcceptQueueSize(BACKLOG);
    server.addConnector(connector);
    server.setHandler(new Routes());
    server.start();
    return connector.getLocalPort();
  }

  private static final class Routes extends Handler.Abstract.NonBlocking {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      String path = Request.getPathInContext(request);
      if (request.getMethod().equals("POST") && path.equals("/echo")) {
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, request.getLength());
        Content.copy(request, response, callback);
        return true;
      }
      if (!path.equals("/plaintext")) {
        return false;
      }
      response.getHeaders().put(TEXT_PLAIN).put(HELLO_LENGTH);
      response.write(true, ByteBuffer.wrap(Answers.HELLO_BYTES), callback);
      return true;
    }
  }
}
