package dev.mg.http;

import dev.mg.MgConnection;
import dev.mg.MgIobuf;
import dev.mg.MgLog;
import dev.mg.MgManager;
import dev.mg.MgStr;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what a request for a file means: a file, a folder's index or list, nothing. */
final class StaticFiles {
  private static final int MAX_ITEMS = 20_000;
  private static final String ALLOW = "Allow: GET, HEAD\r\n";
  private static final String LISTING =
      "Content-Type: text/html; charset=utf-8\r\n"
          + "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\n";

  /** Codings of files beside a file, the one that is usually smaller first. */
  private static final String[] CODINGS = {"br", "gzip"};

  private static final String[] ENDS = {".br", ".gz"};

  private final FilePath path = new FilePath();
  private final FileSender sender = new FileSender();

  private StaticFiles() {}

  /** The one of {@code mgr}. */
  static StaticFiles of(MgManager mgr) {
    return mgr.local(StaticFiles.class, StaticFiles::new);
  }

  /** As {@link MgHttp#serveDir}. */
  void serveDir(MgConnection c, MgHttpMessage hm, MgServeOptions options) {
    boolean interrupted = Thread.interrupted();
    try {
      fromDir(c, hm, options);
    } finally {
      InterruptFlag.restore(interrupted);
    }
  }

  private void fromDir(MgConnection c, MgHttpMessage hm, MgServeOptions options) {
    ServerConnection s = ServerConnection.of(c);
    FileRequest r = new FileRequest(c, s, hm, options.files, options);
    if (!s.owes(c) || !isAllowed(r)) {
      return;
    }
    if (!path.parse(hm.uri)) {
      r.text(400, "");
      return;
    }
    String at = path.escaped();
    try {
      FileSource.Entry found = r.files().find(at);
      if (found == null || !found.isFolder() && path.isFolder()) {
        notFound(r);
      } else if (!found.isFolder()) {
        file(r, at, found);
      } else if (path.isFolder()) {
        folder(r, at);
      } else {
        // Built of the path as we understood it, so that it cannot lead to another host.
        String query = hm.query.isEmpty() ? "" : "?" + hm.query.latin1();
        r.text(301, "Location: " + at + "/" + query + "\r\n");
      }
    } catch (IOException e) {
      failed(r, e);
    }
  }

  /** As {@link MgHttp#serveFile}. */
  void serveFile(MgConnection c, MgHttpMessage hm, Path file, MgServeOptions options) {
    boolean interrupted = Thread.interrupted();
    try {
      fromFile(c, hm, file, options);
    } finally {
      InterruptFlag.restore(interrupted);
    }
  }

  private void fromFile(MgConnection c, MgHttpMessage hm, Path file, MgServeOptions options) {
    ServerConnection s = ServerConnection.of(c);
    if (!s.owes(c)) {
      return;
    }
    FileRequest r = new FileRequest(c, s, hm, options.files, options);
    if (!isAllowed(r)) {
      return;
    }
    try {
      Path real = file.toRealPath();
      DiskFile found = DiskFile.at(real);
      Path folder = real.getParent();
      if (found == null || found.isFolder() || folder == null) {
        notFound(r);
        return;
      }
      FileSource beside = new DiskFolder(folder);
      String name = "/" + DiskFolder.escape(DiskFolder.name(real));
      file(new FileRequest(c, s, hm, beside, options), name, found);
    } catch (AccessDeniedException e) {
      failed(r, e);
    } catch (IOException e) {
      notFound(r);
    }
  }

  private static boolean isAllowed(FileRequest r) {
    boolean allowed = r.isGet() || r.hm().method.is("HEAD");
    if (!allowed) {
      r.text(405, ALLOW);
    }
    return allowed;
  }

  private void failed(FileRequest r, IOException e) {
    boolean isDenied = e instanceof AccessDeniedException;
    if (!isDenied) {
      MgLog.error("a file could not be served", e);
    }
    r.text(isDenied ? 403 : 503, "");
  }

  private void notFound(FileRequest r) {
    String at = r.options().page404;
    try {
      FileSource.Entry page = at == null ? null : r.options().files.find(at);
      if (at != null && page != null && !page.isFolder()) {
        Content content = new Content(r.options().types.of(at), null, false);
        sender.sendInstead(r, page.open(), content, 404);
        return;
      }
    } catch (IOException e) {
      MgLog.error("the page for status 404 could not be served", e);
    }
    r.text(404, "");
  }

  private void folder(FileRequest r, String at) throws IOException {
    for (String name : r.options().indexNames) {
      String index = at + "/" + DiskFolder.escape(MgStr.of(name));
      FileSource.Entry found = r.files().find(index);
      if (found != null && !found.isFolder()) {
        file(r, index, found);
        return;
      }
    }
    MgServeOptions o = r.options();
    List<FileSource.Item> items =
        o.listing ? r.files().list(at, o.files.hidden, MAX_ITEMS + 1) : null;
    if (items == null) {
      notFound(r);
      return;
    }
    MgIobuf page = Listing.html(at, items, MAX_ITEMS);
    page(r, LISTING, page);
  }

  private static void page(FileRequest r, String headers, MgIobuf page) {
    String all = headers + r.options().extraHeaders;
    ServerConnection.server(r.c())
        .responder
        .reply(r.c(), r.s(), 200, all, page.buf(), page.head(), page.len(), null);
  }

  private void file(FileRequest r, String at, FileSource.Entry found) throws IOException {
    MgServeOptions o = r.options();
    String type = o.types.of(at);
    if (o.ssiPattern != null && MgStr.of(at).match(o.ssiPattern)) {
      try (OpenFile page = found.open()) {
        MgIobuf whole = new SsiPages(r.files()).expand(at, page);
        page(r, "Content-Type: " + type + "\r\n", whole);
      }
      return;
    }
    if (o.precompressed && coded(r, at, type, found)) {
      return;
    }
    sender.send(r, found.open(), new Content(type, null, false));
  }

  /** Answers if there are files beside it that hold the same in another coding. */
  private boolean coded(FileRequest r, String at, String type, FileSource.Entry found)
      throws IOException {
    FileSource.@Nullable Entry best = null;
    String coding = null;
    boolean varies = false;
    int most = AcceptEncoding.weight(r.hm().headers, "identity");
    for (int i = 0; i < CODINGS.length; i++) {
      FileSource.Entry one = sibling(r, at + ENDS[i]);
      if (one != null) {
        varies = true;
        int weight = AcceptEncoding.weight(r.hm().headers, CODINGS[i]);
        if (weight > 0 && (coding == null ? weight >= most : weight > most)) {
          most = weight;
          best = one;
          coding = CODINGS[i];
        }
      }
    }
    if (!varies) {
      return false;
    }
    OpenFile open = best == null ? null : opened(best);
    sender.send(
        r,
        open == null ? found.open() : open,
        new Content(type, open == null ? null : coding, true));
    return true;
  }

  /** Null if there is no such file, or none that we may see: the one without coding serves. */
  private static FileSource.@Nullable Entry sibling(FileRequest r, String path) {
    try {
      FileSource.Entry found = r.files().find(path);
      return found == null || found.isFolder() ? null : found;
    } catch (IOException e) {
      MgLog.debug(() -> path + ": " + e);
      return null;
    }
  }

  /** Null if it cannot be read. */
  private static @Nullable OpenFile opened(FileSource.Entry sibling) {
    try {
      return sibling.open();
    } catch (IOException e) {
      MgLog.debug(() -> "the file without coding is served instead: " + e);
      return null;
    }
  }
}
