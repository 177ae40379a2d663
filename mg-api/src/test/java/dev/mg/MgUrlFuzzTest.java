package dev.mg;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@link MgUrl} on any text: a part or an MgException, and parts that can be put together again.
 */
class MgUrlFuzzTest {
  @FuzzTest(maxDuration = "10m")
  void anyText(byte[] data) {
    String url = new String(data, StandardCharsets.UTF_8);
    String scheme = MgUrl.scheme(url);
    assertThat(scheme).isNotEmpty().isEqualTo(scheme.toLowerCase(Locale.ROOT));
    MgUrl.isSsl(url);
    String user = MgUrl.user(url);
    String pass = MgUrl.pass(url);
    assertThat(user != null || pass == null).isTrue();
    part(MgUrl::path, url);
    String host = part(MgUrl::host, url);
    Integer port = part(MgUrl::port, url);
    String uri = part(MgUrl::uri, url);
    if (port != null) {
      assertThat(port).isBetween(0, 65535);
    }
    if (uri != null) {
      assertThat(uri).startsWith("/").doesNotContainPattern("[\\x00-\\x20\\x7F#]");
    }
    if (host != null) {
      assertThat(host).isNotEmpty().doesNotContainPattern("[\\x00-\\x20\\x7F/?#@\\\\\\[\\]]");
    }
    if (host != null && port != null && uri != null) {
      again(scheme, user, pass, host, port, uri);
    }
  }

  private static void again(
      String scheme,
      @Nullable String user,
      @Nullable String pass,
      String host,
      int port,
      String uri) {
    String info = user == null ? "" : user + (pass == null ? "" : ":" + pass) + "@";
    String authority = host.indexOf(':') < 0 ? host : "[" + host + "]";
    String url = scheme + "://" + info + authority + ":" + port + uri;
    assertThat(MgUrl.scheme(url)).isEqualTo(scheme);
    assertThat(MgUrl.user(url)).isEqualTo(user);
    assertThat(MgUrl.pass(url)).isEqualTo(pass);
    assertThat(MgUrl.host(url)).isEqualTo(host);
    assertThat(MgUrl.port(url)).isEqualTo(port);
    assertThat(MgUrl.uri(url)).isEqualTo(uri);
  }

  /** Null if it was refused. */
  private static <T> @Nullable T part(Function<String, T> call, String url) {
    try {
      return call.apply(url);
    } catch (MgException e) {
      assertThat(e.getMessage()).contains(url);
      return null;
    }
  }
}
