package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.testkit.MemoryPeer;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A loop whose thread was interrupted serves on, though file operations of such a thread close the
 * file; and the flag is its owner's.
 */
class InterruptedThreadTest {
  /** Sent by sendFile. */
  private static final int LARGE = FileSender.COPY_BYTES + 1;

  @TempDir Path dir;

  @AfterEach
  void reset() {
    Thread.interrupted();
  }

  private static void assertFlagKept() {
    assertThat(Thread.currentThread().isInterrupted()).as("the interrupt flag").isTrue();
  }

  private static void assertServes(FilesRig rig) throws Exception {
    assertThat(rig.body("/small")).isEqualTo("small");
    String head = "GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    try (MemoryPeer peer = rig.http.connect()) {
      String begun = rig.http.send(peer, head);
      String all = begun + rig.readAll(peer, LARGE);
      assertThat(all).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n" + "x".repeat(LARGE));
    }
  }

  @Test
  void aFolder_isServed() throws Exception {
    Files.writeString(dir.resolve("small"), "small");
    Files.writeString(dir.resolve("large"), "x".repeat(LARGE));
    try (FilesRig rig = new FilesRig(dir)) {
      Thread.currentThread().interrupt();
      assertServes(rig);
      assertFlagKept();
    }
  }

  @Test
  void aFolderInAJar_isServed_thenAndLater() throws Exception {
    Path jar = dir.resolve("web.jar");
    try (JarOutputStream to = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String name : new String[] {"web/index.html", "web/small", "web/large"}) {
        to.putNextEntry(new JarEntry(name));
        String content = name.equals("web/large") ? "x".repeat(LARGE) : name.substring(4);
        to.write(content.getBytes(StandardCharsets.US_ASCII));
      }
    }
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
        FilesRig rig = new FilesRig(dir, new MgServeOptions().resources(loader, "web"))) {
      Thread.currentThread().interrupt();
      assertServes(rig);
      assertFlagKept();
      Thread.interrupted();
      assertServes(rig);
      assertThat(rig.body("/index.html")).isEqualTo("index.html");
    }
  }

  @Test
  void uploads_areStored() throws Exception {
    String form =
        "--b\r\nContent-Disposition: form-data; name=f; filename=form\r\n\r\nhello\r\n--b--\r\n";
    try (HttpRig rig =
        new HttpRig(
            (c, ev, evData, fnData) -> {
              if (ev == MgHttp.EV_HDRS && ((MgHttpMessage) evData).uri.is("/form")) {
                MgUpload rules = new MgUpload(dir);
                MgHttp.upload(
                    c,
                    (MgHttpMessage) evData,
                    rules,
                    (to, stored) -> {
                      assertFlagKept();
                      MgHttp.reply(to, 200, "", "stored");
                    });
              } else if (ev == MgHttp.EV_MSG) {
                MgHttp.upload(c, (MgHttpMessage) evData, dir, 100);
              }
            })) {
      Thread.currentThread().interrupt();
      String head = " HTTP/1.1\r\nHost: a\r\n";
      assertThat(
              rig.exchange(
                  "POST /form"
                      + head
                      + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: "
                      + form.length()
                      + "\r\n\r\n"
                      + form))
          .isEqualTo(HttpRig.ok("stored"));
      assertThat(rig.exchange("POST /?name=piece" + head + "Content-Length: 5\r\n\r\nworld"))
          .startsWith("HTTP/1.1 200 OK\r\n");
      assertFlagKept();
    }
    assertThat(dir.resolve("form")).hasContent("hello");
    assertThat(dir.resolve("piece")).hasContent("world");
  }
}
