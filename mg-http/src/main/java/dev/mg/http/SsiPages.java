package dev.mg.http;

import dev.mg.MgIobuf;
import dev.mg.MgStr;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Puts pages together from their includes, in memory. Bounded are the depth, the bytes of a page,
 * and how often something is included; a file that is being included is not included again within
 * itself. What cannot be included leaves a comment that tells no path.
 */
final class SsiPages {
  static final int MAX_BYTES = 4 << 20;
  static final int MAX_DEPTH = 5;
  static final int MAX_INCLUDES = 256;

  private static final String MISSING = "<!-- not included: not found -->";
  private static final String CIRCLE = "<!-- not included: within itself -->";
  private static final String DEEP = "<!-- not included: too deep -->";
  private static final String LARGE = "<!-- not included: too large -->";

  private final FileSource files;
  private final FilePath path = new FilePath();
  private final Deque<String> within = new ArrayDeque<>();
  private final MgIobuf out = new MgIobuf();
  private int includes;

  /** For one page, with what it includes from {@code files}. */
  SsiPages(FileSource files) {
    this.files = files;
  }

  /**
   * The page with everything in it.
   *
   * @param at its path, escaped
   * @throws IOException if it cannot be read, or is too large itself
   */
  MgIobuf expand(String at, OpenFile page) throws IOException {
    if (page.size() > MAX_BYTES) {
      throw new IOException("a page with includes has more than " + MAX_BYTES + " bytes");
    }
    add(at, page);
    return out;
  }

  private void add(String at, OpenFile file) throws IOException {
    MgIobuf bytes = new MgIobuf((int) file.size());
    file.read(0, (int) file.size(), bytes);
    MgStr text = bytes.str();
    Ssi ssi = new Ssi(text);
    int from = 0;
    within.push(at);
    while (ssi.next()) {
      out.add(text.slice(from, ssi.start()));
      from = ssi.end();
      String why = include(at, ssi);
      if (why != null) {
        out.add(why);
      }
    }
    within.pop();
    out.add(text.slice(from, text.len()));
  }

  /** Adds what is to be included; or returns why not. */
  private @Nullable String include(String at, Ssi ssi) {
    String target = target(at, ssi);
    if (target == null) {
      return MISSING;
    }
    if (within.contains(target)) {
      return CIRCLE;
    }
    if (within.size() > MAX_DEPTH) {
      return DEEP;
    }
    // Those that are not there count as well: each is looked for.
    if (++includes > MAX_INCLUDES) {
      return LARGE;
    }
    try {
      FileSource.Entry entry = files.find(target);
      if (entry == null || entry.isFolder()) {
        return MISSING;
      }
      try (OpenFile file = entry.open()) {
        if (file.size() > MAX_BYTES - out.len()) {
          return LARGE;
        }
        add(target, file);
        return null;
      }
    } catch (IOException e) {
      return MISSING;
    }
  }

  /** The escaped path meant; null if it is refused. */
  private @Nullable String target(String at, Ssi ssi) {
    String folder = at.substring(0, at.lastIndexOf('/') + 1);
    MgStr given = ssi.path();
    MgIobuf full = new MgIobuf();
    if (ssi.isVirtual()) {
      full.add(given.startsWith("/") ? "" : folder);
      full.add(given);
    } else {
      // A name as the file has it, not one of a URL; and not of a file above the page's.
      if (given.startsWith("/")) {
        return null;
      }
      full.add(folder);
      for (int i = 0; i < given.len(); i++) {
        if (given.at(i) == '%') {
          full.add("%25");
        } else {
          full.addByte(given.at(i));
        }
      }
    }
    if (!path.parse(full.str()) || path.isFolder()) {
      return null;
    }
    String target = path.escaped();
    return ssi.isVirtual() || target.startsWith(folder) ? target : null;
  }
}
