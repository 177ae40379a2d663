package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgOptions;
import dev.mg.testkit.ContractPeer;
import dev.mg.testkit.SocketPeers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Two managers on different transports, joined over loopback TCP by a link that breaks. */
class BackplaneSocketTest {
  private static final int MESSAGES = 3_000;
  private static final String TOPIC = "numbers/all";
  private static final String END = "the end";

  static Stream<Arguments> pairs() {
    List<String> names = Transports.names();
    List<Arguments> pairs = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      pairs.add(Arguments.of(names.get(i), names.get((i + 1) % names.size())));
    }
    return pairs.stream();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void messagesOfAPublisher_arriveInOrderAndOnce_overALinkThatBreaks_orAreToldAsLost(
      String transportA, String transportB) throws Exception {
    TcpBackplane planeA = TcpBackplane.listening(20_000);
    try (SocketPeers peers = new SocketPeers();
        Site a = new Site(options(transportA), planeA)) {
      TcpBackplane planeB = TcpBackplane.connecting(planeA.link().port(), 20_000);
      try (Site b = new Site(options(transportB), planeB)) {
        List<Site> sites = List.of(a, b);
        ContractPeer atB = peers.connect(b.listener.loc().toSocketAddress());
        b.topics.subscribe(b.upgrade(atB), "numbers/+");
        Site.until(sites, () -> planeA.link().isUp() && planeA.link().wants(TOPIC), "the link");

        for (int i = 0; i < MESSAGES; i++) {
          a.topics.publish(TOPIC, "number " + (10_000 + i), MgWs.OP_TEXT);
          if (i % 500 == 250) {
            breakLink(i % 1_000 == 250 ? planeA : planeB);
          }
          if (i % 10 == 0) {
            a.mgr.poll(0);
            b.mgr.poll(0);
          }
        }
        Site.until(
            sites,
            () -> planeA.link().isUp() && planeB.link().isUp() && planeA.link().queued() == 0,
            "the link to be up again, and the queue to be empty");
        a.topics.publish(TOPIC, END, MgWs.OP_TEXT);

        List<Integer> numbers = Site.during(sites, () -> numbersUpToTheEnd(atB), END);
        assertThat(numbers).isSorted().doesNotHaveDuplicates();
        assertThat(numbers.size() + b.lostMessages)
            .as("%d arrived; told as lost: %s", numbers.size(), b.lost)
            .isEqualTo(MESSAGES);
        assertThat(numbers).hasSizeGreaterThan(100);
        assertThat(planeB.link().dials).as("dials").isGreaterThan(1);
        assertThat(planeB.link().sent).as("sent back").isZero();
      }
    }
  }

  private static MgOptions options(String transport) {
    return new MgOptions().transport(transport);
  }

  private static void breakLink(TcpBackplane plane) {
    MgConnection c = plane.link().connection();
    if (c != null) {
      c.reset();
    }
  }

  /** The N of frames "number N", until the one that says it is the end. */
  private static List<Integer> numbersUpToTheEnd(ContractPeer client) throws Exception {
    List<Integer> numbers = new ArrayList<>();
    while (true) {
      byte[] head = client.readN(2);
      String text = new String(client.readN(head[1]), StandardCharsets.UTF_8);
      if (text.equals(END)) {
        return numbers;
      }
      numbers.add(Integer.valueOf(text.substring("number ".length())));
    }
  }
}
