package dev.mg;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a manager did since it was created. Immutable, for any thread once taken.
 *
 * @param upMs milliseconds since the manager was created
 * @param polls polls that have returned
 * @param busyNs nanoseconds spent in polls, the waiting left out
 * @param connections connections in the list now, listeners included
 * @param listeners listeners among them
 * @param accepted connections accepted
 * @param closed CLOSE events
 * @param bytesIn bytes appended to a {@code recv}
 * @param bytesOut bytes that left a {@code send} or a file
 * @param events events dispatched, by name; those never fired are left out
 */
public record MgStats(
    long upMs,
    long polls,
    long busyNs,
    int connections,
    int listeners,
    long accepted,
    long closed,
    long bytesIn,
    long bytesOut,
    Map<String, Long> events) {
  /** Takes a copy of {@code events}, in their order. */
  public MgStats {
    events = Collections.unmodifiableMap(new LinkedHashMap<>(events));
  }
}
