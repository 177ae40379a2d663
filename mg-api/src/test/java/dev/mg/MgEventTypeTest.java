package dev.mg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import org.junit.jupiter.api.Test;

class MgEventTypeTest {
  private static final class OneProtocol {}

  private static final class AnotherProtocol {}

  @Test
  void everyCoreEvent_hasATypeOfItsName() throws Exception {
    int events = 0;
    for (Field field : MgEvent.class.getFields()) {
      if (!field.getName().equals("USER") && Modifier.isStatic(field.getModifiers())) {
        int number = field.getInt(null);
        assertThat(MgEventType.nameOf(number)).isEqualTo(field.getName());
        MgEventType<?> type =
            (MgEventType<?>) MgEventType.class.getField(field.getName()).get(null);
        assertThat(type.number()).isEqualTo(number);
        assertThat(type).hasToString(field.getName());
        assertThat(number).isBetween(0, 63);
        events++;
      }
    }
    assertThat(events).isGreaterThanOrEqualTo(10);
  }

  @Test
  void equalRegistration_isFineAnyNumberOfTimes() {
    for (int i = 0; i < 3; i++) {
      MgEventType<String> type =
          MgEventType.register(OneProtocol.class, 2000, "FIRST", String.class);
      assertThat(type.number()).isEqualTo(2000);
      assertThat(type.name()).isEqualTo("FIRST");
    }
    assertThat(MgEventType.nameOf(2000)).isEqualTo("FIRST");
  }

  @Test
  void clash_isRefusedNamingBothOwnersAndChangesNothing() {
    MgEventType.register(OneProtocol.class, 2001, "MINE", String.class);
    assertClash(AnotherProtocol.class, "MINE", String.class);
    assertClash(OneProtocol.class, "OTHER", String.class);
    assertClash(OneProtocol.class, "MINE", Integer.class);
    assertThat(MgEventType.nameOf(2001)).isEqualTo("MINE");
    assertThatThrownBy(() -> MgEventType.register(OneProtocol.class, MgEvent.READ, "X", Void.class))
        .hasMessageContaining("READ of dev.mg.MgEvent");
  }

  private static void assertClash(Class<?> owner, String name, Class<?> data) {
    assertThatThrownBy(() -> MgEventType.register(owner, 2001, name, data))
        .isInstanceOf(MgException.class)
        .hasMessageContaining("MINE of " + OneProtocol.class.getName())
        .hasMessageContaining(name + " of " + owner.getName());
  }

  @Test
  void negativeNumbers_areRefused() {
    assertThatThrownBy(() -> MgEventType.register(OneProtocol.class, -1, "X", Void.class))
        .isInstanceOf(MgException.class)
        .hasMessageContaining("-1 of X");
  }

  @Test
  void unknownNumbers_areTheirOwnName() {
    assertThat(MgEventType.nameOf(999_999)).isEqualTo("999999");
    assertThat(MgEventType.nameOf(-5)).isEqualTo("-5");
  }

  @Test
  void data_isCast() {
    MgLong n = new MgLong(5);
    assertThat(MgEventType.READ.data(n)).isSameAs(n);
    assertThat(MgEventType.OPEN.data(null)).isNull();
    assertThatThrownBy(() -> MgEventType.READ.data("text")).isInstanceOf(ClassCastException.class);
  }
}
