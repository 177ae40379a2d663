package dev.mg.http;

import dev.mg.MgIobuf;
import dev.mg.MgStr;
import dev.mg.MgUtil;

/**
 * The path of a request as a path of files. Pure and reused.
 *
 * <p>It is decoded once, then {@code .} and {@code ..} and empty segments are taken out; {@code ..}
 * at the root stays there (RFC 3986 section 5.2.4). The result is escaped anew, everything but the
 * unreserved characters, so that it is ASCII whatever bytes a name has, one path has one form, and
 * it can stand in a Location. Refused is what a system could take for a separator or an end: a
 * backslash, a slash in disguise, NUL, and escapes that are none.
 */
final class FilePath {
  private static final String WELL_KNOWN = "/.well-known";

  private final MgIobuf decoded = new MgIobuf();
  private final MgIobuf escaped = new MgIobuf();
  private boolean isFolder;

  /**
   * Takes a path.
   *
   * @return false if it is refused
   */
  boolean parse(MgStr path) {
    escaped.clear();
    isFolder = true;
    if (!path.startsWith("/")) {
      return false;
    }
    int at = 1;
    while (at <= path.len()) {
      int slash = path.indexOf('/', at);
      int end = slash < 0 ? path.len() : slash;
      decoded.clear();
      if (MgUtil.urlDecode(path.slice(at, end), false, decoded) < 0 || isRefused(decoded.str())) {
        return false;
      }
      segment(decoded.str(), slash >= 0);
      at = end + 1;
    }
    return true;
  }

  private static boolean isRefused(MgStr segment) {
    return segment.indexOf('/', 0) >= 0
        || segment.indexOf('\\', 0) >= 0
        || segment.indexOf(0, 0) >= 0;
  }

  private void segment(MgStr name, boolean slashFollows) {
    isFolder = true;
    if (name.is("..")) {
      int end = escaped.len();
      while (end > 0 && escaped.at(end - 1) != '/') {
        end--;
      }
      escaped.truncate(Math.max(0, end - 1));
    } else if (!name.isEmpty() && !name.is(".")) {
      isFolder = slashFollows;
      escaped.addByte('/');
      MgUtil.urlEncode(name, escaped);
    }
  }

  /** Whether it names a folder: it ended in a slash, or in {@code .} or {@code ..}. */
  boolean isFolder() {
    return isFolder;
  }

  /** "" for the root, or {@code /a/b}: no slash at its end, whatever it names. */
  String escaped() {
    return escaped.toString();
  }

  /**
   * Whether a segment of an {@link #escaped} path starts with a dot: such files are kept for
   * programs, not for readers. {@code /.well-known} at the start is for readers (RFC 8615).
   */
  static boolean isHidden(String escapedPath) {
    boolean known = escapedPath.equals(WELL_KNOWN) || escapedPath.startsWith(WELL_KNOWN + "/");
    return escapedPath.indexOf("/.", known ? WELL_KNOWN.length() : 0) >= 0;
  }
}
