package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgHandler;
import dev.mg.MgOptions;
import dev.mg.testkit.MemoryPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No peer can hold a connection by being slow, and no slow handler costs one. */
class ServerDeadlineTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n";

  /** Each deadline has a length of its own, so that a test sees which one it was. */
  private static MgOptions options() {
    return new MgOptions()
        .httpHeadTimeoutMs(2_000)
        .httpBodyStallTimeoutMs(3_000)
        .httpIdleTimeoutMs(6_000);
  }

  /** Milliseconds until the connection closes, by a tenth of a second; at most 30 s. */
  private static int msUntilClose(HttpRig rig, Each tenth) throws Exception {
    for (int ms = 0; ms < 30_000; ms += 100) {
      if (rig.log.has("CLOSE")) {
        return ms;
      }
      tenth.run();
      rig.clock.advanceMs(100);
      rig.mgr.poll(0);
      rig.mgr.poll(0);
    }
    return 30_000;
  }

  private interface Each {
    void run() throws Exception;
  }

  @Test
  void aPeerThatSaysNothing_isClosedAfterTheIdleTime_withoutAWord() throws Exception {
    try (HttpRig rig = new HttpRig(options(), HttpRig.echo());
        MemoryPeer peer = rig.connect()) {
      assertThat(msUntilClose(rig, () -> {})).isBetween(6_000, 7_500);
      assertThat(rig.received(peer)).isEmpty();
      assertThat(peer.isEof()).isTrue();
      rig.log.expect(rig.log.accepted().get(0), "OPEN", "ACCEPT", "ERROR TIMEOUT", "CLOSE TIMEOUT");
    }
  }

  @Test
  void betweenRequests_theIdleTimeCounts_fromTheLastResponse() throws Exception {
    try (HttpRig rig = new HttpRig(options(), HttpRig.echo());
        MemoryPeer peer = rig.connect()) {
      for (int i = 0; i < 5; i++) {
        assertThat(rig.send(peer, GET)).isEqualTo(HttpRig.ok("GET:"));
        rig.pass(4_000);
      }
      assertThat(msUntilClose(rig, () -> {})).isBetween(2_000, 3_500);
      assertThat(rig.received(peer)).isEmpty();
    }
  }

  @Test
  void aFileOnItsWay_isNotCut_forABodyThatNobodyWaitsFor(@TempDir Path dir) throws Exception {
    int size = 3 << 20;
    Path file = Files.write(dir.resolve("f"), new byte[size]);
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_HDRS) {
            MgHttp.replyLength(c, 200, "", size);
            MgHttp.sendFile(c, open(file), 0, size, true);
          }
        };
    try (HttpRig rig = new HttpRig(options(), fn);
        MemoryPeer peer = rig.connect()) {
      peer.write(POST);
      rig.poll();
      peer.write("x".repeat(2_000));
      rig.poll();
      rig.pass(10_000);
      int got = 0;
      for (int i = 0; i < 100 && !peer.isEof(); i++) {
        got += peer.received().length;
        rig.poll();
      }
      assertThat(got).isGreaterThan(size);
      assertThat(rig.log.count("ERROR")).isZero();
    }
  }

  private static FileChannel open(Path file) {
    try {
      return FileChannel.open(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"G", "GET / HTTP/1.1\r\nHost: a\r\n"})
  void anUnfinishedHead_isAnsweredBy408(String part) throws Exception {
    try (HttpRig rig = new HttpRig(options(), HttpRig.echo());
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, part);
      rig.pass(3_000);
      assertThat(rig.received(peer)).startsWith("HTTP/1.1 408 ").contains("Connection: close");
      assertThat(peer.isEof()).isTrue();
      peer.shutdownOutput();
      rig.poll();
      assertThat(rig.log.has("CLOSE TIMEOUT")).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r", "\r\n"})
  void anEmptyLine_isNoRequest(String part) throws Exception {
    try (HttpRig rig = new HttpRig(options(), HttpRig.echo());
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, part);
      assertThat(msUntilClose(rig, () -> {})).isBetween(6_000, 7_500);
      assertThat(rig.received(peer)).isEmpty();
    }
  }

  @Test
  void aTrickledHead_isNotGivenMoreTime() throws Exception {
    try (HttpRig rig = new HttpRig(options(), HttpRig.echo());
        MemoryPeer peer = rig.connect()) {
      peer.write("GET / HTTP/1.1\r\nHost: a\r\nX: ");
      int ms = 0;
      while (!peer.isEof() && ms < 30_000) {
        peer.write("x");
        rig.clock.advanceMs(100);
        rig.mgr.poll(0);
        rig.mgr.poll(0);
        peer.received();
        ms += 100;
      }
      assertThat(ms).isBetween(2_000, 3_000);
    }
  }

  @Test
  void aSecondHead_hasItsOwnTime() throws Exception {
    try (HttpRig rig = new HttpRig(options(), HttpRig.echo());
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, GET.substring(0, 10));
      rig.pass(1_500);
      assertThat(rig.send(peer, GET.substring(10) + GET.substring(0, 10)))
          .isEqualTo(HttpRig.ok("GET:"));
      rig.pass(1_500);
      assertThat(rig.send(peer, GET.substring(10))).isEqualTo(HttpRig.ok("GET:"));
    }
  }

  @Test
  void aStalledBody_isAnsweredBy408() throws Exception {
    try (HttpRig rig = new HttpRig(options(), HttpRig.echo());
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, POST + "x");
      rig.pass(4_000);
      assertThat(rig.received(peer)).startsWith("HTTP/1.1 408 ");
      assertThat(peer.isEof()).isTrue();
    }
  }

  @Test
  void aTrickledBody_isNotGivenMoreTime_aSlowOneIs() throws Exception {
    for (int bytes : new int[] {1, 100}) {
      try (HttpRig rig = new HttpRig(options(), HttpRig.echo());
          MemoryPeer peer = rig.connect()) {
        peer.write(POST);
        int ms = 0;
        // 10 bytes a second, or 1,000.
        while (!peer.isEof() && ms < 20_000) {
          peer.write(new byte[bytes]);
          rig.clock.advanceMs(100);
          rig.mgr.poll(0);
          rig.mgr.poll(0);
          peer.received();
          ms += 100;
        }
        if (bytes == 1) {
          assertThat(ms).isBetween(3_000, 4_500);
        } else {
          assertThat(ms).isEqualTo(20_000);
        }
      }
    }
  }

  @Test
  void aStalledStream_endsTheConnection_withoutASecondResponse() throws Exception {
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_HDRS) {
            MgHttp.stream(c);
            MgHttp.replyChunked(c, 200, "");
          }
        };
    try (HttpRig rig = new HttpRig(options(), fn);
        MemoryPeer peer = rig.connect()) {
      String head = rig.send(peer, POST + "x");
      rig.pass(4_000);
      assertThat(head + rig.received(peer))
          .isEqualTo("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      assertThat(peer.isEof()).isTrue();
      assertThat(rig.log.has("CLOSE TIMEOUT")).isTrue();
    }
  }

  @Test
  void aHandlerThatTakesItsTime_isWaitedFor() throws Exception {
    List<MgConnection> waiting = new ArrayList<>();
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_MSG) {
            waiting.add(c);
          }
        };
    try (HttpRig rig = new HttpRig(options(), fn);
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, GET.substring(0, 5));
      rig.send(peer, GET.substring(5));
      rig.pass(600_000);
      assertThat(rig.log.has("ERROR")).isFalse();
      MgHttp.reply(waiting.get(0), 200, "", "at last");
      rig.poll();
      assertThat(rig.received(peer)).isEqualTo(HttpRig.ok("at last"));
      assertThat(msUntilClose(rig, () -> {})).isBetween(6_000, 7_500);
    }
  }

  @Test
  void aLongResponseTakenSlowly_isNotIdleness() throws Exception {
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_MSG) {
            MgHttp.reply(c, 200, "", new byte[10 << 20]);
          }
        };
    try (HttpRig rig = new HttpRig(options(), fn);
        MemoryPeer peer = rig.connect()) {
      peer.write(GET);
      rig.poll();
      byte[] some = new byte[50_000];
      for (int i = 0; i < 60; i++) {
        // 50 kB a second: 3 MB in a minute, ten times the idle time.
        assertThat(peer.read(some, 0, some.length)).isPositive();
        rig.pass(1_000);
      }
      assertThat(rig.log.has("ERROR")).isFalse();
      while (rig.log.accepted().get(0).send.len() > 0) {
        peer.received();
        rig.poll();
      }
      assertThat(msUntilClose(rig, () -> {})).isBetween(6_000, 7_500);
    }
  }

  @Test
  void zero_isNoDeadline() throws Exception {
    MgOptions none =
        new MgOptions().httpHeadTimeoutMs(0).httpBodyStallTimeoutMs(0).httpIdleTimeoutMs(0);
    try (HttpRig rig = new HttpRig(none, HttpRig.echo());
        MemoryPeer idle = rig.connect();
        MemoryPeer head = rig.connect();
        MemoryPeer body = rig.connect()) {
      rig.send(head, GET.substring(0, 9));
      rig.send(body, POST);
      rig.pass(1_000_000);
      assertThat(rig.send(idle, GET)).isEqualTo(HttpRig.ok("GET:"));
      assertThat(rig.send(head, GET.substring(9))).isEqualTo(HttpRig.ok("GET:"));
      assertThat(rig.send(body, "x".repeat(100_000))).endsWith("x");
    }
  }
}
