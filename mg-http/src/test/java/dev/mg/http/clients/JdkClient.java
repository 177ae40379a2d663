package dev.mg.http.clients;

import dev.mg.testkit.TestCertificates;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The JDK's java.net.http. */
final class JdkClient implements RealClient {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient http;

  /**
   * With HTTP_2 it asks to upgrade to h2c with each first request, which is to be ignored, as is h2
   * in ALPN.
   */
  JdkClient(HttpClient.Version version) {
    http =
        HttpClient.newBuilder()
            .version(version)
            .connectTimeout(PATIENCE)
            .sslContext(TestCertificates.context(null))
            .build();
  }

  @Override
  public Answer send(String method, String url, Upload upload, byte[] body) throws Exception {
    BodyPublisher publisher =
        switch (upload) {
          case NONE -> BodyPublishers.noBody();
          case CHUNKED -> BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
          default -> BodyPublishers.ofByteArray(body);
        };
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .method(method, publisher)
            .expectContinue(upload == Upload.EXPECT)
            .timeout(PATIENCE)
            .build();
    HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
    return new Answer(response.statusCode(), response.body());
  }
}
