package dev.mg.http;

import dev.mg.MgIobuf;
import dev.mg.MgStr;
import dev.mg.MgUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Answers with the content of a file, or with what the request's conditions and ranges make of it
 * (RFC 9110 sections 13 and 14). One a manager.
 *
 * <p>Little content is copied into {@code send} behind its head; much of it is left to {@link
 * dev.mg.MgConnection#sendFile}, so that memory does not depend on it.
 */
final class FileSender {
  /** Up to here content is copied: one write with the head, and no descriptor stays open. */
  static final int COPY_BYTES = 64 << 10;

  private static final int BOUNDARY_CHARS = 24;
  private static final String VARY = "Vary: Accept-Encoding\r\n";

  private final MgIobuf scratch = new MgIobuf();
  private final ByteRanges ranges = new ByteRanges();
  private final byte[] date = new byte[HttpDate.BYTES];

  /**
   * Answers, and sees to it that the file is closed.
   *
   * @throws IOException if it cannot be read; nothing was answered then
   */
  void send(FileRequest r, OpenFile file, Content content) throws IOException {
    boolean isHandedOver = false;
    try {
      isHandedOver = answer(r, file, content);
    } finally {
      if (!isHandedOver) {
        file.close();
      }
    }
  }

  /** As {@link #send} with another status: conditions and ranges do not apply then. */
  void sendInstead(FileRequest r, OpenFile file, Content content, int status) throws IOException {
    boolean isHandedOver = false;
    try {
      StringBuilder headers = new StringBuilder();
      content.describeTo(headers);
      isHandedOver = range(r, file, status, content.type(), headers, 0, file.size());
    } finally {
      if (!isHandedOver) {
        file.close();
      }
    }
  }

  /** Whether the connection closes the file. */
  private boolean answer(FileRequest r, OpenFile file, Content content) throws IOException {
    long nowS = System.currentTimeMillis() / 1_000;
    // A date that is to come would be refused, or worse, believed (section 8.8.2.1).
    long modifiedS = Math.min(file.modifiedS(), nowS);
    String tag =
        "\"" + file.tag() + (content.coding() == null ? "" : "-" + content.coding()) + "\"";
    StringBuilder headers = new StringBuilder(256).append("ETag: ").append(tag).append("\r\n");
    Preconditions conditions = new Preconditions(tag, modifiedS, nowS);
    boolean isGzipped = isGzipped(r, file, content);
    switch (conditions.evaluate(r.hm().headers)) {
      case Preconditions.NOT_MODIFIED -> {
        if (isGzipped && r.s().wantsGzip) {
          // The tag of what was sent is weak; by a strong one a cache would not find it.
          headers.insert("ETag: ".length(), "W/");
        }
        headers.append(isGzipped && !content.varies() ? VARY : "");
        content.varyTo(headers);
        reply(r, 304, headers);
        return false;
      }
      case Preconditions.FAILED -> {
        r.text(412, "");
        return false;
      }
      default -> {}
    }
    if (modifiedS >= 0) {
      HttpDate.write(modifiedS, date, 0);
      headers.append("Last-Modified: ");
      headers.append(new String(date, StandardCharsets.US_ASCII)).append("\r\n");
    }
    headers.append("Accept-Ranges: bytes\r\n");
    content.describeTo(headers);
    int n = ranges(r, file, conditions);
    if (n == ByteRanges.UNSATISFIABLE) {
      r.text(416, "Content-Range: bytes */" + file.size() + "\r\n");
      return false;
    }
    if (n == ByteRanges.NONE) {
      return range(r, file, 200, content.type(), headers, 0, file.size());
    }
    if (isGzipped && !content.varies()) {
      headers.append(VARY);
    }
    if (n > 1) {
      return several(r, file, n, content.type(), headers);
    }
    headers.append("Content-Range: ").append(ranges.field(0, file.size())).append("\r\n");
    return range(r, file, 206, content.type(), headers, ranges.from(0), ranges.bytes(0));
  }

  /** Whether the whole of it would be compressed for clients that want that. */
  private static boolean isGzipped(FileRequest r, OpenFile file, Content content) {
    Gzip gzip = ServerConnection.server(r.c()).responder.gzip;
    return gzip != null
        && content.coding() == null
        && file.size() <= COPY_BYTES
        && gzip.takes(content.type(), file.size());
  }

  private int ranges(FileRequest r, OpenFile file, Preconditions conditions) {
    MgHttpFields fields = r.hm().headers;
    int at = fields.find("Range", 0);
    boolean asked = at >= 0 && fields.find("Range", at + 1) < 0 && r.isGet();
    return asked && conditions.isRangeWanted(fields)
        ? ranges.parse(fields.value(at), file.size())
        : ByteRanges.NONE;
  }

  private void reply(FileRequest r, int status, StringBuilder headers) {
    scratch.clear();
    copied(r, status, headers);
  }

  /** Answers with what is in {@link #scratch}. */
  private void copied(FileRequest r, int status, StringBuilder headers) {
    String all = headers.append(r.options().extraHeaders).toString();
    Responder responder = ServerConnection.server(r.c()).responder;
    responder.reply(r.c(), r.s(), status, all, scratch.buf(), scratch.head(), scratch.len(), null);
  }

  /** Answers with a head; whether a body has to follow. */
  private static boolean sized(FileRequest r, int status, StringBuilder headers, long length) {
    String all = headers.append(r.options().extraHeaders).toString();
    Responder responder = ServerConnection.server(r.c()).responder;
    if (responder.pieces.replyLength(r.c(), r.s(), status, all, length)) {
      return true;
    }
    responder.endResponse(r.c(), r.s(), "");
    return false;
  }

  private boolean range(
      FileRequest r,
      OpenFile file,
      int status,
      String type,
      StringBuilder headers,
      long from,
      long n)
      throws IOException {
    headers.append("Content-Type: ").append(type).append("\r\n");
    if (n <= COPY_BYTES) {
      scratch.clear();
      file.read(from, (int) n, scratch);
      copied(r, status, headers);
      return false;
    }
    if (!sized(r, status, headers, n)) {
      return false;
    }
    file.send(r, from, n, true);
    return true;
  }

  /** RFC 9110 section 14.6: each range with a head of its own. */
  private boolean several(FileRequest r, OpenFile file, int n, String type, StringBuilder headers)
      throws IOException {
    String boundary = MgUtil.randomStr(BOUNDARY_CHARS);
    MgStr[] heads = new MgStr[n];
    MgStr end = MgStr.of("\r\n--" + boundary + "--\r\n");
    long fileBytes = 0;
    long length = end.len();
    for (int i = 0; i < n; i++) {
      heads[i] =
          MgStr.of(
              (i == 0 ? "--" : "\r\n--")
                  + boundary
                  + "\r\nContent-Type: "
                  + type
                  + "\r\nContent-Range: "
                  + ranges.field(i, file.size())
                  + "\r\n\r\n");
      fileBytes += ranges.bytes(i);
      length += heads[i].len() + ranges.bytes(i);
    }
    headers.append("Content-Type: multipart/byteranges; boundary=").append(boundary);
    headers.append("\r\n");
    if (fileBytes <= COPY_BYTES) {
      scratch.clear();
      for (int i = 0; i < n; i++) {
        scratch.add(heads[i]);
        file.read(ranges.from(i), (int) ranges.bytes(i), scratch);
      }
      scratch.add(end);
      copied(r, 206, headers);
      return false;
    }
    if (!sized(r, 206, headers, length)) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      write(r, heads[i]);
      file.send(r, ranges.from(i), ranges.bytes(i), i == n - 1);
    }
    write(r, end);
    return true;
  }

  private static void write(FileRequest r, MgStr piece) {
    ServerConnection.server(r.c())
        .responder
        .pieces
        .writeChunk(r.c(), r.s(), piece.buf(), piece.off(), piece.len());
  }
}
