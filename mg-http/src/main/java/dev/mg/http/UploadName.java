package dev.mg.http;

import dev.mg.MgStr;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Which names that a peer chose may become those of files. Stateless. */
final class UploadName {
  /** File systems take 255; room is left for what people append to names. */
  private static final int MAX_BYTES = 200;

  private UploadName() {}

  /** The file of that name directly in {@code dir}; null if the name is not safe. */
  static @Nullable Path in(Path dir, MgStr name) {
    String s = name.toString();
    // What is no UTF-8 would come out as another name.
    return MgStr.of(s).equals(name) ? in(dir, s) : null;
  }

  /** As {@link #in(Path, MgStr)}. */
  static @Nullable Path in(Path dir, String name) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > MAX_BYTES || !name.codePoints().allMatch(UploadName::isSafe)) {
      return null;
    }
    // A dot first hides a file, or is the directory; the others vanish on some systems.
    if (isDotOrBlank(name.charAt(0)) || isDotOrBlank(name.charAt(name.length() - 1))) {
      return null;
    }
    try {
      Path path = dir.resolve(name);
      Path last = path.getFileName();
      boolean isDirectly = dir.equals(path.getParent()) || dir.toString().isEmpty();
      return isDirectly && last != null && last.toString().equals(name) ? path : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static boolean isDotOrBlank(char ch) {
    return ch == '.' || ch == ' ';
  }

  private static boolean isSafe(int ch) {
    boolean turnsText = ch >= 0x202A && ch <= 0x202E || ch >= 0x2066 && ch <= 0x2069;
    return !Character.isISOControl(ch)
        && ch != '/'
        && ch != '\\'
        && ch != 0x2028
        && ch != 0x2029
        && ch != 0xFFFD
        && !turnsText
        && Character.getType(ch) != Character.SURROGATE;
  }
}
