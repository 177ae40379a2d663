package dev.mg.spi.sockets;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The file that binding a unix-domain socket made. The system leaves it where it is when the socket
 * closes, and the next bind would find it in use. For any thread.
 *
 * @param fileKey tells whether the path still leads to the file that was made; null where the file
 *     system has no such thing
 */
public record BoundFile(Path path, @Nullable Object fileKey) {
  /** The file made by binding to {@code local}; null when that made none. */
  public static @Nullable BoundFile of(SocketAddress local) {
    if (!(local instanceof UnixDomainSocketAddress unix)) {
      return null;
    }
    // Absolute: the path means the same whatever happens to the working directory's name.
    Path path = unix.getPath().toAbsolutePath();
    try {
      return new BoundFile(path, key(path));
    } catch (IOException e) {
      // Somebody was quicker and has removed it.
      return null;
    }
  }

  /**
   * Removes the file unless another has taken its place: the inode of a socket still open is not
   * given away, so call it before the socket is closed.
   */
  public void remove() {
    try {
      if (Objects.equals(key(path), fileKey)) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      // It is gone, or the directory lets nobody remove it: the next bind tells.
    }
  }

  private static @Nullable Object key(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }
}
