package dev.mg.http.clients;

import dev.mg.testkit.TestCertificates;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Jetty's client. */
final class JettyCaller implements RealClient {
  private final HttpClient http = new HttpClient();

  JettyCaller() throws Exception {
    SslContextFactory.Client tls = new SslContextFactory.Client();
    tls.setSslContext(TestCertificates.context(null));
    http.setSslContextFactory(tls);
    http.start();
  }

  @Override
  public Answer send(String method, String url, Upload upload, byte[] body) throws Exception {
    Request request = http.newRequest(url).method(method).timeout(20, TimeUnit.SECONDS);
    if (upload == Upload.CHUNKED) {
      request.body(new Unmeasured(body));
    } else if (upload != Upload.NONE) {
      request.body(new BytesRequestContent(body));
    }
    if (upload == Upload.EXPECT) {
      request.headers(fields -> fields.put("Expect", "100-continue"));
    }
    ContentResponse response = request.send();
    return new Answer(response.getStatus(), response.getContent());
  }

  @Override
  public void close() throws IOException {
    try {
      http.stop();
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  /** A body whose length nobody knows. */
  private static final class Unmeasured extends BytesRequestContent {
    Unmeasured(byte[] body) {
      super(body);
    }

    @Override
    public long getLength() {
      return -1;
    }
  }
}
