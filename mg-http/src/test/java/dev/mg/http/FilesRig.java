package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgOptions;
import dev.mg.testkit.MemoryPeer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** A server in memory that serves a folder, whose files all changed at one time. */
final class FilesRig implements AutoCloseable {
  static final String CHANGED = "Sun, 06 Nov 1994 08:49:37 GMT";
  private static final FileTime CHANGED_AT = FileTime.fromMillis(784_111_777_000L);

  final HttpRig http;
  final Path root;
  final MgServeOptions options;

  FilesRig(Path root) {
    this(root, new MgServeOptions().root("/", root));
  }

  FilesRig(Path root, MgServeOptions options) {
    this(root, options, new MgOptions());
  }

  FilesRig(Path root, MgServeOptions options, MgOptions http) {
    this.root = root;
    this.options = options;
    this.http =
        new HttpRig(
            http,
            (c, ev, evData, fnData) -> {
              if (ev == MgHttp.EV_MSG) {
                MgHttp.serveDir(c, (MgHttpMessage) evData, options);
              }
            });
  }

  /** Writes a file, one char a byte, with its folders. */
  static Path file(Path root, String path, String content) throws IOException {
    return file(root.resolve(path), content.getBytes(StandardCharsets.ISO_8859_1));
  }

  static Path file(Path at, byte[] content) throws IOException {
    Files.createDirectories(at.getParent());
    Files.write(at, content);
    return Files.setLastModifiedTime(at, CHANGED_AT);
  }

  /** The tag of such a file. */
  static String tag(long size) {
    return "\"" + Long.toHexString(784_111_777_000_000_000L) + "-" + Long.toHexString(size) + "\"";
  }

  /** The fields of such a file but for its type and length. */
  static String validators(long size) {
    return "ETag: " + tag(size) + "\r\nLast-Modified: " + CHANGED + "\r\nAccept-Ranges: bytes\r\n";
  }

  String get(String target, String... lines) throws IOException {
    return ask("GET", target, lines);
  }

  /** The answer without its Date. */
  String ask(String method, String target, String... lines) throws IOException {
    StringBuilder wire = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: a\r\n");
    for (String line : lines) {
      wire.append(line).append("\r\n");
    }
    return http.exchange(wire.append("\r\n").toString());
  }

  /** The status of the answer to a GET; the connection stays usable. */
  int status(String target, String... lines) throws IOException {
    return Integer.parseInt(get(target, lines).substring(9, 12));
  }

  /** The body of the answer to a GET, which must have status 200. */
  String body(String target, String... lines) throws IOException {
    String answer = get(target, lines);
    assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n");
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  /** All a peer gets by and by. */
  String readAll(MemoryPeer peer, int bytes) throws IOException {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 1_000 && all.length() < bytes; i++) {
      http.mgr.poll(0);
      all.append(new String(peer.received(), StandardCharsets.ISO_8859_1));
    }
    return HttpRig.strip(all.toString());
  }

  @Override
  public void close() {
    http.close();
  }
}
