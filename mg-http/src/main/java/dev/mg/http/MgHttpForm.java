package dev.mg.http;

import dev.mg.MgIobuf;
import dev.mg.MgStr;
import dev.mg.MgUtil;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a form or a query, {@code a=1&b=2}, one after the other, decoded.
 *
 * <pre>{@code
 * MgHttpForm form = new MgHttpForm(hm.query);
 * while (form.next()) System.out.println(form.name() + " is " + form.value());
 * if (form.isMalformed()) ...
 * }</pre>
 *
 * <p>Not thread safe; borrowed like what it reads. There is no end of variables with the same name:
 * it is for who reads them to say what that means.
 */
public final class MgHttpForm {
  /** More variables than that are {@link #isMalformed}: nobody fills in so many. */
  public static final int MAX_VARIABLES = 1_000;

  private final MgStr source;
  private final MgIobuf text = new MgIobuf();
  private final MgStr name = new MgStr(MgStr.EMPTY.buf(), 0, 0);
  private final MgStr value = new MgStr(MgStr.EMPTY.buf(), 0, 0);
  private int at;
  private int count;
  private boolean malformed;

  /**
   * At the start of {@code source}.
   *
   * @param source the body of a form, or a query; borrowed
   */
  public MgHttpForm(MgStr source) {
    this.source = source;
  }

  /**
   * The form that a request brings; null if its Content-Type is not {@code
   * application/x-www-form-urlencoded}.
   */
  public static @Nullable MgHttpForm of(MgHttpMessage hm) {
    MgStr type = hm.header("Content-Type");
    if (type == null) {
      return null;
    }
    int end = type.indexOf(';', 0);
    MgStr media = type.slice(0, end < 0 ? type.len() : end).strip();
    return media.isIgnoreCase("application/x-www-form-urlencoded") ? new MgHttpForm(hm.body) : null;
  }

  /** Goes to the next variable; false at the end, and at what {@link #isMalformed} is about. */
  public boolean next() {
    while (!malformed && at < source.len()) {
      int from = at;
      int end = HttpChars.indexOf(source, '&', from, source.len());
      at = end + 1;
      if (end > from) {
        return show(from, end);
      }
    }
    return false;
  }

  private boolean show(int from, int end) {
    int nameEnd = HttpChars.indexOf(source, '=', from, end);
    text.clear();
    int nameLen = MgUtil.urlDecode(source.slice(from, nameEnd), true, text);
    int valueLen = MgUtil.urlDecode(source.slice(Math.min(nameEnd + 1, end), end), true, text);
    if (nameLen < 0 || valueLen < 0 || ++count > MAX_VARIABLES) {
      malformed = true;
      return false;
    }
    name.wrap(text.buf(), text.head(), nameLen);
    value.wrap(text.buf(), text.head() + nameLen, valueLen);
    return true;
  }

  /** The name, decoded, '+' being a space; valid until the next {@link #next}. */
  public MgStr name() {
    return name;
  }

  /** The value as {@link #name}; empty where there is no equals sign. */
  public MgStr value() {
    return value;
  }

  /** Whether {@link #next} stopped at a broken escape, or at more than {@link #MAX_VARIABLES}. */
  public boolean isMalformed() {
    return malformed;
  }
}
