package dev.mg.http;

import java.util.Arrays;

/**
 * Where the fields of a message are, as offsets from its start: four a field, the first bytes of
 * name and value and those after them. Grows as needed and keeps its size.
 */
final class FieldIndex {
  private int[] at = new int[64];
  private int count;
  private int overruled = -1;
  private int overrulingFrom;
  private int overrulingEnd;

  int count() {
    return count;
  }

  void clear() {
    count = 0;
    overruled = -1;
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

  /** The field closed last is open again. */
  void reopen() {
    count--;
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

  /** Who looks for field {@code i} by name is to find another part of the message as its value. */
  void overrule(int i, int from, int end) {
    overruled = i;
    overrulingFrom = from;
    overrulingEnd = end;
  }

  /** The field that {@link #overrule} was about, or -1. */
  int overruled() {
    return overruled;
  }

  int overrulingFrom() {
    return overrulingFrom;
  }

  int overrulingEnd() {
    return overrulingEnd;
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
    copy.overrule(overruled, overrulingFrom, overrulingEnd);
    return copy;
  }
}
