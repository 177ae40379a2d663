package dev.mg.examples;

import dev.mg.MgConnection;
import dev.mg.MgHandler;
import dev.mg.MgIobuf;
import dev.mg.MgManager;
import dev.mg.MgOn;
import dev.mg.MgStr;
import dev.mg.http.MgHttp;
import dev.mg.http.MgHttpMessage;
import dev.mg.ws.MgTopics;
import dev.mg.ws.MgWs;
import dev.mg.ws.MgWsMessage;
import org.jspecify.annotations.Nullable;

/**
 * Another protocol inside of WebSocket: a broker of MQTT 3.1.1, as small as one can be (quality of
 * service 0, nothing kept). Packets do not care about the borders of messages (section 6), so each
 * connection has a buffer for what is not complete; answers are written to {@code send} as they
 * would be without WebSocket, and then wrapped.
 */
public final class MqttOverWs {
  private static final int MAX_PACKET_BYTES = 64 << 10;

  private final MgTopics topics;

  private MqttOverWs(MgTopics topics) {
    this.topics = topics;
  }

  /** Serves until it is killed; the argument is the port. */
  public static void main(String[] args) {
    try (MgManager mgr = MgManager.create()) {
      MqttOverWs broker = new MqttOverWs(MgTopics.of(mgr));
      MgHandler handler = MgOn.on(MgHttp.MSG, MqttOverWs::upgrade).on(MgWs.MSG, broker::received);
      int port = Examples.port(args, 8000);
      Examples.announce(MgHttp.listen(mgr, "http://127.0.0.1:" + port, handler, null));
      for (; ; ) {
        mgr.poll(1000);
      }
    }
  }

  private static void upgrade(MgConnection c, MgHttpMessage hm) {
    if (MgWs.upgrade(c, hm, MgWs.protocol(hm, "mqtt"))) {
      c.data(new MgIobuf());
    }
  }

  private void received(MgConnection c, MgWsMessage wm) {
    MgIobuf in = (MgIobuf) c.data();
    if (in == null || wm.op() != MgWs.OP_BINARY) {
      MgWs.close(c, 1003, "MQTT is binary");
      return;
    }
    in.add(wm.data);
    int n = packet(c, in.str());
    while (n > 0) {
      in.del(n);
      n = packet(c, in.str());
    }
    if (n < 0 || in.len() > MAX_PACKET_BYTES) {
      MgWs.close(c, 1002, "no MQTT packet");
    }
  }

  /** Serves the first packet; returns its length, 0 if it is not complete, -1 if it is none. */
  private int packet(MgConnection c, MgStr in) {
    int length = 0;
    int at = 1;
    for (int shift = 0; ; shift += 7) {
      if (at >= in.len() || shift > 21) {
        return shift > 21 ? -1 : 0;
      }
      int octet = in.at(at++);
      length |= (octet & 0x7F) << shift;
      if (octet >= 0) {
        break;
      }
    }
    if (length > MAX_PACKET_BYTES) {
      return -1;
    }
    if (in.len() < at + length) {
      return 0;
    }
    MgStr body = in.slice(at, at + length);
    return serve(c, in.at(0) >> 4 & 15, in.slice(0, at + length), body) ? at + length : -1;
  }

  private boolean serve(MgConnection c, int type, MgStr packet, MgStr body) {
    switch (type) {
      case 1 -> answer(c, 0x20, 2, 0, 0);
      case 3 -> {
        MgStr topic = string(body, 0);
        if (topic == null) {
          return false;
        }
        // What was published goes to the subscribers as it came.
        topics.publish(topic.toString(), packet, MgWs.OP_BINARY);
      }
      case 8 -> {
        MgStr filter = string(body, 2);
        if (filter == null) {
          return false;
        }
        topics.subscribe(c, filter.toString());
        answer(c, 0x90, 3, body.at(0), body.at(1), 0);
      }
      case 12 -> answer(c, 0xD0, 0);
      case 14 -> MgWs.close(c, 1000, "");
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Length and bytes, as MQTT writes text; null if they are not there. */
  private static @Nullable MgStr string(MgStr from, int at) {
    if (from.len() < at + 2) {
      return null;
    }
    int n = (from.at(at) & 0xFF) << 8 | from.at(at + 1) & 0xFF;
    return n > 0 && from.len() >= at + 2 + n ? from.slice(at + 2, at + 2 + n) : null;
  }

  private static void answer(MgConnection c, int... octets) {
    int before = c.send.len();
    for (int octet : octets) {
      c.send.addByte(octet);
    }
    MgWs.wrap(c, c.send.len() - before, MgWs.OP_BINARY);
  }
}
