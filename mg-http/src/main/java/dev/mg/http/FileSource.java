package dev.mg.http;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tree of files to be served. Paths are those of {@link FilePath#escaped}. */
interface FileSource {
  /** What is at a path. */
  interface Entry {
    boolean isFolder();

    /**
     * Opens a file; who asked closes it.
     *
     * @throws IOException if it cannot be had now, or has become something else
     */
    OpenFile open() throws IOException;
  }

  /** A line of a listing: its link within the folder, its name, and what is told about it. */
  record Item(String href, String name, boolean isFolder, long size, long modifiedS) {}

  /**
   * What is at {@code path}, "" being the root of the tree; null if there is nothing that could be
   * served.
   *
   * @throws IOException if it cannot be had now; an AccessDeniedException if it may not be seen
   */
  @Nullable Entry find(String path) throws IOException;

  /**
   * What is in a folder, in any order.
   *
   * @param hidden whether names that start with a dot are wanted
   * @param max of them at most
   * @return null if this tree has no such list
   */
  @Nullable List<Item> list(String path, boolean hidden, int max) throws IOException;
}
