package dev.mg.bench.micro;

import static java.util.Objects.requireNonNull;

import dev.mg.MgConnection;
import dev.mg.MgEventType;
import dev.mg.MgManager;
import dev.mg.MgOn;
import dev.mg.MgOptions;
import dev.mg.MgTlsOptions;
import dev.mg.http.MgHttp;
import org.jspecify.annotations.Nullable;

/** A manager with an echo server and the one client of it. <b>Owner thread only.</b> */
final class EchoLoop implements EchoEnds {
  private static final int POLL_MS = 1000;
  private static final int MOST_POLLS = 100;

  private final MgManager mgr;
  private final MgConnection client;
  private final byte[] message;
  private int came;

  /** Both ends over TCP, connected on return. */
  EchoLoop(MgOptions options) {
    this(options, new byte[BYTES], null, null);
  }

  /** The same over TLS, if there are options for it. */
  EchoLoop(
      MgOptions options,
      byte[] message,
      @Nullable MgTlsOptions server,
      @Nullable MgTlsOptions client) {
    this.message = message;
    mgr = MgManager.create(options);
    String url = server == null ? "tcp://localhost:" : "tls://localhost:";
    MgConnection listener =
        mgr.listen(url + 0, MgOn.on(MgEventType.READ, (c, n) -> echo(c)), null, null, null, server);
    this.client =
        mgr.connect(
            url + listener.loc().port(),
            MgOn.on(MgEventType.READ, (c, n) -> take(c)),
            null,
            null,
            null,
            client);
    roundTrip();
  }

  private static void echo(MgConnection c) {
    c.send(c.recv);
    c.recv.clear();
  }

  private void take(MgConnection c) {
    came += c.recv.len();
    c.recv.clear();
  }

  /** What was agreed on, where it is TLS. */
  String cipherSuite() {
    return requireNonNull(client.tls()).cipher();
  }

  @Override
  public int poll() {
    mgr.poll(0);
    return came;
  }

  @Override
  public int roundTrip() {
    came = 0;
    client.send(message);
    for (int polls = 0; came < message.length; polls++) {
      if (polls == MOST_POLLS || client.isClosing()) {
        throw new IllegalStateException("no echo after " + polls + " polls");
      }
      mgr.poll(POLL_MS);
    }
    return came;
  }

  @Override
  public IdleOnes idleOnes(int many) {
    int[] answered = {0};
    MgConnection listener =
        MgHttp.listen(
            mgr,
            "http://127.0.0.1:0",
            MgOn.on(
                MgHttp.MSG,
                (c, hm) -> {
                  MgHttp.reply(c, 200, NettyHttp.HEADERS, IdleOnes.ANSWER);
                  answered[0]++;
                }),
            null);
    return new IdleOnes(
        listener.loc().port(),
        many,
        () -> {
          mgr.poll(POLL_MS);
          return answered[0];
        });
  }

  @Override
  public void close() {
    mgr.close();
  }
}
