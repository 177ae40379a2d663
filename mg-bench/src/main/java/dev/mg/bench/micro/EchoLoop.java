package dev.mg.bench.micro;

import dev.mg.MgConnection;
import dev.mg.MgEventType;
import dev.mg.MgManager;
import dev.mg.MgOn;
import dev.mg.MgOptions;

/**
 * A manager with an echo server and the one client of it, who sends its message again whenever it
 * has come back whole. <b>Owner thread only.</b>
 */
final class EchoLoop implements AutoCloseable {
  private static final int POLL_MS = 1000;
  private static final int MOST_POLLS = 10;

  private final MgManager mgr;
  private final MgConnection client;
  private final byte[] message;
  private long trips;

  /** Both ends on {@code transport}, the message on its way on return. */
  EchoLoop(String transport, int bytes) {
    message = new byte[bytes];
    mgr = MgManager.create(new MgOptions().transport(transport));
    MgConnection listener =
        mgr.listen("tcp://127.0.0.1:0", MgOn.on(MgEventType.READ, (c, n) -> echo(c)), null);
    client =
        mgr.connect(
            "tcp://127.0.0.1:" + listener.loc().port(),
            MgOn.on(MgEventType.CONNECT, (c, none) -> c.send(message))
                .on(MgEventType.READ, (c, n) -> sendAgain(c)),
            null);
    roundTrip();
  }

  private static void echo(MgConnection c) {
    c.send(c.recv);
    c.recv.clear();
  }

  private void sendAgain(MgConnection c) {
    if (c.recv.len() == message.length) {
      c.recv.clear();
      c.send(message);
      trips++;
    }
  }

  /** Polls until the message has come back. */
  void roundTrip() {
    long before = trips;
    for (int polls = 0; trips == before; polls++) {
      if (polls == MOST_POLLS || client.isClosing()) {
        throw new IllegalStateException("no echo after " + polls + " polls");
      }
      mgr.poll(POLL_MS);
    }
  }

  @Override
  public void close() {
    mgr.close();
  }
}
