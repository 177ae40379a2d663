package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.testkit.Dribbler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case with the roles swapped: the server sends, our client answers. */
class ClientCasesMemoryTest {
  /** Longer ones are not split at each offset, nor fed byte by byte. */
  private static final int SHORT = 300;

  private ClientRig rig;

  @BeforeEach
  void open() throws IOException {
    rig = new ClientRig(WsCases.options(), WsRig.ECHO);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  static List<WsCase> cases() {
    return WsCases.forClients();
  }

  @Test
  void thereAreManyCases_eachWithANameOfItsOwn() {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(300);
    assertThat(cases().stream().map(WsCase::name)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whole(WsCase one) throws Exception {
    ClientRig.Server server = rig.open(one.deflate());
    server.peer.write(one.in());
    finish(one, server);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void inTheSegmentOfTheHandshake(WsCase one) throws Exception {
    ClientRig.Server server = rig.dial("");
    String answer = ClientRig.answer(server.request, one.deflate());
    server.peer.write(Frames.cat(Frames.utf8(answer), one.in()));
    rig.poll();
    rig.seen.events.remove("OPEN");
    finish(one, server);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void byteByByte(WsCase one) throws Exception {
    if (one.in().length <= SHORT) {
      ClientRig.Server server = rig.open(one.deflate());
      Dribbler.byteByByte(one.in(), Dribbler.into(server.peer, rig::poll));
      finish(one, server);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void splitAtEveryOffset(WsCase one) throws Exception {
    for (int at = 1; at < one.in().length && one.in().length <= SHORT; at++) {
      ClientRig.Server server = rig.open(one.deflate());
      Dribbler.splitAt(one.in(), at, Dribbler.into(server.peer, rig::poll));
      finish(one, server);
    }
  }

  private void finish(WsCase one, ClientRig.Server server) throws Exception {
    rig.poll();
    assertThat(server.frames()).isEqualTo(one.out());
    assertThat(server.peer.isEof()).as("FIN of the client").isEqualTo(one.ends());
    server.peer.close();
    rig.poll();
    List<String> events = new ArrayList<>(one.events());
    events.add(one.ends() ? "CLOSE DRAINED" : "CLOSE EOF");
    assertThat(rig.seen.take()).isEqualTo(events);
  }
}
