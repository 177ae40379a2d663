package dev.mg.http;

import java.util.Arrays;

/**
 * Where the fields of a message are, as offsets from its start: four a field, the first bytes of
 * name and value and those after them. Grows as needed and keeps its size.
 */
final class FieldIndex {
  private int[] at = new int[64];
  private int count;

  int count() {
    return count;
  }

  void clear() {
    count = 0;
  }

  /** A name starts at {@code offset}; the field counts once it is {@link #close}d. */
  void open(int offset) {
    if (4 * count == at.length) {
      at = Arrays.copyOf(at, 2 * at.length);
    }
    at[4 * count] = offset;
  }

  /** The name of the open field ends before {@code offset}. */
  void endName(int offset) {
    at[4 * count + 1] = offset;
  }

  /** The value of the open field starts at {@code offset}. */
  void startValue(int offset) {
    at[4 * count + 2] = offset;
  }

  /** The value of the open field ends before {@code offset}, and so does the field. */
  void close(int offset) {
    at[4 * count + 3] = offset;
    count++;
  }

  int nameFrom(int i) {
    return at[4 * i];
  }

  int nameEnd(int i) {
    return at[4 * i + 1];
  }

  int valueFrom(int i) {
    return at[4 * i + 2];
  }

  int valueEnd(int i) {
    return at[4 * i + 3];
  }

  /** Makes the value of field {@code i} another part of the message. */
  void value(int i, int from, int end) {
    at[4 * i + 2] = from;
    at[4 * i + 3] = end;
  }

  /** Takes field {@code i} out. */
  void remove(int i) {
    System.arraycopy(at, 4 * i + 4, at, 4 * i, 4 * (count - i - 1));
    count--;
  }

  /** The same fields in an index of its own. */
  FieldIndex copy() {
    FieldIndex copy = new FieldIndex();
    copy.at = Arrays.copyOf(at, 4 * count);
    copy.count = count;
    return copy;
  }
}
