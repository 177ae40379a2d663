package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mg.MgOptions;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as curl and wget get them, over each transport. */
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"nio", "netty", "netty-epoll"})
class FileToolsTest {
  private static final boolean FULL = Boolean.getBoolean("dev.mg.full");
  private static final int MIRRORED_FILES = FULL ? 10_000 : 200;
  private static final int MAX_SECONDS = FULL ? 300 : 30;
  private static final int LARGE = 1_500_000;

  @Parameter String transport = "";
  @TempDir Path dir;

  private Path root;
  private byte[] large;
  private FileServer server;

  @BeforeEach
  void open() throws IOException {
    root = Files.createDirectory(dir.resolve("root"));
    large = new byte[LARGE];
    new Random(1).nextBytes(large);
    FilesRig.file(root.resolve("large.bin"), large);
    FilesRig.file(root, "page.html", "<p>hello");
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream to = new GZIPOutputStream(packed)) {
      to.write("<p>hello".getBytes(StandardCharsets.US_ASCII));
    }
    FilesRig.file(root.resolve("page.html.gz"), packed.toByteArray());
    server =
        new FileServer(
            new MgOptions().transport(transport),
            new MgServeOptions().root("/", root).listing(true));
  }

  @AfterEach
  void close() throws InterruptedException {
    server.close();
  }

  private static void assumeTool(String name) {
    String path = System.getenv("PATH");
    assumeThat(Arrays.stream((path == null ? "" : path).split(File.pathSeparator)))
        .as("%s is not on the PATH", name)
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }

  /** What a tool prints; it must end well. */
  private byte[] run(String... command) throws Exception {
    Path out = dir.resolve("out");
    Process tool =
        new ProcessBuilder(command)
            .directory(dir.toFile())
            .redirectOutput(out.toFile())
            .redirectError(dir.resolve("err").toFile())
            .start();
    try {
      assertThat(tool.waitFor(MAX_SECONDS, TimeUnit.SECONDS)).as("%s ends", command[0]).isTrue();
    } finally {
      tool.destroyForcibly();
    }
    assertThat(tool.exitValue()).as(Files.readString(dir.resolve("err"))).isZero();
    return Files.readAllBytes(out);
  }

  private byte[] curl(String path, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("curl", "--silent", "--show-error"));
    command.addAll(List.of("--max-time", "" + MAX_SECONDS));
    command.addAll(List.of(options));
    command.add(server.url(path));
    return run(command.toArray(new String[0]));
  }

  private String text(String path, String... options) throws Exception {
    return new String(curl(path, options), StandardCharsets.ISO_8859_1);
  }

  @Test
  void curl_getsFiles_ranges_andTheRestOfADownload() throws Exception {
    assumeTool("curl");
    assertThat(curl("/large.bin")).isEqualTo(large);
    assertThat(curl("/large.bin", "-0")).isEqualTo(large);
    assertThat(curl("/large.bin", "-r", "100-1000099"))
        .isEqualTo(Arrays.copyOfRange(large, 100, 1_000_100));
    assertThat(curl("/large.bin", "-r", "-70000"))
        .isEqualTo(Arrays.copyOfRange(large, LARGE - 70_000, LARGE));
    Path part = dir.resolve("part");
    Files.write(part, Arrays.copyOf(large, 400_000));
    curl("/large.bin", "-C", "-", "-o", part.toString());
    assertThat(Files.readAllBytes(part)).isEqualTo(large);
  }

  @Test
  void curl_asksByDate_byTag_forTheHead_andForGzip() throws Exception {
    assumeTool("curl");
    String status = "%{http_code} %{size_download}";
    String changed = FilesRig.CHANGED;
    String later = changed.replace("1994", "1995");
    assertThat(text("/page.html", "-z", changed, "-w", status)).isEqualTo("304 0");
    assertThat(text("/page.html", "-z", "-" + later, "-w", status)).isEqualTo("<p>hello200 8");
    String tags = dir.resolve("tags").toString();
    assertThat(text("/page.html", "--etag-save", tags)).isEqualTo("<p>hello");
    assertThat(text("/page.html", "--etag-compare", tags, "-w", status)).isEqualTo("304 0");
    assertThat(text("/large.bin", "-I"))
        .contains("HTTP/1.1 200 OK\r\n", "Content-Length: 1500000\r\n", "Accept-Ranges: bytes\r\n");
    assertThat(text("/page.html", "--compressed")).isEqualTo("<p>hello");
    assertThat(text("/page.html", "--compressed", "-D", "-"))
        .contains("Content-Encoding: gzip\r\n", "Vary: Accept-Encoding\r\n");
  }

  @Test
  void wget_mirrorsAFolder_byItsLists_toTheByte() throws Exception {
    assumeTool("wget");
    Path tree = root.resolve("tree");
    Random random = new Random(2);
    for (int i = 0; i < MIRRORED_FILES; i++) {
      byte[] content =
          new byte[i % 50 == 0 ? 70_000 + random.nextInt(100_000) : random.nextInt(3_000)];
      random.nextBytes(content);
      FilesRig.file(
          tree.resolve("d" + i % 7).resolve("\u00fc " + i % 3).resolve(i + " &+%.bin"), content);
    }
    run(
        "wget",
        "--mirror",
        "--no-parent",
        "--no-verbose",
        "--no-host-directories",
        "--tries=1",
        "--restrict-file-names=nocontrol",
        "--directory-prefix=mirror",
        server.url("/tree/"));
    try (Stream<Path> files = Files.walk(tree)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      assertThat(all).hasSize(MIRRORED_FILES);
      for (Path file : all) {
        Path copy = dir.resolve("mirror").resolve(root.relativize(file));
        assertThat(Files.mismatch(file, copy)).as("first difference of %s", file).isEqualTo(-1);
        assertThat(Files.getLastModifiedTime(copy)).isEqualTo(Files.getLastModifiedTime(file));
      }
    }
  }
}
