package dev.mg.core;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** The events themselves, loaded only while somebody records. */
final class RecorderEvents {
  /** Asked before each poll's event is made: a poll must allocate nothing while nobody records. */
  private static final Poll PROBE = new Poll();

  private RecorderEvents() {}

  @Category("mg")
  @StackTrace(false)
  abstract static class ConnectionEvent extends Event {
    @Label("Connection")
    long connection;

    @Label("Local address")
    String local = "";

    @Label("Remote address")
    String remote = "";

    final void of(CoreConnection c) {
      connection = c.id;
      local = c.loc().toString();
      remote = c.rem().toString();
    }
  }

  @Name("dev.mg.Accept")
  @Label("Connection accepted")
  static final class Accept extends ConnectionEvent {}

  @Name("dev.mg.Connect")
  @Label("Connected")
  static final class Connect extends ConnectionEvent {}

  @Name("dev.mg.Close")
  @Label("Connection closed")
  static final class Close extends ConnectionEvent {
    @Label("Reason")
    String reason = "";

    @Label("Bytes not sent")
    @DataAmount
    long unsent;
  }

  @Name("dev.mg.SlowHandler")
  @Label("Slow handler")
  static final class Slow extends ConnectionEvent {
    @Label("Took")
    @Timespan(Timespan.MILLISECONDS)
    long took;
  }

  @Name("dev.mg.Poll")
  @Label("Poll that served something")
  @Category("mg")
  @StackTrace(false)
  @Enabled(false)
  static final class Poll extends Event {
    @Label("Connections served")
    int served;

    @Label("Busy")
    @Timespan(Timespan.NANOSECONDS)
    long busy;
  }

  static void accepted(CoreConnection c) {
    Accept e = new Accept();
    if (e.isEnabled()) {
      e.of(c);
      e.commit();
    }
  }

  static void connected(CoreConnection c) {
    Connect e = new Connect();
    if (e.isEnabled()) {
      e.of(c);
      e.commit();
    }
  }

  static void closed(CoreConnection c) {
    Close e = new Close();
    if (e.isEnabled()) {
      e.of(c);
      e.reason = String.valueOf(c.reason());
      e.unsent = c.send.len();
      e.commit();
    }
  }

  static void slow(CoreConnection c, long ms) {
    Slow e = new Slow();
    if (e.isEnabled()) {
      e.of(c);
      e.took = ms;
      e.commit();
    }
  }

  static void polled(int served, long busyNs) {
    if (PROBE.isEnabled()) {
      Poll e = new Poll();
      e.served = served;
      e.busy = busyNs;
      e.commit();
    }
  }
}
