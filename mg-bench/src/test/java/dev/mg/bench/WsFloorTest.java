package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class WsFloorTest {
  private static final Duration MAX = Duration.ofSeconds(20);

  @TempDir Path work;

  private Child floor;
  private InetSocketAddress at;

  @BeforeEach
  void start() {
    String why = FloorContender.WS.unavailableBecause();
    assumeTrue(why == null, () -> String.valueOf(why));
    floor = Child.start("floor", work, FloorContender.WS.command(work));
    int port = Integer.parseInt(floor.await(Pattern.compile(":(\\d+) "), MAX).group(1));
    at = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  @AfterEach
  void end() {
    if (floor != null) {
      floor.close();
    }
  }

  @Test
  void messages_comeBackWhereverTheyAreSplit() throws IOException {
    WsWorkload three = new WsWorkload("three", "/ws", 1, 3, 9, false);
    byte[] sent = three.request();
    try (WsSocket socket = WsSocket.open(at, "/ws")) {
      for (int split = 1; split < sent.length; split++) {
        socket.write(Arrays.copyOf(sent, split));
        socket.write(Arrays.copyOfRange(sent, split, sent.length));

        socket.expect(three.answer());
      }
    }
  }

  @Test
  void everyLoad_isAnswered() throws IOException {
    for (String name : WsWorkload.NAMES) {
      WsWorkload load = WsWorkload.of(name, 1);
      try (WsSocket socket = WsSocket.open(at, load.path())) {
        socket.write(load.request());

        socket.expect(load.answer());
      }
    }
  }

  @Test
  void aTopic_reachesAllWhoOpenedItAndAreStillThere() throws IOException {
    WsWorkload load = WsWorkload.of("publish", 1);
    try (WsSocket one = WsSocket.open(at, "/topic");
        WsSocket two = WsSocket.open(at, "/topic");
        WsSocket elsewhere = WsSocket.open(at, "/ws")) {
      WsSocket.open(at, "/topic").close();
      one.write(load.request());

      one.expect(load.answer());
      two.expect(load.answer());
      elsewhere.write(load.request());
      elsewhere.expect(load.answer());
    }
  }

  @Test
  void whatNoLoadSends_endsTheConnection() throws IOException {
    try (WsSocket socket = WsSocket.open(at, "/ws")) {
      socket.write(WsWorkload.of("ping-pong", 1).answer());

      assertThatThrownBy(() -> socket.expect(new byte[1]))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("closed by the server");
    }
  }
}
