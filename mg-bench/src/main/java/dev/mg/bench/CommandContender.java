package dev.mg.bench;

import dev.mg.examples.cli.UsageException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Any server the user names.
 *
 * @param shell a command for sh
 */
record CommandContender(String name, String shell) implements Contender {
  /**
   * From {@code NAME=COMMAND}.
   *
   * @throws UsageException if it is not that
   */
  static CommandContender parse(String given) {
    int equals = given.indexOf('=');
    if (equals < 1 || equals == given.length() - 1) {
      throw new UsageException("--server takes NAME=COMMAND, not '" + given + "'");
    }
    return new CommandContender(given.substring(0, equals), given.substring(equals + 1));
  }

  @Override
  public @Nullable String unavailableBecause() {
    return Tools.find("sh") == null ? "there is no sh on the PATH" : null;
  }

  @Override
  public List<String> command(Path work) {
    // exec: the process that is measured and ended is the server, not a shell around it.
    return List.of("sh", "-c", "exec " + shell);
  }
}
