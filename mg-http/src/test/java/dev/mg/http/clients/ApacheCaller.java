package dev.mg.http.clients;

import dev.mg.testkit.TestCertificates;
import java.io.IOException;
import java.net.URI;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;

/** Apache HttpComponents. */
final class ApacheCaller implements RealClient {
  private final CloseableHttpClient http =
      HttpClients.custom()
          .setConnectionManager(
              PoolingHttpClientConnectionManagerBuilder.create()
                  .setTlsSocketStrategy(
                      new DefaultClientTlsStrategy(TestCertificates.context(null)))
                  .build())
          .build();

  @Override
  public Answer send(String method, String url, Upload upload, byte[] body) throws Exception {
    HttpUriRequestBase request = new HttpUriRequestBase(method, URI.create(url));
    request.setConfig(
        RequestConfig.custom()
            .setExpectContinueEnabled(upload == Upload.EXPECT)
            .setResponseTimeout(Timeout.ofSeconds(20))
            .build());
    if (upload != Upload.NONE) {
      request.setEntity(
          new ByteArrayEntity(
              body, ContentType.APPLICATION_OCTET_STREAM, upload == Upload.CHUNKED));
    }
    return http.execute(
        request,
        response ->
            new Answer(
                response.getCode(),
                response.getEntity() == null
                    ? new byte[0]
                    : EntityUtils.toByteArray(response.getEntity())));
  }

  @Override
  public void close() throws IOException {
    http.close();
  }
}
