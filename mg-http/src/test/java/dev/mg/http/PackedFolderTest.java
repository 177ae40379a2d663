package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.testkit.MemoryPeer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder of the class path, in a jar and in a folder of classes: by the rules of all files. */
class PackedFolderTest {
  private static final int LARGE = 1_000_000;

  @TempDir Path dir;

  private static byte[] large() {
    byte[] bytes = new byte[LARGE];
    for (int i = 0; i < LARGE; i++) {
      bytes[i] = (byte) ('a' + i * 31 % 26);
    }
    return bytes;
  }

  private static byte[] content(String name) {
    return name.endsWith("large.bin") ? large() : name.getBytes(StandardCharsets.UTF_8);
  }

  private static final String[] NAMES = {
    "web/index.html",
    "web/a b.txt",
    "web/sub/index.html",
    "web/sub/\u00fc.txt",
    "web/large.bin",
    "web/js/x.js",
    "web/js/x.js.gz",
    "web/.hidden",
    "other/secret.txt"
  };

  private Path packed(boolean withFolders) throws IOException {
    Path jar = dir.resolve("web.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream to = new JarOutputStream(file)) {
      if (withFolders) {
        for (String folder : new String[] {"web/", "web/sub/", "web/js/", "other/"}) {
          to.putNextEntry(new JarEntry(folder));
        }
      }
      for (String name : NAMES) {
        JarEntry entry = new JarEntry(name);
        entry.setLastModifiedTime(FileTime.fromMillis(315_532_800_000L));
        to.putNextEntry(entry);
        to.write(content(name));
      }
    }
    return Files.setLastModifiedTime(jar, FileTime.fromMillis(784_111_777_000L));
  }

  private Path unpacked() throws IOException {
    Path classes = Files.createDirectory(dir.resolve("classes"));
    for (String name : NAMES) {
      FilesRig.file(classes.resolve(name), content(name));
    }
    return classes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"jar", "jar without folders", "classes"})
  void filesAndFolders(String kind) throws Exception {
    Path at = kind.equals("classes") ? unpacked() : packed(kind.equals("jar"));
    try (URLClassLoader loader = new URLClassLoader(new URL[] {at.toUri().toURL()}, null);
        FilesRig rig = new FilesRig(dir, new MgServeOptions().resources(loader, "web"))) {
      rig.options.listing(true);
      assertThat(rig.body("/")).isEqualTo("web/index.html");
      assertThat(rig.body("/index.html")).isEqualTo("web/index.html");
      assertThat(rig.body("/a%20b.txt")).isEqualTo("web/a b.txt");
      assertThat(rig.body("/sub/%c3%bc.txt")).isEqualTo("web/sub/\u00c3\u00bc.txt");
      assertThat(rig.get("/sub")).startsWith("HTTP/1.1 301 ").contains("Location: /sub/\r\n");
      assertThat(rig.body("/sub/")).isEqualTo("web/sub/index.html");
      for (String none :
          new String[] {
            "/none",
            "/js/",
            "/.hidden",
            "/../other/secret.txt",
            "/sub/../../other/secret.txt",
            "/index.html/",
            "/index.html/x",
            "/sub/index.html/../../../other/secret.txt"
          }) {
        assertThat(rig.status(none)).as(none).isEqualTo(404);
      }
      assertThat(rig.status("/..%2fother/secret.txt")).isEqualTo(400);
      assertThat(rig.get("/js/x.js", "Accept-Encoding: gzip"))
          .contains("Content-Encoding: gzip\r\nVary: Accept-Encoding\r\n")
          .endsWith("web/js/x.js.gz");
    }
  }

  @Test
  void conditionsAndRanges_ofWhatIsInAJar() throws Exception {
    try (URLClassLoader loader =
            new URLClassLoader(new URL[] {packed(true).toUri().toURL()}, null);
        FilesRig rig = new FilesRig(dir, new MgServeOptions().resources("/r", loader, "web"))) {
      String answer = rig.get("/r/a%20b.txt");
      assertThat(answer)
          .matches(
              "HTTP/1.1 200 OK\r\nETag: \"[0-9a-f]{24}\"\r\nLast-Modified: "
                  + FilesRig.CHANGED
                  + "\r\nAccept-Ranges: bytes\r\nContent-Type: text/plain; charset=utf-8\r\n"
                  + "Content-Length: 11\r\n\r\nweb/a b.txt");
      String tag = answer.substring(answer.indexOf('"'), answer.indexOf('"') + 26);
      assertThat(rig.status("/r/a%20b.txt", "If-None-Match: " + tag)).isEqualTo(304);
      assertThat(rig.status("/r/large.bin", "If-None-Match: " + tag)).isEqualTo(200);
      assertThat(rig.get("/r/a%20b.txt", "Range: bytes=4-6", "If-Range: " + tag))
          .contains("Content-Range: bytes 4-6/11\r\n")
          .endsWith("\r\n\r\na b");
      assertThat(rig.ask("HEAD", "/r/large.bin")).endsWith("Content-Length: 1000000\r\n\r\n");
      String all = new String(large(), StandardCharsets.ISO_8859_1);
      for (int i = 0; i < 2; i++) {
        try (MemoryPeer peer = rig.http.connect()) {
          String begun = rig.http.send(peer, "GET /r/large.bin HTTP/1.1\r\nHost: a\r\n\r\n");
          int head = begun.indexOf("\r\n\r\n") + 4;
          String got = begun + rig.readAll(peer, head + LARGE - begun.length());
          assertThat(got.substring(head).equals(all)).as("the content").isTrue();
        }
      }
      assertThat(
              rig.get("/r/large.bin", "Range: bytes=500000-699999")
                  .endsWith(all.substring(500_000, 700_000)))
          .isTrue();
    }
  }

  @Test
  void inAFolderOfClasses_linksLeadNowhereOutsideOfIt() throws Exception {
    Path classes = unpacked();
    Path web = classes.resolve("web");
    Files.createSymbolicLink(web.resolve("in.txt"), web.resolve("a b.txt"));
    Files.createSymbolicLink(web.resolve("out.txt"), classes.resolve("other/secret.txt"));
    Files.createSymbolicLink(web.resolve("out"), classes.resolve("other"));
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()});
        FilesRig rig = new FilesRig(dir, new MgServeOptions().resources(loader, "web"))) {
      assertThat(rig.body("/in.txt")).isEqualTo("web/a b.txt");
      assertThat(rig.status("/out.txt")).isEqualTo(404);
      assertThat(rig.status("/out/secret.txt")).isEqualTo(404);
      assertThat(rig.status("/out")).isEqualTo(404);
    }
  }
}
