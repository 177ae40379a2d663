package dev.mg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MgOnTest {
  private static final class Owner {}

  private static MgEventType<String> type(int number) {
    return MgEventType.register(Owner.class, number, "T" + number, String.class);
  }

  private final List<String> calls = new ArrayList<>();

  private void fire(MgHandler handler, int ev, Object data) {
    handler.onEvent(null, ev, data, null);
  }

  @Test
  void eachEvent_reachesItsOwnActionAlone() {
    MgHandler handler =
        MgOn.on(MgEventType.READ, (c, n) -> calls.add("read " + n))
            .on(MgEventType.CLOSE, (c, none) -> calls.add("close " + none))
            .on(type(3000), (c, s) -> calls.add("user " + s))
            .on(type(127), (c, s) -> calls.add("127 " + s))
            .on(type(128), (c, s) -> calls.add("128 " + s));
    fire(handler, MgEvent.READ, new MgLong(7));
    fire(handler, MgEvent.WRITE, new MgLong(8));
    fire(handler, 3000, "x");
    fire(handler, 3001, "x");
    fire(handler, 127, "y");
    fire(handler, 128, "z");
    fire(handler, -1, null);
    fire(handler, MgEvent.CLOSE, null);
    assertThat(calls).containsExactly("read 7", "user x", "127 y", "128 z", "close null");
  }

  @Test
  void handler_wantsWhatItHasActionsForAlone() {
    MgHandler handler = MgOn.on(MgEventType.ERROR, (c, e) -> {}).on(type(3000), (c, s) -> {});
    assertThat(handler.wants(MgEvent.ERROR)).isTrue();
    assertThat(handler.wants(3000)).isTrue();
    for (int ev :
        new int[] {
          MgEvent.POLL, MgEvent.READ, 127, 128, 3001, -1, Integer.MIN_VALUE, Integer.MAX_VALUE
        }) {
      assertThat(handler.wants(ev)).as("%s", ev).isFalse();
    }
  }

  @Test
  void secondActionForAnEvent_isRefused() {
    MgOn.Handler handler = MgOn.on(MgEventType.READ, (c, n) -> {}).on(type(3000), (c, s) -> {});
    assertThatThrownBy(() -> handler.on(MgEventType.READ, (c, n) -> {}))
        .isInstanceOf(MgException.class)
        .hasMessageContaining("READ has an action already");
    assertThatThrownBy(() -> handler.on(type(3000), (c, s) -> {}))
        .isInstanceOf(MgException.class)
        .hasMessageContaining("T3000");
  }

  @Test
  void adding_leavesTheHandlerBeforeAsItWas() {
    MgOn.Handler one = MgOn.on(MgEventType.READ, (c, n) -> calls.add("one"));
    MgOn.Handler two = one.on(MgEventType.WRITE, (c, n) -> calls.add("two"));
    fire(one, MgEvent.WRITE, new MgLong(1));
    assertThat(calls).isEmpty();
    fire(two, MgEvent.READ, new MgLong(1));
    fire(two, MgEvent.WRITE, new MgLong(1));
    assertThat(calls).containsExactly("one", "two");
  }

  @Test
  void upTo127Events_workAndOneMoreIsRefused() {
    MgOn.Handler handler = MgOn.on(type(0x10000), (c, s) -> calls.add(s));
    for (int i = 1; i < 127; i++) {
      // In the table as well as beyond it: the table's last index is the largest a byte holds.
      handler = handler.on(type(i < 100 ? 0x10000 + i : i), (c, s) -> calls.add(s));
    }
    MgOn.Handler full = handler;
    fire(full, 0x10000, "first");
    fire(full, 126, "last");
    assertThat(calls).containsExactly("first", "last");
    assertThatThrownBy(() -> full.on(type(0x20000), (c, s) -> {}))
        .isInstanceOf(MgException.class)
        .hasMessageContaining("127");
  }
}
