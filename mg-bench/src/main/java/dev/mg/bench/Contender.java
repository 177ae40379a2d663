package dev.mg.bench;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server to be measured, in a process of its own. It prints {@code listening on
 * http://127.0.0.1:PORT}, or https, when it takes connections or is about to, and ends at SIGTERM.
 * For HTTP it answers {@code GET /plaintext} with {@code Hello, World!} and {@code POST /echo} with
 * the body; for WebSocket it sends back what comes on {@code /ws}, and what comes on {@code /topic}
 * to all that opened this.
 */
interface Contender {
  /** What the report calls it; also names its log. */
  String name();

  /** Null if it can run here, else why not. */
  @Nullable String unavailableBecause();

  /** Null if it can serve that load, else why not. */
  default @Nullable String cannot(Workload load) {
    return null;
  }

  /** Whether it does what {@link Control} tells it. */
  default boolean isControlled() {
    return false;
  }

  /** As many threads of it serve. */
  default int loops() {
    return 1;
  }

  /** The raw Netty server that does the same with as much, if it may be among the contenders. */
  default @Nullable String rawNetty() {
    return null;
  }

  /**
   * The command that starts it on a free port.
   *
   * @param work a folder for what has to be made first
   */
  List<String> command(Path work);
}
