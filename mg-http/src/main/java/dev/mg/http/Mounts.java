package dev.mg.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several trees of files as one: each stands under a prefix, and the longest prefix counts. */
final class Mounts implements FileSource {
  /** A tree and where it stands: "", or {@code /prefix}. */
  private record Mount(String prefix, FileSource files) {
    boolean has(String path) {
      return path.startsWith(prefix)
          && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
    }

    String within(String path) {
      return path.substring(prefix.length());
    }
  }

  private final List<Mount> mounts = new ArrayList<>();

  /** Whether names that start with a dot can be found. */
  boolean hidden;

  void clear() {
    mounts.clear();
  }

  /** One more; it takes the place of another with that prefix. */
  void add(String prefix, FileSource files) {
    mounts.removeIf(mount -> mount.prefix.equals(prefix));
    mounts.add(new Mount(prefix, files));
  }

  private @Nullable Mount of(String path) {
    Mount best = null;
    for (Mount mount : mounts) {
      if (mount.has(path) && (best == null || mount.prefix.length() > best.prefix.length())) {
        best = mount;
      }
    }
    return best == null || !hidden && FilePath.isHidden(best.within(path)) ? null : best;
  }

  @Override
  public @Nullable Entry find(String path) throws IOException {
    Mount mount = of(path);
    return mount == null ? null : mount.files.find(mount.within(path));
  }

  @Override
  public @Nullable List<Item> list(String path, boolean all, int max) throws IOException {
    Mount mount = of(path);
    return mount == null ? null : mount.files.list(mount.within(path), all, max);
  }
}
