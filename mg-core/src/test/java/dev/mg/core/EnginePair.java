package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A client's and a server's engine, back to back in memory. */
final class EnginePair {
  private static final int MOST_STEPS = 500;

  final SSLEngine client;
  final SSLEngine server;

  /** Why the client, the server refused; null = it did not. */
  @Nullable SSLException clientFailure;

  @Nullable SSLException serverFailure;

  private final ByteBuffer toServer = ByteBuffer.allocate(1 << 18);
  private final ByteBuffer toClient = ByteBuffer.allocate(1 << 18);
  private final ByteBuffer plain = ByteBuffer.allocate(1 << 17);

  private EnginePair(SSLEngine client, SSLEngine server) {
    this.client = client;
    this.server = server;
  }

  /** Lets them shake hands, until neither has anything to say. */
  static EnginePair shake(SSLEngine client, SSLEngine server) throws SSLException {
    EnginePair pair = new EnginePair(client, server);
    client.beginHandshake();
    server.beginHandshake();
    for (int step = 0; pair.step(); step++) {
      assertThat(step).as("steps of a handshake").isLessThan(MOST_STEPS);
    }
    return pair;
  }

  boolean isAgreed() {
    return clientFailure == null && serverFailure == null;
  }

  /** The text the client's failure is told with, "" if there is none. */
  String clientSentence() {
    return clientFailure == null ? "" : TlsFailures.explain(clientFailure).getMessage();
  }

  String serverSentence() {
    return serverFailure == null ? "" : TlsFailures.explain(serverFailure).getMessage();
  }

  private boolean step() {
    boolean moved = write(client, toServer, true);
    moved |= write(server, toClient, false);
    moved |= read(client, toClient, true);
    return moved | read(server, toServer, false);
  }

  private boolean write(SSLEngine engine, ByteBuffer out, boolean isClient) {
    tasks(engine);
    // A failed one has an alert to send, whatever its status says.
    boolean hasFailed = hasFailed(isClient);
    int before = out.position();
    try {
      if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP || hasFailed) {
        engine.wrap(ByteBuffer.allocate(0), out);
      }
    } catch (SSLException e) {
      failed(e, isClient);
    }
    tasks(engine);
    return out.position() > before || hasFailed(isClient) != hasFailed;
  }

  private boolean read(SSLEngine engine, ByteBuffer in, boolean isClient) {
    in.flip();
    int before = in.remaining();
    try {
      while (in.hasRemaining() && !engine.isInboundDone()) {
        int had = in.remaining();
        SSLEngineResult result = engine.unwrap(in, plain);
        tasks(engine);
        plain.clear();
        if (in.remaining() == had && result.getStatus() != SSLEngineResult.Status.OK) {
          break;
        }
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
          break;
        }
      }
    } catch (SSLException e) {
      failed(e, isClient);
      in.position(in.limit());
    }
    boolean moved = in.remaining() < before;
    in.compact();
    return moved;
  }

  private boolean hasFailed(boolean isClient) {
    return (isClient ? clientFailure : serverFailure) != null;
  }

  private void failed(SSLException e, boolean isClient) {
    if (isClient) {
      clientFailure = clientFailure == null ? e : clientFailure;
    } else {
      serverFailure = serverFailure == null ? e : serverFailure;
    }
  }

  private static void tasks(SSLEngine engine) {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }
}
