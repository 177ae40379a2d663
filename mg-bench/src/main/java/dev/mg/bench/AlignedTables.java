package dev.mg.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Markdown for a terminal: the columns of its tables are made as wide as their widest cell. */
final class AlignedTables {
  private static final Pattern BAR = Pattern.compile("(?<!\\\\)\\|");
  private static final String BAR_START = "|";

  private final StringBuilder to = new StringBuilder();
  private final List<List<String>> table = new ArrayList<>();

  private AlignedTables() {}

  /** The same text; what is no line of a table stays as it is. */
  static String of(String markdown) {
    AlignedTables aligned = new AlignedTables();
    markdown.lines().forEach(aligned::line);
    aligned.flush();
    return aligned.to.toString();
  }

  private void line(String line) {
    if (line.startsWith(BAR_START)) {
      table.add(cells(line));
    } else {
      flush();
      to.append(line).append('\n');
    }
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    // Nothing stands before the first bar, nor behind the last.
    for (String cell : BAR.split(line.substring(1))) {
      cells.add(cell.strip());
    }
    return cells;
  }

  private void flush() {
    for (int row = 0; row < table.size(); row++) {
      List<String> cells = table.get(row);
      for (int column = 0; column < cells.size(); column++) {
        to.append(column == 0 ? "| " : " | ");
        append(row, column);
      }
      to.append(" |\n");
    }
    table.clear();
  }

  /** The second row says how columns are aligned; here, all but the first to the right. */
  private void append(int row, int column) {
    String cell = table.get(row).get(column);
    int width = width(column);
    if (row == 1) {
      to.append("-".repeat(width));
    } else if (column == 0) {
      to.append(cell).append(" ".repeat(width - cell.length()));
    } else {
      to.append(" ".repeat(width - cell.length())).append(cell);
    }
  }

  private int width(int column) {
    int width = 1;
    for (int row = 0; row < table.size(); row++) {
      if (row != 1 && column < table.get(row).size()) {
        width = Math.max(width, table.get(row).get(column).length());
      }
    }
    return width;
  }
}
