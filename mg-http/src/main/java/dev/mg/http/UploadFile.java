package dev.mg.http;

import dev.mg.MgStr;
import dev.mg.MgUtil;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that is being received: under a name of its own until all is there. */
final class UploadFile {
  final String field;
  final String contentType;
  final Path target;
  private final Path temporary;
  private final FileChannel out;
  private boolean published;
  long bytes;

  /** Creates the file, next to the target so that it can be renamed. */
  UploadFile(Path target, String field, String contentType) throws IOException {
    this.target = target;
    this.field = field;
    this.contentType = contentType;
    temporary = target.resolveSibling(".mg-upload-" + MgUtil.randomStr(20));
    out = FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
  }

  void write(MgStr data) throws IOException {
    ByteBuffer from = ByteBuffer.wrap(data.buf(), data.off(), data.len());
    boolean interrupted = Thread.interrupted();
    try {
      while (from.hasRemaining()) {
        out.write(from);
      }
    } finally {
      InterruptFlag.restore(interrupted);
    }
    bytes += data.len();
  }

  /** All was written. */
  void finish() throws IOException {
    out.close();
  }

  /**
   * Before any of a form is published: what can be known to fail fails here, since those replaced
   * do not come back.
   *
   * @throws FileAlreadyExistsException if another one has the name and is not to be replaced
   */
  void check(boolean overwrites) throws IOException {
    boolean taken =
        overwrites
            ? Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)
            : Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    if (taken) {
      throw new FileAlreadyExistsException(target.toString());
    }
  }

  /**
   * Makes it appear under its name.
   *
   * @throws FileAlreadyExistsException if another one got the name meanwhile
   */
  void publish(boolean overwrites) throws IOException {
    if (overwrites) {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } else {
      link();
    }
    published = true;
  }

  /** A link is made or not, where looking first would leave a moment for another file. */
  private void link() throws IOException {
    try {
      Files.createLink(target, temporary);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      // No links here: then with that moment.
      Files.move(temporary, target);
      return;
    }
    Files.delete(temporary);
  }

  /** Deletes it, though it may have appeared already. */
  void discard() throws IOException {
    try {
      out.close();
    } finally {
      Files.deleteIfExists(published ? target : temporary);
    }
  }
}
