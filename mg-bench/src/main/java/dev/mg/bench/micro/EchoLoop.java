package dev.mg.bench.micro;

import dev.mg.MgConnection;
import dev.mg.MgEventType;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgOn;
import dev.mg.MgOptions;
import dev.mg.MgTlsOptions;
import org.jspecify.annotations.Nullable;

/**
 * A manager with an echo server and the one client of it, who sends its message again whenever it
 * has come back whole. <b>Owner thread only.</b>
 */
final class EchoLoop implements AutoCloseable {
  private static final int POLL_MS = 1000;
  private static final int MOST_POLLS = 100;

  private final MgManager mgr;
  private final MgConnection client;
  private final byte[] message;
  private long trips;

  /** Both ends on {@code transport}, the message on its way on return. */
  EchoLoop(String transport, int bytes) {
    this(new MgOptions().transport(transport), bytes, null, null);
  }

  /** The same over TLS, if there are options for it. */
  EchoLoop(
      MgOptions options, int bytes, @Nullable MgTlsOptions server, @Nullable MgTlsOptions client) {
    message = new byte[bytes];
    mgr = MgManager.create(options);
    String url = server == null ? "tcp://localhost:" : "tls://localhost:";
    MgHandler echo = MgOn.on(MgEventType.READ, (c, n) -> echo(c));
    MgHandler again =
        MgOn.on(MgEventType.CONNECT, (c, none) -> c.send(message))
            .on(MgEventType.READ, (c, n) -> sendAgain(c));
    MgConnection listener = mgr.listen(url + 0, echo, null, null, null, server);
    this.client = mgr.connect(url + listener.loc().port(), again, null, null, null, client);
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
