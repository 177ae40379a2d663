package dev.mg.http;

import dev.mg.MgException;
import dev.mg.MgStr;
import dev.mg.MgUtil;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A folder of the class path as a tree to serve. What is in a jar is unpacked when it is first
 * asked for, into one temporary file that has no name any more: after that it is served as any file
 * is, ranges and all, and no heap is needed. May be shared by managers.
 */
final class PackedFolder implements FileSource {
  private static final int PIECE_BYTES = 64 << 10;
  private static final int TAG_BYTES = 12;

  private static final Entry FOLDER =
      new Entry() {
        @Override
        public boolean isFolder() {
          return true;
        }

        @Override
        public OpenFile open() throws IOException {
          throw new IOException("a folder has no content");
        }
      };

  /** What was unpacked. */
  private record Packed(OpenFile file) implements Entry {
    @Override
    public boolean isFolder() {
      return false;
    }

    @Override
    public OpenFile open() {
      return file;
    }
  }

  private final ClassLoader loader;
  private final String folder;

  /** Of what exists only: what is asked for in vain leaves nothing behind. */
  private final Map<String, Entry> unpacked = new HashMap<>();

  private @Nullable FileChannel spool;

  /**
   * Of a folder as a program names it, {@code web} or {@code com/example/web}.
   *
   * @throws MgException if there is none
   */
  PackedFolder(ClassLoader loader, String folder) {
    this.loader = loader;
    this.folder = folder;
    boolean named = !folder.isEmpty() && !folder.startsWith("/") && !folder.endsWith("/");
    if (!named || loader.getResource(folder) == null && !isFolder("")) {
      throw new MgException(
          "no folder '"
              + folder
              + "' on the class path: its name is like 'web' or 'com/example/web', and a module has"
              + " to open it");
    }
  }

  /** A jar need not have entries of its folders; one to be served has an index then. */
  private boolean isFolder(String path) {
    return loader.getResource(folder + path + "/") != null
        || loader.getResource(folder + path + "/index.html") != null;
  }

  @Override
  public synchronized @Nullable Entry find(String escaped) throws IOException {
    Entry known = unpacked.get(escaped);
    if (known != null) {
      return known;
    }
    MgStr path = MgUtil.urlDecode(MgStr.of(escaped), false);
    if (path == null) {
      return null;
    }
    try {
      URL url = loader.getResource(folder + path);
      if (url != null && url.getProtocol().equals("file")) {
        return onDisk(Path.of(url.toURI()), path);
      }
      if (isFolder(path.toString())) {
        return FOLDER;
      }
      Entry made = url == null ? null : new Packed(unpack(url));
      if (made != null) {
        unpacked.put(escaped, made);
      }
      return made;
    } catch (URISyntaxException | NoSuchFileException e) {
      return null;
    }
  }

  /** In a folder of classes: links may not lead out of the one that is served, as anywhere. */
  private static @Nullable DiskFile onDisk(Path file, MgStr path) throws IOException {
    Path served = file;
    for (int at = path.indexOf('/', 0); at >= 0 && served != null; at = path.indexOf('/', at + 1)) {
      served = served.getParent();
    }
    Path real = file.toRealPath();
    return served != null && real.startsWith(served.toRealPath()) ? DiskFile.at(real) : null;
  }

  private OpenFile unpack(URL url) throws IOException {
    FileChannel to = spool();
    long base = to.size();
    MessageDigest digest = MgUtil.sha256Init();
    byte[] piece = new byte[PIECE_BYTES];
    URLConnection from = url.openConnection();
    try (InputStream in = from.getInputStream()) {
      int n;
      while ((n = in.read(piece)) > 0) {
        digest.update(piece, 0, n);
        write(to, ByteBuffer.wrap(piece, 0, n));
      }
    } catch (IOException e) {
      to.truncate(base);
      throw e;
    }
    String tag = HexFormat.of().formatHex(digest.digest(), 0, TAG_BYTES);
    return new OpenFile(to, base, true, to.size() - base, modifiedS(from), tag);
  }

  private FileChannel spool() throws IOException {
    FileChannel it = spool;
    if (it == null) {
      it =
          FileChannel.open(
              Files.createTempFile("mg", ".spool"),
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      spool = it;
    }
    return it;
  }

  private static void write(FileChannel to, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      to.write(bytes, to.size());
    }
  }

  /**
   * That of the jar: builds that are to be reproducible give all entries one date for ever, and a
   * client that asks by date would never get the next version.
   */
  private static long modifiedS(URLConnection from) throws IOException {
    if (from instanceof JarURLConnection jar && jar.getJarFileURL().getProtocol().equals("file")) {
      try {
        return Files.getLastModifiedTime(Path.of(jar.getJarFileURL().toURI())).toMillis() / 1_000;
      } catch (URISyntaxException e) {
        return -1;
      }
    }
    return -1;
  }

  @Override
  public @Nullable List<Item> list(String path, boolean hidden, int max) {
    return null;
  }
}
