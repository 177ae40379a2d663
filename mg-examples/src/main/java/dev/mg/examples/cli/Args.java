package dev.mg.examples.cli;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What a command was given, see {@link CommandLine}. Immutable; a value that is not of the kind
 * asked for is a {@link UsageException} that names the option.
 */
public final class Args {
  private final Map<String, String> given;
  private final Map<String, String> standards;
  private final List<String> operands;

  Args(Map<String, String> given, Map<String, String> standards, List<String> operands) {
    this.given = given;
    this.standards = standards;
    this.operands = List.copyOf(operands);
  }

  /** The first word that is no option, "" if there was none. */
  public String operand() {
    return operands.isEmpty() ? "" : operands.get(0);
  }

  /** The words that are no options. */
  public List<String> operands() {
    return operands;
  }

  /** Whether the option was given, with a value or as a flag. */
  public boolean has(String name) {
    return given.containsKey(name);
  }

  /** The value, or its default. */
  public String text(String name) {
    String standard = standards.get(name);
    if (standard == null) {
      throw new IllegalArgumentException("option " + name + " is not declared");
    }
    return given.getOrDefault(name, standard);
  }

  /** The value as a number within {@code min..max}. */
  public int number(String name, int min, int max) {
    String text = text(name);
    try {
      long value = Long.parseLong(text);
      if (value >= min && value <= max) {
        return (int) value;
      }
    } catch (NumberFormatException e) {
      // Told below, in the same words as a number out of range.
    }
    throw new UsageException("--" + name + " must be within " + min + ".." + max + ", not " + text);
  }

  /** The value as names separated by commas, each one of {@code allowed}; none if it is blank. */
  public List<String> names(String name, Collection<String> allowed) {
    if (text(name).isBlank()) {
      return List.of();
    }
    List<String> names = Arrays.stream(text(name).split(",")).map(String::strip).toList();
    for (String one : names) {
      if (!allowed.contains(one)) {
        throw new UsageException(
            "--" + name + ": no '" + one + "', there is " + String.join(", ", allowed));
      }
    }
    return names;
  }
}
