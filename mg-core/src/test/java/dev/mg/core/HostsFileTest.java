package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostsFileTest {
  @TempDir Path dir;

  @Test
  void names_areFoundWhateverTheirCase_andCommentsLeftOut() throws IOException {
    Path file = dir.resolve("hosts");
    Files.writeString(
        file,
        """
        # a comment
        10.0.0.1  One one.example   # and 10.0.0.9 nine
        10.0.0.2  one
        ::1 six
        not-an-address broken
        """);
    HostsFile hosts = new HostsFile(file);
    assertThat(hosts.get("ONE"))
        .containsExactly(InetAddress.getByName("10.0.0.1"), InetAddress.getByName("10.0.0.2"));
    assertThat(hosts.get("one.example.")).containsExactly(InetAddress.getByName("10.0.0.1"));
    assertThat(hosts.get("six")).containsExactly(InetAddress.getByName("::1"));
    assertThat(hosts.get("nine")).isEmpty();
    assertThat(hosts.get("broken")).isEmpty();
  }

  @Test
  void aChangedFile_isReadAgain_aMissingOneIsEmpty() throws IOException {
    Path file = dir.resolve("hosts");
    HostsFile hosts = new HostsFile(file);
    assertThat(hosts.get("a")).isEmpty();
    Files.writeString(file, "10.0.0.1 a\n");
    assertThat(hosts.get("a")).hasSize(1);
    Files.writeString(file, "10.0.0.1 a\n10.0.0.2 a\n");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
    assertThat(hosts.get("a")).hasSize(2);
  }
}
