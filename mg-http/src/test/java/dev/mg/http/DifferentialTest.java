package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgHandler;
import dev.mg.testkit.MemoryPeer;
import dev.mg.testkit.Pump;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The same bytes to our server and to other parsers: the table of {@link Exchange}s and mutants of
 * it. Refusing what another takes is our right; where we take what another refuses, or cut the
 * bytes differently, {@link Explanation} must know why.
 */
class DifferentialTest {
  private static final boolean FULL = Boolean.getBoolean("dev.mg.full");
  private static final int MAX_BYTES = 3_000;

  private static final int MUTANTS = FULL ? 200_000 : 3_000;
  private static final int NODE_MUTANTS = FULL ? 20_000 : 500;

  /** What our server made of some bytes. */
  private record Ours(String wire, List<String> requests, List<String> heads, boolean waits) {}

  /** Of the table first, then of mutants. */
  private static final List<Ours> OURS = new ArrayList<>();

  private static int tableSize;

  @BeforeAll
  static void readThemAll() throws IOException {
    List<String> wires = new ArrayList<>();
    for (Exchange e : Exchange.all()) {
      if (e.sent().length() <= MAX_BYTES) {
        // Some know no method but those registered.
        wires.add(e.sent().replace("END / HTTP", "GET / HTTP"));
      }
    }
    tableSize = wires.size();
    Random r = new Random(4);
    for (int i = 0; i < MUTANTS; i++) {
      wires.add(Mutant.of(wires.get(r.nextInt(tableSize)), r));
    }
    List<String> requests = new ArrayList<>();
    List<String> heads = new ArrayList<>();
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_MSG) {
            MgHttpMessage hm = (MgHttpMessage) evData;
            requests.add(hm.method + ":" + hm.body.latin1());
            heads.add(hm.head.latin1());
            MgHttp.reply(c, 200, "", "");
          }
        };
    try (HttpRig rig = new HttpRig(fn)) {
      for (String wire : wires) {
        requests.clear();
        heads.clear();
        boolean waits = waits(rig, wire);
        OURS.add(new Ours(wire, List.copyOf(requests), List.copyOf(heads), waits));
      }
    }
  }

  private static boolean waits(HttpRig rig, String wire) throws IOException {
    try (MemoryPeer peer = rig.connect()) {
      rig.send(peer, wire);
      return !peer.isEof();
    } finally {
      Pump.times(rig.mgr, 2);
    }
  }

  @AfterAll
  static void forgetThem() {
    OURS.clear();
  }

  /** What needs an explanation, or null. */
  private static @Nullable Difference compare(Ours ours, Framed they) {
    List<String> theirs = they.requests();
    for (int i = 0; i < ours.requests.size(); i++) {
      String head = ours.heads.get(i);
      String wire = ours.wire;
      if (i == theirs.size()) {
        return new Difference(
            wire, head, they.waits() ? Difference.Kind.TAKEN_EARLY : Difference.Kind.TAKEN);
      }
      if (!ours.requests.get(i).equals(theirs.get(i))) {
        return new Difference(wire, head, Difference.Kind.CUT);
      }
    }
    boolean late = ours.waits && theirs.size() > ours.requests.size();
    return late ? new Difference(ours.wire, "", Difference.Kind.TAKEN_LATE) : null;
  }

  /** The explanations that were needed. */
  private static Set<Explanation> differ(String name, Framed.Peer peer, int mutants)
      throws IOException {
    List<String> unexplained = new ArrayList<>();
    Map<Explanation, Integer> used = new TreeMap<>();
    List<Ours> compared = OURS.subList(0, tableSize + mutants);
    int alike = 0;
    for (Ours ours : compared) {
      Framed theirs = peer.frame(ours.wire.getBytes(StandardCharsets.ISO_8859_1));
      Difference d = compare(ours, theirs);
      Explanation why = d == null ? null : Explanation.of(name, d);
      if (d == null) {
        alike += ours.requests.size();
      } else if (why == null) {
        unexplained.add(d + " ours " + ours.requests + " theirs " + theirs);
      } else {
        used.merge(why, 1, Integer::sum);
      }
    }
    System.out.printf(
        "%s: %d compared, %d requests read alike, differences %s%n",
        name, compared.size(), alike, used);
    assertThat(unexplained).as(name).isEmpty();
    return used.keySet();
  }

  @Test
  void jetty() throws Exception {
    assertThat(differ("jetty", new JettyPeer(), MUTANTS))
        .containsExactlyElementsOf(Explanation.about("jetty"));
  }

  @Test
  void netty() throws Exception {
    assertThat(differ("netty", new NettyPeer(), MUTANTS))
        .containsExactlyElementsOf(Explanation.about("netty"));
  }

  @Test
  void node() throws Exception {
    try (NodePeer node = start()) {
      // Which of them are needed depends on the version there is.
      differ("node", node, NODE_MUTANTS);
    }
  }

  private static NodePeer start() {
    try {
      return new NodePeer();
    } catch (IOException noNode) {
      Assumptions.abort("no node: " + noNode.getMessage());
      throw new IllegalStateException(noNode);
    }
  }
}
