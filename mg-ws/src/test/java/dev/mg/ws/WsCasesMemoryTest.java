package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.testkit.Dribbler;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case on the in-memory transport, in every way a stream may bring its bytes. */
class WsCasesMemoryTest {
  /** Longer ones are not split at each offset, nor fed byte by byte. */
  private static final int SHORT = 600;

  private final WsRig rig = new WsRig(WsCases.options(), 1 << 20, WsRig.ECHO);

  @AfterEach
  void close() {
    rig.close();
  }

  static List<WsCase> cases() {
    return WsCases.forServers();
  }

  @Test
  void thereAreManyCases_eachWithANameOfItsOwn() {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(300);
    assertThat(cases().stream().map(WsCase::name)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whole(WsCase one) throws Exception {
    WsRig.Client client = rig.open(one.deflate());
    client.peer.write(one.in());
    finish(one, client);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void inTheSegmentOfTheHandshake(WsCase one) throws Exception {
    WsRig.Client client = rig.connect();
    client.peer.write(Frames.cat(Frames.utf8(WsRig.request(one.deflate())), one.in()));
    rig.poll();
    client.expectResponse(WsRig.response(one.deflate()));
    rig.seen.events.remove("OPEN");
    finish(one, client);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void byteByByte(WsCase one) throws Exception {
    if (one.in().length <= SHORT) {
      WsRig.Client client = rig.open(one.deflate());
      Dribbler.byteByByte(one.in(), Dribbler.into(client.peer, rig::poll));
      finish(one, client);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void splitAtEveryOffset(WsCase one) throws Exception {
    for (int at = 1; at < one.in().length && one.in().length <= SHORT; at++) {
      WsRig.Client client = rig.open(one.deflate());
      Dribbler.splitAt(one.in(), at, Dribbler.into(client.peer, rig::poll));
      finish(one, client);
    }
  }

  private void finish(WsCase one, WsRig.Client client) throws Exception {
    rig.poll();
    List<String> out = new ArrayList<>(client.frames());
    assertThat(out).isEqualTo(one.out());
    assertThat(client.isEnded()).as("FIN of the server").isEqualTo(one.ends());
    if (one.ends()) {
      // Whatever follows the end must not be looked at.
      client.send(Frames.text("after the end"), Frames.ping(""));
    }
    client.peer.close();
    rig.poll();
    List<String> events = new ArrayList<>(one.events());
    events.add(one.ends() ? "CLOSE DRAINED" : "CLOSE EOF");
    assertThat(rig.seen.take()).isEqualTo(events);
  }
}
