package dev.mg.testkit;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgEventType;
import dev.mg.MgHandler;
import dev.mg.MgLong;
import dev.mg.MgNetException;
import dev.mg.MgStr;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A handler that writes down every event and then hands it on. <b>For the manager's thread
 * only.</b>
 *
 * <p>An event is written as its name and what tells it apart: {@code READ 5} with the bytes, {@code
 * ERROR REFUSED} with the kind or else the exception's class, {@code WAKEUP text}, {@code CLOSE
 * EOF} with the reason. POLL is left out unless {@link #withPolls} asks for it; several in a row
 * are one then.
 *
 * <p>What is expected matches the whole sequence, from the first event on. {@code "READ 5"} matches
 * that, {@code "READ"} one READ of any size, and {@code "READ.."} one or more.
 */
public final class EventLog implements MgHandler {
  private final @Nullable MgHandler next;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<Long, MgConnection> connections = new LinkedHashMap<>();
  private boolean polls;

  private record Entry(long id, String name, String text) {}

  /** Writes down only. */
  public EventLog() {
    next = null;
  }

  /** Writes down, then hands on to {@code next}. */
  public EventLog(MgHandler next) {
    this.next = next;
  }

  /** Writes POLL down too; to be said before the handler is given to a connection. */
  public EventLog withPolls() {
    polls = true;
    return this;
  }

  @Override
  public boolean wants(int ev) {
    return ev != MgEvent.POLL || polls || (next != null && next.wants(ev));
  }

  @Override
  public void onEvent(MgConnection c, int ev, @Nullable Object evData, @Nullable Object fnData) {
    connections.put(c.id(), c);
    if (ev != MgEvent.POLL) {
      String name = MgEventType.nameOf(ev);
      entries.add(new Entry(c.id(), name, name + detail(c, ev, evData)));
    } else if (polls && !endsWithPoll(c.id())) {
      entries.add(new Entry(c.id(), "POLL", "POLL"));
    }
    if (next != null) {
      next.onEvent(c, ev, evData, fnData);
    }
  }

  private boolean endsWithPoll(long id) {
    for (int i = entries.size() - 1; i >= 0; i--) {
      if (entries.get(i).id == id) {
        return entries.get(i).name.equals("POLL");
      }
    }
    return false;
  }

  private static String detail(MgConnection c, int ev, @Nullable Object evData) {
    if (ev == MgEvent.CLOSE) {
      return " " + c.closeReason();
    }
    if (evData instanceof MgNetException e) {
      return " " + e.kind();
    }
    if (evData instanceof Throwable e) {
      return " " + e.getClass().getSimpleName();
    }
    return evData instanceof MgLong || evData instanceof MgStr ? " " + evData : "";
  }

  // ---- what came ----

  /** The connections seen, in the order of their first event. */
  public List<MgConnection> connections() {
    return List.copyOf(connections.values());
  }

  /** The accepted connections among them, in the order of their first event. */
  public List<MgConnection> accepted() {
    return connections.values().stream().filter(MgConnection::isAccepted).toList();
  }

  /** The events of all connections, as written down. */
  public List<String> events() {
    return entries.stream().map(Entry::text).toList();
  }

  /** The events of one connection, as written down. */
  public List<String> events(MgConnection c) {
    return of(c).stream().map(Entry::text).toList();
  }

  private List<Entry> of(MgConnection c) {
    return entries.stream().filter(entry -> entry.id == c.id()).toList();
  }

  /** How many events with that name came, of all connections. */
  public int count(String name) {
    return (int) entries.stream().filter(entry -> entry.name.equals(name)).count();
  }

  /** How many events with that name came to one connection. */
  public int count(MgConnection c, String name) {
    return (int) of(c).stream().filter(entry -> entry.name.equals(name)).count();
  }

  /** Whether that event came to any connection: a name, or a name with its detail. */
  public boolean has(String event) {
    return entries.stream().anyMatch(entry -> matches(event, entry));
  }

  /** Whether that event came to one connection. */
  public boolean has(MgConnection c, String event) {
    return of(c).stream().anyMatch(entry -> matches(event, entry));
  }

  /** Forgets what was written down. */
  public void clear() {
    entries.clear();
    connections.clear();
  }

  // ---- what should have come ----

  /** Throws unless exactly these events came, of all connections. */
  public void expect(String... expected) {
    expect(entries, expected);
  }

  /** Throws unless exactly these events came to that connection. */
  public void expect(MgConnection c, String... expected) {
    expect(of(c), expected);
  }

  private static void expect(List<Entry> came, String... expected) {
    int at = 0;
    for (String one : expected) {
      if (one.endsWith("..")) {
        String name = one.substring(0, one.length() - 2);
        int from = at;
        while (at < came.size() && came.get(at).name.equals(name)) {
          at++;
        }
        if (at == from) {
          throw unexpected(came, expected, at);
        }
      } else if (at == came.size() || !matches(one, came.get(at++))) {
        throw unexpected(came, expected, at);
      }
    }
    if (at < came.size()) {
      throw unexpected(came, expected, at + 1);
    }
  }

  private static boolean matches(String expected, Entry entry) {
    return entry.text.equals(expected) || entry.name.equals(expected);
  }

  private static AssertionError unexpected(List<Entry> came, String[] expected, int at) {
    String all = came.stream().map(Entry::text).collect(Collectors.joining(", "));
    return new AssertionError(
        "expected %s%nbut came %s%nwhich differs at event %d"
            .formatted(String.join(", ", expected), all, at));
  }

  @Override
  public String toString() {
    return events().toString();
  }
}
