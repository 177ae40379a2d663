package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnStateTest {
  private static final Map<ConnState, Set<ConnState>> LEGAL = new EnumMap<>(ConnState.class);

  static {
    LEGAL.put(ConnState.RESOLVING, EnumSet.of(ConnState.CONNECTING, ConnState.CLOSING));
    LEGAL.put(ConnState.CONNECTING, EnumSet.of(ConnState.OPEN, ConnState.CLOSING));
    LEGAL.put(ConnState.OPEN, EnumSet.of(ConnState.DRAINING, ConnState.CLOSING));
    LEGAL.put(ConnState.DRAINING, EnumSet.of(ConnState.CLOSING));
    LEGAL.put(ConnState.CLOSING, EnumSet.of(ConnState.CLOSED));
    LEGAL.put(ConnState.CLOSED, EnumSet.noneOf(ConnState.class));
  }

  @Test
  void everyTransitionOfTheTableIsTakenAndEveryOtherThrows() {
    for (ConnState from : ConnState.values()) {
      for (ConnState to : ConnState.values()) {
        if (LEGAL.get(from).contains(to)) {
          assertThat(from.to(to)).isEqualTo(to);
        } else {
          assertThatThrownBy(() -> from.to(to))
              .as("%s to %s", from, to)
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining(from.name())
              .hasMessageContaining(to.name());
        }
      }
    }
  }
}
