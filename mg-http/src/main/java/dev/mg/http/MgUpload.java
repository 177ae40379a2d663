package dev.mg.http;

import dev.mg.MgException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the files of forms go, and how much may come: for {@link MgHttp#upload(dev.mg.MgConnection,
 * MgHttpMessage, MgUpload, dev.mg.MgOn.Action)}. Made once, before serving; its calls return
 * itself.
 *
 * <p>A file gets the name its sender gives it, directly in the directory, if that is safe: not
 * empty, at most 200 bytes in UTF-8, no separators of paths, no control characters, no dot or blank
 * at an end of it. It is written under a name of its own ({@code .mg-upload-...}) and appears under
 * the sender's when the whole form is there; what does not get that far is deleted. Only a crash of
 * the process leaves one of those behind.
 */
public final class MgUpload {
  final Path dir;
  long maxFileBytes = 100L << 20;
  long maxTotalBytes = 1L << 30;
  int maxParts = 100;
  int maxFieldBytes = 64 << 10;
  boolean overwrites;

  /**
   * Into {@code dir}, with the limits that each method tells.
   *
   * @throws MgException if that is no directory
   */
  public MgUpload(Path dir) {
    if (!Files.isDirectory(dir)) {
      throw new MgException("uploads cannot go to " + dir + ", which is no directory: create it");
    }
    this.dir = dir;
  }

  /** Of one file; 100 MiB. */
  public MgUpload maxFileBytes(long bytes) {
    maxFileBytes = notNegative("maxFileBytes", bytes);
    return this;
  }

  /** Of the whole body, what separates its parts included; 1 GiB. */
  public MgUpload maxTotalBytes(long bytes) {
    maxTotalBytes = notNegative("maxTotalBytes", bytes);
    return this;
  }

  /** Files and fields together; 100. */
  public MgUpload maxParts(int parts) {
    maxParts = (int) notNegative("maxParts", parts);
    return this;
  }

  /** Of all fields that are no files, which are kept in memory, with their names; 64 KiB. */
  public MgUpload maxFieldBytes(int bytes) {
    maxFieldBytes = (int) notNegative("maxFieldBytes", bytes);
    return this;
  }

  /** Whether a file replaces another one of its name; else that is refused, as at first. */
  public MgUpload overwrites(boolean on) {
    overwrites = on;
    return this;
  }

  private static long notNegative(String name, long value) {
    if (value < 0) {
      throw new MgException(name + " " + value + " is negative");
    }
    return value;
  }
}
