package dev.mg.http.clients;

import dev.mg.testkit.TestCertificates;
import java.io.IOException;
import java.time.Duration;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** Square's OkHttp. */
final class OkHttpCaller implements RealClient {
  private final OkHttpClient http =
      new OkHttpClient.Builder()
          .callTimeout(Duration.ofSeconds(20))
          .sslSocketFactory(
              TestCertificates.context(null).getSocketFactory(), TestCertificates.trust())
          .build();

  @Override
  public Answer send(String method, String url, Upload upload, byte[] body) throws Exception {
    RequestBody content = upload == Upload.NONE ? null : content(body, upload == Upload.CHUNKED);
    Request.Builder request = new Request.Builder().url(url).method(method, content);
    if (upload == Upload.EXPECT) {
      request.header("Expect", "100-continue");
    }
    try (Response response = http.newCall(request.build()).execute()) {
      return new Answer(response.code(), response.body().bytes());
    }
  }

  private static RequestBody content(byte[] body, boolean chunked) {
    return new RequestBody() {
      @Override
      public @Nullable MediaType contentType() {
        return null;
      }

      @Override
      public long contentLength() {
        return chunked ? -1 : body.length;
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        sink.write(body);
      }
    };
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
