package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mg.MgStr;
import java.net.URI;
import java.nio.file.Path;

/** {@link FilePath} on any bytes: refused, or a path that is below the root and in its one form. */
class FilePathFuzzTest {
  private static final Path ROOT = Path.of("/srv/www");
  private static final String BASE = "file:///srv/www";

  @FuzzTest(maxDuration = "10m")
  void anyPath(byte[] data) {
    FilePath path = new FilePath();
    if (!path.parse(MgStr.of(data))) {
      return;
    }
    String escaped = path.escaped();
    assertThat(escaped).matches("(?:/(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})++)*+");
    assertThat(escaped).doesNotContain("%2F", "%5C", "%00", "%2E");
    for (String segment : escaped.split("/")) {
      assertThat(segment).isNotEqualTo(".").isNotEqualTo("..");
    }
    // What the system makes of it lies below the root, whether it looks at dots or not.
    Path file = Path.of(URI.create(escaped.isEmpty() ? BASE + "/" : BASE + escaped));
    assertThat(file.startsWith(ROOT)).as("%s is below the root", file).isTrue();
    assertThat(file.normalize().equals(file)).as("%s has no dots", file).isTrue();
    // Decoded once more it is the same path, so that a redirect leads to where it should.
    FilePath again = new FilePath();
    assertThat(again.parse(MgStr.of(escaped.isEmpty() ? "/" : escaped))).isTrue();
    assertThat(again.escaped()).isEqualTo(escaped);
    assertThat(again.isFolder()).isEqualTo(escaped.isEmpty());
    assertThat(again.parse(MgStr.of(escaped + "/"))).isTrue();
    assertThat(again.escaped()).isEqualTo(escaped);
    assertThat(again.isFolder()).isTrue();
  }
}
