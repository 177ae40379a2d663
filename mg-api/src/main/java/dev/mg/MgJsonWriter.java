package dev.mg;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON document (RFC 8259) into a buffer, without blanks. Not thread safe.
 *
 * <pre>{@code
 * new MgJsonWriter(out).object().name("id").value(7).name("tags").array().value("a").end().end();
 * }</pre>
 *
 * <p>Calls in an order that is not JSON, a NaN or an Infinity, and more than {@link
 * MgJson#MAX_DEPTH} levels are an {@link MgException} and append nothing.
 */
public final class MgJsonWriter {
  /** What a level waits for. */
  private enum State {
    /** A value: the document's, or a member's after its name. */
    VALUE,
    /** Nothing: the document's value is there. */
    DONE,
    /** A name or the end of an object without members. */
    FIRST_NAME,
    /** A name or the end of an object. */
    NAME,
    /** A value or the end of an array without elements. */
    FIRST_ELEMENT,
    /** A value or the end of an array. */
    ELEMENT
  }

  private final MgIobuf out;
  private final State[] levels = new State[MgJson.MAX_DEPTH + 1];
  private int depth;

  /** Appends to {@code out}. */
  public MgJsonWriter(MgIobuf out) {
    this.out = out;
    Arrays.fill(levels, State.VALUE);
  }

  /** Starts an object; {@link #end} ends it. */
  public MgJsonWriter object() {
    return open('{', State.FIRST_NAME);
  }

  /** Starts an array; {@link #end} ends it. */
  public MgJsonWriter array() {
    return open('[', State.FIRST_ELEMENT);
  }

  private MgJsonWriter open(char bracket, State inside) {
    if (depth == MgJson.MAX_DEPTH) {
      throw new MgException("JSON nested deeper than " + MgJson.MAX_DEPTH);
    }
    before();
    out.addByte(bracket);
    levels[++depth] = inside;
    return this;
  }

  /** Ends the innermost array or object. */
  public MgJsonWriter end() {
    switch (levels[depth]) {
      case FIRST_NAME, NAME -> out.addByte('}');
      case FIRST_ELEMENT, ELEMENT -> out.addByte(']');
      default -> throw misplaced("an end", depth == 0 ? "nothing is open" : "a value is due");
    }
    depth--;
    return this;
  }

  /** The name of the next value of an object. */
  public MgJsonWriter name(String name) {
    State state = levels[depth];
    if (state != State.FIRST_NAME && state != State.NAME) {
      throw misplaced("a name", "names stand in objects, each before its value");
    }
    if (state == State.NAME) {
      out.addByte(',');
    }
    levels[depth] = State.VALUE;
    text(name);
    out.addByte(':');
    return this;
  }

  /** A string; null is {@code null}. Unpaired surrogates become '?'. */
  public MgJsonWriter value(@Nullable String value) {
    before();
    if (value == null) {
      out.add("null");
    } else {
      text(value);
    }
    return this;
  }

  /** A string from bytes that are UTF-8. */
  public MgJsonWriter value(MgStr value) {
    before();
    out.addByte('"');
    MgEscape.add(out, value.buf(), value.off(), value.len());
    out.addByte('"');
    return this;
  }

  /** An integer. */
  public MgJsonWriter value(long value) {
    before();
    MgDigits.signed(out, value);
    return this;
  }

  /** A number, such that reading it gives the same double. */
  public MgJsonWriter value(double value) {
    if (!Double.isFinite(value)) {
      throw new MgException("JSON has no number for " + value);
    }
    before();
    // Doubles of up to 2^53 hold every integer; beyond, digits would claim more than is known.
    if (value == (long) value && Math.abs(value) < 1L << 53 && (value != 0 || 1 / value > 0)) {
      MgDigits.signed(out, (long) value);
    } else {
      out.add(Double.toString(value));
    }
    return this;
  }

  /** True or false. */
  public MgJsonWriter value(boolean value) {
    before();
    out.add(value ? "true" : "false");
    return this;
  }

  /** A value that is JSON already, taken as it is; {@link MgJson#validate} tells whether it is. */
  public MgJsonWriter raw(MgStr json) {
    before();
    out.add(json);
    return this;
  }

  /** Whether the document is whole. */
  public boolean isDone() {
    return depth == 0 && levels[0] == State.DONE;
  }

  private void text(String s) {
    out.addByte('"');
    MgEscape.add(out, s, 0, s.length());
    out.addByte('"');
  }

  /** What goes before a value; the level is then as if the value was there. */
  private void before() {
    switch (levels[depth]) {
      case VALUE -> levels[depth] = depth == 0 ? State.DONE : State.NAME;
      case FIRST_ELEMENT -> levels[depth] = State.ELEMENT;
      case ELEMENT -> out.addByte(',');
      case DONE -> throw misplaced("a value", "the document is whole");
      default -> throw misplaced("a value", "a name is due");
    }
  }

  private static MgException misplaced(String what, String why) {
    return new MgException(what + " cannot stand here in the JSON: " + why);
  }
}
