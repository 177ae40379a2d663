package dev.mg.http;

import dev.mg.MgException;
import dev.mg.MgIobuf;
import dev.mg.MgStr;
import dev.mg.MgUtil;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A folder of the file system as a tree to serve. Symbolic links are followed as long as they end
 * within it.
 *
 * <p>Names go to the system as escaped URIs, which the JDK turns into just those bytes; a String
 * would be encoded by the locale, and not every name can be one.
 */
final class DiskFolder implements FileSource {
  private final Path root;
  private final String uri;

  /** Of a folder whose path has no symbolic links. */
  DiskFolder(Path realRoot) {
    root = realRoot;
    String text = realRoot.toUri().toString();
    uri = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  /**
   * Of a folder as a program names it.
   *
   * @throws MgException if there is none
   */
  static DiskFolder of(Path dir) {
    try {
      Path real = dir.toRealPath();
      if (Files.isDirectory(real)) {
        return new DiskFolder(real);
      }
    } catch (NoSuchFileException e) {
      throw new MgException("'" + dir + "' cannot be served: it is not there", e);
    } catch (IOException e) {
      throw new MgException("'" + dir + "' cannot be served: " + e, e);
    }
    throw new MgException("'" + dir + "' cannot be served: it is no folder");
  }

  private Path at(String path) {
    return Path.of(URI.create(path.isEmpty() ? uri + "/" : uri + path));
  }

  @Override
  public @Nullable DiskFile find(String path) throws AccessDeniedException {
    try {
      Path real = at(path).toRealPath();
      return real.startsWith(root) ? DiskFile.at(real) : null;
    } catch (AccessDeniedException e) {
      throw e;
    } catch (IOException e) {
      // Not there, on the way to there is no folder, the name is too long, links run in circles.
      return null;
    }
  }

  @Override
  public List<Item> list(String path, boolean hidden, int max) throws IOException {
    List<Item> items = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(at(path))) {
      for (Path one : all) {
        if (items.size() == max) {
          break;
        }
        Item item = item(path, one, hidden);
        if (item != null) {
          items.add(item);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return items;
  }

  /** Null if it is not to be listed, since asking for it would find nothing. */
  private @Nullable Item item(String path, Path file, boolean hidden) {
    MgStr name = name(file);
    if (!hidden && name.startsWith(".")) {
      return null;
    }
    String href = escape(name);
    try {
      BasicFileAttributes is =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (is.isSymbolicLink()) {
        DiskFile target = find(path + "/" + href);
        if (target == null) {
          return null;
        }
        is = Files.readAttributes(target.real(), BasicFileAttributes.class);
      }
      return is.isRegularFile() || is.isDirectory()
          ? new Item(href, name.toString(), is.isDirectory(), is.size(), DiskFile.modifiedS(is))
          : null;
    } catch (IOException e) {
      // It has gone, or may not be seen.
      return null;
    }
  }

  /** The bytes of a file's name. */
  static MgStr name(Path file) {
    String raw = file.toUri().getRawPath();
    int end = raw.endsWith("/") ? raw.length() - 1 : raw.length();
    String last = raw.substring(raw.lastIndexOf('/', end - 1) + 1, end);
    return Objects.requireNonNull(MgUtil.urlDecode(MgStr.of(last), false), last);
  }

  /** A name as {@link FilePath#escaped} has it. */
  static String escape(MgStr name) {
    MgIobuf out = new MgIobuf();
    MgUtil.urlEncode(name, out);
    return out.toString();
  }
}
