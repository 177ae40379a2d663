package dev.mg.http;

import dev.mg.MgException;
import dev.mg.MgStr;
import org.jspecify.annotations.Nullable;

/**
 * One part of a multipart body that is all there; {@link MgHttp#nextMultipart} goes from one to the
 * next. Not thread safe; borrowed like the body, and valid until the next part is shown.
 */
public final class MgHttpPart {
  private final MultipartParser parser = new MultipartParser();
  private final Disposition disposition = new Disposition();

  /** The field's name, escapes decoded; empty if there is none. In UTF-8, as a rule. */
  public final MgStr name = disposition.name;

  /**
   * The name of the file as the sender has it, escapes decoded; empty if there is none. Not to be
   * used as the name of a file here: it may be any path.
   */
  public final MgStr filename = disposition.filename;

  /** The data. */
  public final MgStr body = new MgStr(MgStr.EMPTY.buf(), 0, 0);

  /** The part's own header fields. */
  public final MgHttpFields headers = parser.headers;

  /** An empty one, to be shown a part. */
  public MgHttpPart() {}

  /** Whether the sender chose a file, be it without a name. */
  public boolean isFile() {
    return disposition.isFile;
  }

  /** The value of the part's first header of that name, whatever its case; null if none. */
  public @Nullable MgStr header(String name) {
    return headers.get(name);
  }

  /** As {@link MgHttp#nextMultipart(MgStr, MgStr, int, MgHttpPart)} says. */
  int next(MgStr in, MgStr boundary, int offset) {
    if (offset < 0 || offset > in.len()) {
      throw new MgException("offset " + offset + " is not one that nextMultipart has returned");
    }
    if (!Boundary.isValid(boundary)) {
      return -1;
    }
    parser.begin(boundary);
    parser.feed(in.buf(), in.off() + offset, in.off() + in.len());
    int was = parser.next();
    if (was != MultipartParser.PART) {
      return was == MultipartParser.END ? 0 : -1;
    }
    int from = parser.at();
    do {
      was = parser.next();
    } while (was == MultipartParser.DATA);
    int end = parser.at() - parser.delimiterBytes();
    // Without data the line end that ends the head may be the one before the boundary.
    body.wrap(in.buf(), from, Math.max(0, end - from));
    boolean isWhole = was == MultipartParser.PART_END && disposition.read(headers);
    return isWhole ? end - in.off() : -1;
  }
}
