package dev.mg.http;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A file or folder of the file system.
 *
 * @param real its path without symbolic links
 */
record DiskFile(Path real, boolean isFolder) implements FileSource.Entry {
  private static final int TRIES = 3;

  /** Null of a device, a pipe, a socket: opening one may wait for ever. */
  static @Nullable DiskFile at(Path real) throws IOException {
    BasicFileAttributes is = look(real);
    return is.isRegularFile() || is.isDirectory() ? new DiskFile(real, is.isDirectory()) : null;
  }

  private static BasicFileAttributes look(Path real) throws IOException {
    return Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * {@inheritDoc}
   *
   * <p>What was at the path before and after the opening must be the same file at the same real
   * path, since nothing can be asked of the descriptor itself: then it is what was opened, unless
   * somebody put another file there and the first one back.
   */
  @Override
  public OpenFile open() throws IOException {
    for (int i = 0; i < TRIES; i++) {
      BasicFileAttributes before = look(real);
      if (!before.isRegularFile()) {
        break;
      }
      FileChannel file = FileChannel.open(real, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
      boolean good = false;
      try {
        BasicFileAttributes after = look(real);
        good = isSame(before, after) && real.toRealPath().equals(real);
        if (good) {
          return opened(file, after);
        }
      } finally {
        if (!good) {
          file.close();
        }
      }
    }
    throw new IOException(real + " is being replaced");
  }

  private static boolean isSame(BasicFileAttributes a, BasicFileAttributes b) {
    return b.isRegularFile()
        && Objects.equals(a.fileKey(), b.fileKey())
        && a.creationTime().equals(b.creationTime());
  }

  private static OpenFile opened(FileChannel file, BasicFileAttributes is) {
    long modifiedNs = is.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    String tag = Long.toHexString(modifiedNs) + "-" + Long.toHexString(is.size());
    return new OpenFile(file, 0, false, is.size(), modifiedS(is), tag);
  }

  /** Seconds since 1970 of the last change, -1 if it is said to be before. */
  static long modifiedS(BasicFileAttributes is) {
    return Math.max(-1, is.lastModifiedTime().to(TimeUnit.SECONDS));
  }
}
