package dev.mg.examples.demo;

import dev.mg.MgConnection;
import dev.mg.MgIobuf;
import dev.mg.MgJson;
import dev.mg.MgManager;
import dev.mg.MgPrintf;
import dev.mg.MgStats;
import dev.mg.MgStr;
import dev.mg.MgTimer;
import dev.mg.ws.MgWs;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Those who look at the page: they see the loop's counters, and each other's chat lines. Owned by
 * the manager's thread, like everything here.
 */
final class LiveRoom {
  private static final int STATS_MS = 250;
  private static final int MAX_TEXT = 500;
  private static final int MAX_NAME = 24;
  private static final int MAX_MEMBERS = 1_000;

  private final MgManager mgr;

  /** Names by connection, in the order of joining. */
  private final Map<MgConnection, String> members = new LinkedHashMap<>();

  LiveRoom(MgManager mgr) {
    this.mgr = mgr;
    mgr.timerAdd(STATS_MS, MgTimer.REPEAT, this::sendStats);
  }

  boolean has(MgConnection c) {
    return members.containsKey(c);
  }

  void join(MgConnection c) {
    if (members.size() >= MAX_MEMBERS) {
      tell(c, "{\"t\":\"error\",\"text\":\"the room is full\"}");
      c.drain();
      return;
    }
    String name = "guest-" + c.id();
    members.put(c, name);
    tell(
        c,
        MgPrintf.format(
            "{\"t\":\"hello\",\"id\":%d,\"name\":%Q,\"transport\":%Q,\"java\":%Q,\"os\":%Q,"
                + "\"pid\":%d,\"version\":%Q}",
            c.id(),
            name,
            mgr.transport(),
            System.getProperty("java.version"),
            System.getProperty("os.name") + " " + System.getProperty("os.arch"),
            ProcessHandle.current().pid(),
            version()));
    tellAll(
        MgPrintf.format(
            "{\"t\":\"join\",\"id\":%d,\"name\":%Q,\"n\":%d}", c.id(), name, members.size()));
  }

  void leave(MgConnection c) {
    String name = members.remove(c);
    if (name != null) {
      tellAll(
          MgPrintf.format(
              "{\"t\":\"leave\",\"id\":%d,\"name\":%Q,\"n\":%d}", c.id(), name, members.size()));
    }
  }

  void message(MgConnection c, MgStr json) {
    String type = MgJson.getStr(json, "$.t");
    if ("chat".equals(type)) {
      String text = cut(MgJson.getStr(json, "$.text"), MAX_TEXT);
      if (!text.isEmpty()) {
        tellAll(
            MgPrintf.format(
                "{\"t\":\"chat\",\"from\":%Q,\"id\":%d,\"text\":%Q,\"at\":%d}",
                members.get(c), c.id(), text, System.currentTimeMillis()));
      }
    } else if ("name".equals(type)) {
      String name = cut(MgJson.getStr(json, "$.name"), MAX_NAME);
      if (!name.isEmpty()) {
        members.put(c, name);
        tellAll(
            MgPrintf.format(
                "{\"t\":\"name\",\"id\":%d,\"name\":%Q,\"n\":%d}", c.id(), name, members.size()));
      }
    } else {
      tell(
          c, "{\"t\":\"error\",\"text\":\"a message has \\\"t\\\":\\\"chat\\\" or \\\"name\\\"\"}");
    }
  }

  /** At most {@code max} code points, so that no surrogate pair is cut. */
  private static String cut(@Nullable String text, int max) {
    String bare = text == null ? "" : text.strip();
    return bare.codePointCount(0, bare.length()) <= max
        ? bare
        : bare.substring(0, bare.offsetByCodePoints(0, max));
  }

  private void sendStats() {
    if (members.isEmpty()) {
      return;
    }
    MgStats s = mgr.stats();
    int ws = 0;
    for (MgConnection c : mgr.connections()) {
      ws += c.isWebsocket() ? 1 : 0;
    }
    MgIobuf json = new MgIobuf();
    MgPrintf.format(
        json,
        "{\"t\":\"stats\",\"ms\":%d,\"conns\":%d,\"listeners\":%d,\"ws\":%d,\"polls\":%d,"
            + "\"pollBusyUs\":%d,\"bytesIn\":%d,\"bytesOut\":%d,\"accepted\":%d,\"closed\":%d,"
            + "\"events\":{",
        s.upMs(),
        s.connections() - s.listeners(),
        s.listeners(),
        ws,
        s.polls(),
        s.busyNs() / 1_000,
        s.bytesIn(),
        s.bytesOut(),
        s.accepted(),
        s.closed());
    String comma = "";
    for (Map.Entry<String, Long> e : s.events().entrySet()) {
      MgPrintf.format(json, "%s%Q:%d", comma, e.getKey(), e.getValue());
      comma = ",";
    }
    json.add("}}");
    tellAll(json.toString());
  }

  private void tellAll(String json) {
    for (MgConnection c : members.keySet()) {
      tell(c, json);
    }
  }

  /** A tab that does not read gets no more: the next counters tell it all that matters. */
  private static void tell(MgConnection c, String json) {
    if (!c.isSendFull()) {
      MgWs.send(c, json, MgWs.OP_TEXT);
    }
  }

  private static String version() {
    String version = LiveRoom.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
