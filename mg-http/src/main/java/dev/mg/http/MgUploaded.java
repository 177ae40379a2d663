package dev.mg.http;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A form that was received whole: see {@link MgHttp#upload(dev.mg.MgConnection, MgHttpMessage,
 * MgUpload, dev.mg.MgOn.Action)}. Owned, immutable, for any thread.
 *
 * @param files in the order of the form; those that were left empty are not among them
 * @param fields all others, in their order
 */
public record MgUploaded(List<File> files, List<Field> fields) {
  /**
   * A file that was stored.
   *
   * @param field the name of the form's field
   * @param path where it is
   * @param bytes its length
   * @param contentType what the sender says it is; empty if it does not say
   */
  public record File(String field, Path path, long bytes, String contentType) {}

  /** A field with its value in UTF-8. */
  public record Field(String name, String value) {}

  /** The value of the first field of that name that is no file; null if there is none. */
  public @Nullable String field(String name) {
    for (Field each : fields) {
      if (each.name.equals(name)) {
        return each.value;
      }
    }
    return null;
  }
}
