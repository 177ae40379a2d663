package dev.mg.http;

import dev.mg.MgException;
import dev.mg.MgIobuf;
import dev.mg.MgStr;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What {@link MgHttp#serveDir} serves, and how. Make one, and give it to every call.
 *
 * <p>A call with what makes no sense throws an {@link MgException} that tells why; the folders are
 * looked for when they are set. Not thread safe while it is being changed; afterwards managers may
 * share it.
 *
 * <p>Names that start with a dot are not served, but for {@code /.well-known} (RFC 8615), and
 * neither is what lies outside of the folder, whatever symbolic links say.
 */
public final class MgServeOptions {
  final Mounts files = new Mounts();
  @Nullable String ssiPattern;
  String extraHeaders = "";
  MimeTypes types = MimeTypes.STANDARD;
  @Nullable String page404;
  String[] indexNames = {"index.html"};
  boolean listing;
  boolean precompressed = true;

  /** Nothing to serve yet. */
  public MgServeOptions() {}

  /**
   * What to serve, instead of what was set before.
   *
   * @param list a folder; or several, {@code /prefix=folder,/other=folder2}, of which the longest
   *     prefix of a path counts. What has a comma or = in its name goes by {@link #root}.
   */
  public MgServeOptions rootDir(String list) {
    files.clear();
    for (String entry : list.split(",")) {
      int equals = entry.indexOf('=');
      String dir = entry.substring(equals + 1).strip();
      if (dir.isEmpty()) {
        // Else a setting that somebody left empty would serve whatever the program runs in.
        throw new MgException(
            "rootDir: '" + list + "' lacks a folder: '.' is the one the program runs in");
      }
      try {
        root(equals < 0 ? "/" : entry.substring(0, equals).strip(), Path.of(dir));
      } catch (InvalidPathException e) {
        throw new MgException("rootDir: '" + dir + "' is no path: " + e.getReason(), e);
      }
    }
    return this;
  }

  /**
   * Serves a folder of the file system, also.
   *
   * @param prefix "/", or {@code /prefix} of the paths it is served under
   */
  public MgServeOptions root(String prefix, Path dir) {
    return mount(prefix, DiskFolder.of(dir));
  }

  /**
   * Serves a folder of the class path, also: by the same rules, but that it has no listing. What is
   * in a jar is unpacked at its first use, into a temporary file.
   *
   * @param prefix "/", or {@code /prefix} of the paths it is served under
   * @param folder its name, without a slash at either end
   */
  public MgServeOptions resources(String prefix, ClassLoader loader, String folder) {
    return mount(prefix, new PackedFolder(loader, folder));
  }

  /** As {@link #resources(String, ClassLoader, String)}, under "/". */
  public MgServeOptions resources(ClassLoader loader, String folder) {
    return resources("/", loader, folder);
  }

  private MgServeOptions mount(String prefix, FileSource tree) {
    FilePath path = new FilePath();
    if (!path.parse(MgStr.of(prefix))) {
      throw new MgException("'" + prefix + "' is no prefix of a path: it must start with a slash");
    }
    files.add(path.escaped(), tree);
    return this;
  }

  /** Pages to put together from includes, by their paths as {@link MgStr#match} has it. */
  public MgServeOptions ssiPattern(@Nullable String pattern) {
    ssiPattern = pattern;
    return this;
  }

  /**
   * Header lines for what is served, {@code Cache-Control: max-age=3600\r\n} for example.
   *
   * @param lines as {@link MgHttp#reply(dev.mg.MgConnection, int, String, String)} takes them,
   *     without Content-Length
   */
  public MgServeOptions extraHeaders(String lines) {
    CallerFields fields = new CallerFields();
    fields.copy(lines, new MgIobuf());
    if (fields.contentLength >= 0) {
      throw new MgException("extraHeaders: Content-Length differs from file to file: leave it out");
    }
    extraHeaders = lines;
    return this;
  }

  /**
   * Media types beside the usual ones, or instead of them.
   *
   * @param list {@code end=type,end=type}: {@code foo=text/foo,js=text/x-js}
   */
  public MgServeOptions mimeTypes(String list) {
    types = MimeTypes.with(list);
    return this;
  }

  /**
   * What to show with status 404.
   *
   * @param path of a file among those served, {@code /404.html}; null = a line of text
   */
  public MgServeOptions page404(@Nullable String path) {
    FilePath parsed = new FilePath();
    if (path != null && !parsed.parse(MgStr.of(path))) {
      throw new MgException("page404: '" + path + "' must be a path as clients ask for, /404.html");
    }
    page404 = path == null ? null : parsed.escaped();
    return this;
  }

  /** Files that are served for their folder, the first there is (index.html). */
  public MgServeOptions index(String... names) {
    indexNames = names.clone();
    return this;
  }

  /** Whether a folder without index is listed (no: 404). */
  public MgServeOptions listing(boolean on) {
    listing = on;
    return this;
  }

  /**
   * Whether {@code name.br} and {@code name.gz}, where they are, are sent instead of {@code name}
   * to those who accept that coding (yes). It is up to you that they have the same content.
   */
  public MgServeOptions precompressed(boolean on) {
    precompressed = on;
    return this;
  }

  /** Whether names that start with a dot are served, too (no). */
  public MgServeOptions hidden(boolean on) {
    files.hidden = on;
    return this;
  }
}
