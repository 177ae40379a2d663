package dev.mg.examples.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options one command takes and the help about them. Options are {@code --name value} or {@code
 * --name=value}; whatever is not declared is an error.
 */
public final class CommandLine {
  /** A {@code metavar} of null makes it a flag, which takes no value. */
  private record Option(String name, @Nullable String metavar, String standard, String help) {
    String left() {
      return "  --" + name + (metavar == null ? "" : " " + metavar);
    }
  }

  private final String usage;
  private final String about;
  private final Map<String, Option> options = new LinkedHashMap<>();
  private @Nullable String operand;
  private int mostOperands;

  /**
   * @param usage the words that start the command, as the help shows them
   * @param about what it does, some lines
   */
  public CommandLine(String usage, String about) {
    this.usage = usage;
    this.about = about;
    flag("help", "this text");
  }

  /** An option without a value. */
  public CommandLine flag(String name, String help) {
    options.put(name, new Option(name, null, "", help));
    return this;
  }

  /**
   * An option with a value.
   *
   * @param standard the value when it is not given; "" = none, which the help does not show
   */
  public CommandLine value(String name, String metavar, String standard, String help) {
    options.put(name, new Option(name, metavar, standard, help));
    return this;
  }

  /** At most one word that is no option. */
  public CommandLine operand(String metavar) {
    return operands(metavar, 1);
  }

  /** Up to {@code most} words that are no options. */
  public CommandLine operands(String metavars, int most) {
    operand = metavars;
    mostOperands = most;
    return this;
  }

  /**
   * The values given.
   *
   * @throws UsageException for an option that is not declared, given twice, or without its value,
   *     and for a word too many
   */
  public Args parse(List<String> words) {
    Map<String, String> given = new HashMap<>();
    List<String> operands = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (!word.startsWith("-") || word.equals("-")) {
        operands.add(word);
        continue;
      }
      int equals = word.indexOf('=');
      String name = word.substring(0, equals < 0 ? word.length() : equals);
      name = name.equals("-h") ? "--help" : name;
      Option option = name.startsWith("--") ? options.get(name.substring(2)) : null;
      if (option == null) {
        throw wrong("unknown option " + name);
      }
      String value = equals < 0 ? null : word.substring(equals + 1);
      if (option.metavar == null) {
        if (value != null) {
          throw wrong(name + " takes no value");
        }
        value = "";
      } else if (value == null) {
        if (++i == words.size()) {
          throw wrong(name + " needs a value, " + option.metavar);
        }
        value = words.get(i);
      }
      if (given.put(option.name, value) != null) {
        throw wrong(name + " is given twice");
      }
    }
    if (operands.size() > mostOperands) {
      throw wrong("unexpected word '" + operands.get(operands.size() - 1) + "'");
    }
    Map<String, String> standards = new HashMap<>();
    options.values().forEach(o -> standards.put(o.name, o.standard));
    return new Args(given, standards, operands);
  }

  private UsageException wrong(String what) {
    return new UsageException(what + ": see " + usage + " --help");
  }

  /** Several lines, with every option and its default. */
  public String help() {
    StringBuilder to = new StringBuilder("usage: ").append(usage);
    if (operand != null) {
      to.append(" [").append(operand).append(']');
    }
    to.append(" [options]\n\n").append(about.strip()).append("\n\n");
    int width = options.values().stream().mapToInt(o -> o.left().length()).max().orElse(0);
    for (Option o : options.values()) {
      to.append(o.left()).append(" ".repeat(width + 2 - o.left().length())).append(o.help);
      to.append(o.standard.isEmpty() ? "\n" : " (" + o.standard + ")\n");
    }
    return to.toString();
  }
}
