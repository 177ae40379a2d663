package dev.mg.core;

import dev.mg.MgIobuf;
import dev.mg.MgNetException;
import dev.mg.MgTlsSession;
import dev.mg.spi.MgStream;
import dev.mg.spi.MgTlsContext;
import java.io.IOException;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A stream of a transport seen through TLS: what the loop reads and writes here is plaintext.
 * <b>Owner thread only.</b>
 *
 * <p>It holds no buffer while nothing is left over; during a call it works on those of {@link
 * TlsScratch}. What bytes are waiting for is translated: a writable socket is of no interest to a
 * handshake that waits for the peer, and one paused by its reader reads on for the handshake's
 * sake.
 */
final class TlsStream extends TlsChannel implements MgStream {
  private final MgStream raw;
  private final TlsScratch scratch;
  private final TlsInput input;
  private final TlsOutput out;
  private final String engineName;

  /** Null once it is complete. */
  private @Nullable TlsHandshake handshake;

  private @Nullable TlsEngine engine;
  private @Nullable TlsDecoder decoder;
  private @Nullable String sni;
  private @Nullable TlsSession session;

  /** Bytes of {@code send} that stood there before TLS began. */
  private int plainLeft;

  /** We have said that no more comes. */
  private boolean isGoodbyeSaid;

  /** The engine takes no data until it has heard from the peer. */
  private boolean isWriteStuck;

  private @Nullable MgNetException failure;

  /** The failure was told: what still comes is read and dropped. */
  private boolean isDead;

  private boolean hasLastWord;
  private boolean isClosed;

  /**
   * The server's side, or the client's of a host.
   *
   * @param plainLeft bytes that go out before TLS begins
   * @param resume tells the loop, from any thread, that there is something to do
   */
  TlsStream(
      MgStream raw,
      TlsScratch scratch,
      TlsSide side,
      @Nullable String host,
      int port,
      int plainLeft,
      Runnable resume) {
    super(raw);
    this.raw = raw;
    this.scratch = scratch;
    this.plainLeft = plainLeft;
    engineName = side.engine();
    input = new TlsInput(raw, scratch);
    out = new TlsOutput(raw, scratch);
    handshake = new TlsHandshake(this, side, host, port, input, out, resume);
  }

  // ---- the handshake ----

  /** What stands in {@code recv} is the peer's first. */
  void take(MgIobuf recv) {
    input.take(recv);
  }

  /**
   * One step of the handshake.
   *
   * @param mayRead whether the stream below was reported
   * @return whether it is complete
   */
  boolean handshake(boolean mayRead) throws IOException {
    TlsHandshake under = handshake;
    if (under == null || isDead) {
      return false;
    }
    try {
      boolean done = plainLeft == 0 && out.flush() && under.step(mayRead);
      out.flush();
      if (done) {
        handshake = null;
        Objects.requireNonNull(decoder).begin();
      }
      return done;
    } catch (SSLException | RuntimeException e) {
      throw told(broken(e));
    } catch (MgNetException e) {
      throw told(e);
    } finally {
      out.settle();
    }
  }

  /** What the handshake goes on with. */
  TlsEngine engine(SSLEngine ssl, MgTlsContext context) {
    TlsEngine made = new TlsEngine(ssl, context, scratch);
    engine = made;
    decoder = new TlsDecoder(made, input, out, scratch);
    return made;
  }

  TlsDecoder decoder() {
    return Objects.requireNonNull(decoder);
  }

  void sni(@Nullable String name) {
    sni = name;
  }

  @Nullable String sni() {
    return sni;
  }

  /** Null before the handshake is complete. */
  @Nullable MgTlsSession session() {
    if (session == null && handshake == null && engine != null && !isClosed) {
      session = TlsSession.of(engine.ssl, sni, engineName);
    }
    return session;
  }

  // ---- failures ----

  /**
   * The engine gives up, or somebody about it: what it has to say to the peer is put on its way.
   */
  MgNetException broken(Throwable why) {
    return fail(TlsFailures.explain(why));
  }

  private MgNetException fail(MgNetException why) {
    if (failure == null) {
      failure = why;
      lastWords();
    }
    return failure;
  }

  private void lastWords() {
    TlsEngine e = engine;
    if (e == null || input.isEnded) {
      return;
    }
    int before = out.len();
    try {
      e.speak(out.open());
      if (out.len() == before) {
        e.ssl.closeOutbound();
        e.speak(out.open());
      }
    } catch (SSLException | RuntimeException mute) {
      // It fails again, as it did before: then there is no word.
    }
    // Before that too: OpenSSL hands the alert out first, and fails at the next call.
    hasLastWord |= out.len() > 0;
  }

  /** There is no engine that could say it. */
  MgNetException refuse(TlsRefusal refusal) {
    failure = refusal.why();
    hasLastWord = true;
    out.open().add(refusal.answer());
    return refusal.why();
  }

  /** It is about to be told: from now on there is only an end. */
  private MgNetException told(MgNetException why) {
    if (failure == null && why.kind() != MgNetException.Kind.RESET) {
      fail(why);
    }
    isDead = true;
    if (decoder != null) {
      decoder.free();
    }
    return why;
  }

  /** Whether the peer is to be given the time to read why it ends. */
  boolean hasLastWord() {
    return hasLastWord;
  }

  // ---- reading ----

  @Override
  public int read(MgIobuf dst, int max) throws IOException {
    if (isDead) {
      return input.drop();
    }
    TlsDecoder from = decoder;
    if (handshake != null || from == null) {
      return 0;
    }
    try {
      int got = from.takeRest(dst, max);
      if (got == 0 && failure == null) {
        got = decode(from, dst, max);
      }
      if (got > 0) {
        return got;
      }
      if (failure != null) {
        throw told(failure);
      }
      return from.isOver() || input.isEnded ? -1 : 0;
    } finally {
      out.settle();
    }
  }

  /** Many records a read: those left over, or else what one read of the stream below brings. */
  private int decode(TlsDecoder by, MgIobuf dst, int max) throws IOException {
    MgIobuf from = input.held();
    if (!by.isOver() && !input.hasRecord() && !out.isFull()) {
      from = input.fill(Math.min(max, TlsScratch.READ_BYTES));
    }
    int before = dst.len();
    try {
      by.decode(from, dst, max);
      isWriteStuck = false;
    } catch (SSLException | RuntimeException e) {
      broken(e);
    } catch (MgNetException e) {
      fail(e);
    } finally {
      input.keep(from);
    }
    return dst.len() - before;
  }

  /** Whether a step can be made, or a read bring something, without the stream below. */
  boolean isDue() {
    if (handshake != null) {
      return !isDead && plainLeft == 0 && handshake.isDue() && !out.isFull();
    }
    return !isDead && (failure != null || decoder().isOver() || decoder().hasMore());
  }

  /** Whether more may be waiting than the last read took. */
  boolean isFilled() {
    return input.isFilled || !input.held().isEmpty();
  }

  /** Whether the stream ended without the peer's word for it (RFC 8446 section 6.1). */
  boolean isTruncated() {
    return decoder == null || !decoder.isOver();
  }

  // ---- writing ----

  @Override
  public int write(MgIobuf src, int max) throws IOException {
    if (plainLeft > 0) {
      int n = raw.write(src, Math.min(max, plainLeft));
      plainLeft -= n;
      return n;
    }
    if (isDead) {
      return max;
    }
    if (failure != null) {
      throw told(failure);
    }
    if (handshake != null) {
      return 0;
    }
    int most = Math.min(max, WRITE_BYTES);
    int taken = 0;
    try {
      isWriteStuck = false;
      while (out.flush() && taken < most && !isWriteStuck) {
        taken = encrypt(src, taken, most);
      }
    } catch (SSLException | RuntimeException e) {
      throw told(broken(e));
    } finally {
      out.settle();
    }
    return taken;
  }

  /** Makes records of what stands from {@code taken} on; returns up to where. */
  private int encrypt(MgIobuf src, int taken, int max) throws IOException {
    TlsEngine e = Objects.requireNonNull(engine);
    int at = taken;
    while (at < max && !out.isFull()) {
      int n = Math.min(max - at, TlsInput.PLAIN_BYTES);
      SSLEngineResult r = e.wrap(src, at, n, out.open());
      at += r.bytesConsumed();
      if (r.getStatus() == Status.CLOSED) {
        throw new MgNetException(
            MgNetException.Kind.RESET, "the peer has ended TLS, and takes no more", null);
      }
      if (r.bytesConsumed() == 0 && r.bytesProduced() == 0) {
        int before = out.len();
        e.serve(out.open());
        isWriteStuck = out.len() == before;
        if (isWriteStuck) {
          break;
        }
      }
    }
    return at;
  }

  /** Pushes what is waiting. */
  void flush() throws IOException {
    try {
      out.flush();
    } finally {
      out.settle();
    }
  }

  /** Whether ciphertext waits for the kernel. */
  boolean hasPending() {
    return out.len() > 0;
  }

  /** Room of the buffers of its own; 0 while nothing is left over. */
  int heldBytes() {
    return input.held().capacity() + out.capacity() + (decoder == null ? 0 : decoder.capacity());
  }

  @Override
  public long unflushed() {
    return out.len() + raw.unflushed();
  }

  // ---- the end ----

  /** Whether the peer's goodbye has ended our side too (RFC 5246 section 7.2.1). */
  boolean isOutputOver() {
    return engine != null && engine.ssl.isOutboundDone();
  }

  /** Says goodbye (RFC 8446 section 6.1), once. Whether all has left. */
  boolean goodbye() throws IOException {
    TlsEngine e = engine;
    try {
      if (!isGoodbyeSaid && handshake == null && failure == null && e != null) {
        isGoodbyeSaid = true;
        bye(e);
      }
      out.flush();
    } finally {
      out.settle();
    }
    return unflushed() == 0;
  }

  private void bye(TlsEngine e) {
    try {
      e.ssl.closeOutbound();
      e.speak(out.open());
    } catch (SSLException | RuntimeException mute) {
      // Then the peer takes it for a truncation, and is right.
    }
  }

  /** As {@link #goodbye}, where nobody waits for it. */
  void goodbyeAtLast() {
    try {
      goodbye();
    } catch (IOException e) {
      // The peer has gone.
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    out.fin();
    goodbye();
  }

  @Override
  public void close(boolean reset) {
    if (isClosed) {
      return;
    }
    isClosed = true;
    boolean isInUse = handshake != null && handshake.abandon();
    if (engine != null && !isInUse) {
      engine.release();
    }
    input.free();
    out.free();
    if (decoder != null) {
      decoder.free();
    }
    super.close(reset);
  }

  // ---- the channel below ----

  @Override
  public void interest(int ops) {
    boolean reading = (ops & READ) != 0;
    boolean writing = (ops & WRITE) != 0;
    if (handshake != null && !isDead) {
      // While ours is stuck no step is made: then what the peer sends has to wait.
      reading = plainLeft == 0 && out.len() == 0 && handshake.wantsInput();
      writing &= plainLeft > 0;
    } else {
      writing &= !isWriteStuck;
    }
    reading &= !out.isFull();
    writing |= out.len() > 0;
    super.interest((reading ? READ : 0) | (writing ? WRITE : 0));
  }
}
