package dev.mg;

/** What {@code %M} of {@link MgPrintf} takes: prints what no other conversion knows. */
@FunctionalInterface
public interface MgPrinter {
  /**
   * Appends text to {@code out} and touches nothing that is in it already. What it throws takes
   * back all that the format appended.
   *
   * @return bytes appended; with {@code dev.mg.check} another number is an {@link MgException}
   */
  int print(MgIobuf out);
}
