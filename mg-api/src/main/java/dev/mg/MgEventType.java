package dev.mg;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An event's number with its name and the class of its data; the key of {@link MgOn}. Immutable,
 * for any thread.
 */
public final class MgEventType<T> {
  private static final ConcurrentHashMap<Integer, MgEventType<?>> ALL = new ConcurrentHashMap<>();

  /** {@link MgEvent#ERROR}. */
  public static final MgEventType<Throwable> ERROR = core(MgEvent.ERROR, "ERROR", Throwable.class);

  /** {@link MgEvent#OPEN}. */
  public static final MgEventType<Void> OPEN = core(MgEvent.OPEN, "OPEN", Void.class);

  /** {@link MgEvent#POLL}. */
  public static final MgEventType<MgLong> POLL = core(MgEvent.POLL, "POLL", MgLong.class);

  /** {@link MgEvent#RESOLVE}. */
  public static final MgEventType<Void> RESOLVE = core(MgEvent.RESOLVE, "RESOLVE", Void.class);

  /** {@link MgEvent#CONNECT}. */
  public static final MgEventType<Void> CONNECT = core(MgEvent.CONNECT, "CONNECT", Void.class);

  /** {@link MgEvent#ACCEPT}. */
  public static final MgEventType<Void> ACCEPT = core(MgEvent.ACCEPT, "ACCEPT", Void.class);

  /** {@link MgEvent#TLS_HS}. */
  public static final MgEventType<Void> TLS_HS = core(MgEvent.TLS_HS, "TLS_HS", Void.class);

  /** {@link MgEvent#READ}. */
  public static final MgEventType<MgLong> READ = core(MgEvent.READ, "READ", MgLong.class);

  /** {@link MgEvent#WRITE}. */
  public static final MgEventType<MgLong> WRITE = core(MgEvent.WRITE, "WRITE", MgLong.class);

  /** {@link MgEvent#CLOSE}. */
  public static final MgEventType<Void> CLOSE = core(MgEvent.CLOSE, "CLOSE", Void.class);

  /** {@link MgEvent#WAKEUP}. */
  public static final MgEventType<MgStr> WAKEUP = core(MgEvent.WAKEUP, "WAKEUP", MgStr.class);

  /** {@link MgEvent#STOP}. */
  public static final MgEventType<Void> STOP = core(MgEvent.STOP, "STOP", Void.class);

  private final Class<?> owner;
  private final int number;
  private final String name;
  private final Class<T> dataClass;

  private MgEventType(Class<?> owner, int number, String name, Class<T> dataClass) {
    this.owner = owner;
    this.number = number;
    this.name = name;
    this.dataClass = dataClass;
  }

  private static <T> MgEventType<T> core(int number, String name, Class<T> dataClass) {
    return register(MgEvent.class, number, name, dataClass);
  }

  /**
   * Claims a number for an event; an equal registration again is fine.
   *
   * @param owner the class whose constant the number is; it is named when two claims clash
   * @param dataClass class of the event's data, {@code Void} for none
   * @throws MgException if the number is negative or already means something else
   */
  public static <T> MgEventType<T> register(
      Class<?> owner, int number, String name, Class<T> dataClass) {
    if (number < 0) {
      throw new MgException("event number " + number + " of " + name + " must not be negative");
    }
    MgEventType<T> mine = new MgEventType<>(owner, number, name, dataClass);
    MgEventType<?> old = ALL.putIfAbsent(number, mine);
    if (old != null && !old.sameAs(mine)) {
      throw new MgException(
          "event number %d is %s of %s and cannot be %s of %s: choose another from %d on"
              .formatted(
                  number, old.name, old.owner.getName(), name, owner.getName(), MgEvent.USER));
    }
    return mine;
  }

  private boolean sameAs(MgEventType<?> that) {
    return owner == that.owner && name.equals(that.name) && dataClass == that.dataClass;
  }

  /** The name registered for {@code number}, or the number itself in decimal. */
  public static String nameOf(int number) {
    MgEventType<?> type = ALL.get(number);
    return type == null ? Integer.toString(number) : type.name;
  }

  /** The number handlers switch on. */
  public int number() {
    return number;
  }

  /** The name logs print. */
  public String name() {
    return name;
  }

  /** The event's data as its class; null stays null. */
  public @Nullable T data(@Nullable Object evData) {
    return dataClass.cast(evData);
  }

  @Override
  public String toString() {
    return name;
  }
}
