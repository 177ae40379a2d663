package dev.mg.ws;

import dev.mg.testkit.TestCertificates;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;

/** OkHttp, which always offers compression. */
final class OkHttpPeer implements OtherClient {
  @Override
  public List<String> echo(String url, boolean deflate) throws Exception {
    Heard heard = new Heard();
    OkHttpClient client =
        new OkHttpClient.Builder()
            .sslSocketFactory(
                TestCertificates.context(null).getSocketFactory(), TestCertificates.trust())
            .build();
    WebSocketListener listener =
        new WebSocketListener() {
          @Override
          public void onMessage(WebSocket ws, String text) {
            heard.text(text);
          }

          @Override
          public void onMessage(WebSocket ws, ByteString bytes) {
            heard.binary(bytes.asByteBuffer());
          }

          @Override
          public void onClosed(WebSocket ws, int code, String reason) {
            heard.closed(code);
          }

          @Override
          public void onFailure(WebSocket ws, Throwable why, Response response) {
            heard.failed(why);
          }
        };
    WebSocket ws = client.newWebSocket(new Request.Builder().url(url).build(), listener);
    try {
      return heard.run(ws::send, b -> ws.send(ByteString.of(b)), code -> ws.close(code, "done"));
    } finally {
      client.dispatcher().executorService().shutdown();
      client.connectionPool().evictAll();
    }
  }
}
