package dev.mg.http;

import dev.mg.MgConnection;
import dev.mg.MgLog;
import dev.mg.MgStr;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** One file in many requests, each with a piece of it. Stateless. */
final class ChunkUpload {
  private static final int REFUSED = -1;
  private static final String TEXT = "Content-Type: text/plain\r\n";

  private ChunkUpload() {}

  /** As {@link MgHttp#upload(MgConnection, MgHttpMessage, Path, long)} says. */
  static long take(MgConnection c, MgHttpMessage hm, Path dir, long maxBytes) {
    String name = Variables.get(hm.query, "name");
    Path path = name == null ? null : UploadName.in(dir, name);
    if (path == null) {
      return refuse(c, 400, "a safe name is required");
    }
    MgStr given = Variables.find(hm.query, "offset");
    long offset = given == null ? 0 : given.toUnsigned(-1);
    if (offset < 0) {
      return refuse(c, 400, "offset must be a decimal number");
    }
    if (hm.body.len() > maxBytes - offset) {
      return refuse(c, 413, "a file may have " + maxBytes + " bytes at most");
    }
    try {
      return write(c, path, offset, hm.body);
    } catch (IOException e) {
      MgLog.error(c + ": an upload could not be stored as " + path, e);
      return refuse(c, 500, "the file could not be stored");
    }
  }

  private static long write(MgConnection c, Path path, long offset, MgStr body) throws IOException {
    boolean exists = Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    if (exists && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      return refuse(c, 409, "that name is taken by something else than a file");
    }
    long size = exists ? Files.size(path) : 0;
    if (offset != 0 && offset != size) {
      return refuse(c, 409, "the file has " + size + " bytes: go on from there");
    }
    Set<OpenOption> how =
        offset == 0
            ? Set.of(
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                LinkOption.NOFOLLOW_LINKS)
            : Set.of(StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
    boolean interrupted = Thread.interrupted();
    try (FileChannel out = FileChannel.open(path, how)) {
      ByteBuffer from = ByteBuffer.wrap(body.buf(), body.off(), body.len());
      while (from.hasRemaining()) {
        out.write(from);
      }
    } finally {
      InterruptFlag.restore(interrupted);
    }
    long now = offset + body.len();
    MgHttp.reply(c, 200, TEXT, now + "\n");
    return now;
  }

  private static int refuse(MgConnection c, int status, String why) {
    MgLog.debug(() -> c + ": upload refused: " + why);
    MgHttp.reply(c, status, TEXT, status + " " + StatusLines.reason(status) + ": " + why + "\n");
    return REFUSED;
  }
}
