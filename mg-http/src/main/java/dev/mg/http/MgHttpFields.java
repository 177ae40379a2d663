package dev.mg.http;

import dev.mg.MgStr;
import dev.mg.spi.MgCheck;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a message in the order received: its headers, or its trailers.
 *
 * <p>Borrowed like the {@link MgHttpMessage} it is part of, and so are the slices it gives, which
 * are made once and used again for the next message; those of a copy are owned.
 */
public final class MgHttpFields {
  private FieldIndex index = new FieldIndex();
  private byte[] buf = MgStr.EMPTY.buf();
  private int base;
  private boolean over;

  /** Name and value of field i at 2i and 2i + 1, where they were asked for. */
  private @Nullable MgStr[] views = new MgStr[0];

  /** Shows what {@link FieldIndex#overrule} is about. */
  private final MgStr overruling = new MgStr(MgStr.EMPTY.buf(), 0, 0);

  MgHttpFields() {}

  void wrap(byte[] buf, int base, FieldIndex index) {
    this.buf = buf;
    this.base = base;
    this.index = index;
    over = false;
  }

  /**
   * The same fields over a copy of the bytes; every slice is made, so that threads may share it.
   */
  void copyTo(MgHttpFields to, byte[] copy, int copyBase) {
    to.wrap(copy, copyBase, index.copy());
    for (int i = 0; i < count(); i++) {
      to.name(i);
      to.value(i);
    }
  }

  void poison() {
    over = true;
    overruling.poison();
    for (MgStr view : views) {
      if (view != null) {
        view.poison();
      }
    }
  }

  private FieldIndex index() {
    if (MgCheck.ON && over) {
      throw new IllegalStateException(
          "these fields were valid during their event only: keep MgHttpMessage.copy() instead");
    }
    return index;
  }

  /** Number of fields. */
  public int count() {
    return index().count();
  }

  /**
   * The name of field {@code i} as received.
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= i < count()}
   */
  public MgStr name(int i) {
    FieldIndex in = index();
    return view(2 * checked(i, in), in.nameFrom(i), in.nameEnd(i));
  }

  /**
   * The value of field {@code i} without the white space around it.
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= i < count()}
   */
  public MgStr value(int i) {
    FieldIndex in = index();
    return view(2 * checked(i, in) + 1, in.valueFrom(i), in.valueEnd(i));
  }

  /**
   * The value of the first field of that name, whatever its case; null if there is none. Of Host it
   * is the one that counts: the host of the target if that has one (RFC 9112 section 3.2.2).
   */
  public @Nullable MgStr get(String name) {
    int i = find(name, 0);
    if (i < 0) {
      return null;
    }
    FieldIndex in = index;
    return i == in.overruled()
        ? overruling.wrap(buf, base + in.overrulingFrom(), in.overrulingEnd() - in.overrulingFrom())
        : value(i);
  }

  /** The first field of that name, whatever its case, from field {@code from} on; -1 if none. */
  public int find(String name, int from) {
    FieldIndex in = index();
    int len = name.length();
    for (int i = from; i < in.count(); i++) {
      if (in.nameEnd(i) - in.nameFrom(i) == len && is(name, base + in.nameFrom(i))) {
        return i;
      }
    }
    return -1;
  }

  private boolean is(String name, int at) {
    for (int i = 0; i < name.length(); i++) {
      if (lower(buf[at + i]) != lower(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static int lower(int ch) {
    return ch >= 'A' && ch <= 'Z' ? ch + 32 : ch;
  }

  private static int checked(int i, FieldIndex in) {
    if (i < 0 || i >= in.count()) {
      throw new IndexOutOfBoundsException("field " + i + " of " + in.count());
    }
    return i;
  }

  private MgStr view(int slot, int from, int end) {
    if (slot >= views.length) {
      views = Arrays.copyOf(views, 2 * slot + 2);
    }
    MgStr view = views[slot];
    if (view == null) {
      view = new MgStr(buf, base + from, end - from);
      views[slot] = view;
      return view;
    }
    return view.wrap(buf, base + from, end - from);
  }
}
