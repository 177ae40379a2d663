package dev.mg.core;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A server's engine that encrypts nothing: records carry plaintext. It shakes hands when a record
 * of a handshake has come and its tasks are done, then sends one; a test can see all it does.
 */
final class FakeEngine extends SSLEngine {
  private static final SSLSession SESSION =
      (SSLSession)
          Proxy.newProxyInstance(
              FakeEngine.class.getClassLoader(),
              new Class<?>[] {SSLSession.class},
              (proxy, method, args) ->
                  switch (method.getName()) {
                    case "getProtocol" -> "TLSv1.3";
                    case "getPacketBufferSize" -> 16_709;
                    default -> null;
                  });

  final Deque<Runnable> tasks = new ArrayDeque<>();
  private HandshakeStatus status = HandshakeStatus.NOT_HANDSHAKING;
  private boolean heard;
  private boolean said;
  private boolean inDone;
  private boolean outClosed;
  private boolean outDone;

  /** Those given before: an engine that makes a new one each time allocates. */
  private final List<SSLEngineResult> given = new ArrayList<>();

  private SSLEngineResult result(Status how, int consumed, int produced) {
    for (int i = 0; i < given.size(); i++) {
      SSLEngineResult r = given.get(i);
      if (r.getStatus() == how
          && r.getHandshakeStatus() == getHandshakeStatus()
          && r.bytesConsumed() == consumed
          && r.bytesProduced() == produced) {
        return r;
      }
    }
    given.add(new SSLEngineResult(how, getHandshakeStatus(), consumed, produced));
    return given.get(given.size() - 1);
  }

  @Override
  public SSLEngineResult wrap(ByteBuffer[] srcs, int off, int len, ByteBuffer dst) {
    return wrap(srcs[off], dst);
  }

  @Override
  public SSLEngineResult wrap(ByteBuffer src, ByteBuffer dst) {
    if (outDone) {
      return result(Status.CLOSED, 0, 0);
    }
    if (outClosed) {
      outDone = true;
      dst.put(new byte[] {21, 3, 3, 0, 2, 1, 0});
      return result(Status.CLOSED, 0, 7);
    }
    if (getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      said = true;
      dst.put(new byte[] {22, 3, 3, 0, 1, 20});
      return result(Status.OK, 0, 6);
    }
    int n = Math.min(src.remaining(), 1 << 14);
    if (n == 0) {
      return result(Status.OK, 0, 0);
    }
    dst.put((byte) 23).put((byte) 3).put((byte) 3).putShort((short) n);
    dst.put(dst.position(), src, src.position(), n).position(dst.position() + n);
    src.position(src.position() + n);
    return result(Status.OK, n, 5 + n);
  }

  @Override
  public SSLEngineResult unwrap(ByteBuffer src, ByteBuffer[] dsts, int off, int len) {
    return unwrap(src, dsts[off]);
  }

  @Override
  public SSLEngineResult unwrap(ByteBuffer src, ByteBuffer dst) {
    if (src.remaining() < 5 || src.remaining() < 5 + src.getShort(src.position() + 3)) {
      return result(Status.BUFFER_UNDERFLOW, 0, 0);
    }
    int at = src.position();
    int n = src.getShort(at + 3);
    src.position(at + 5 + n);
    switch (src.get(at)) {
      case 21 -> {
        inDone = true;
        return result(Status.CLOSED, 5 + n, 0);
      }
      case 22 -> {
        heard = true;
        return result(Status.OK, 5 + n, 0);
      }
      default -> {
        dst.put(dst.position(), src, at + 5, n).position(dst.position() + n);
        return result(Status.OK, 5 + n, n);
      }
    }
  }

  @Override
  public @Nullable Runnable getDelegatedTask() {
    return tasks.poll();
  }

  @Override
  public HandshakeStatus getHandshakeStatus() {
    if (status == HandshakeStatus.NOT_HANDSHAKING || said) {
      return HandshakeStatus.NOT_HANDSHAKING;
    }
    return !heard
        ? HandshakeStatus.NEED_UNWRAP
        : !tasks.isEmpty() ? HandshakeStatus.NEED_TASK : HandshakeStatus.NEED_WRAP;
  }

  @Override
  public void beginHandshake() {
    status = HandshakeStatus.NEED_UNWRAP;
  }

  @Override
  public void closeInbound() {
    inDone = true;
  }

  @Override
  public boolean isInboundDone() {
    return inDone;
  }

  @Override
  public void closeOutbound() {
    outClosed = true;
  }

  @Override
  public boolean isOutboundDone() {
    return outDone;
  }

  @Override
  public SSLSession getSession() {
    return SESSION;
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return new String[0];
  }

  @Override
  public String[] getEnabledCipherSuites() {
    return new String[0];
  }

  @Override
  public void setEnabledCipherSuites(String[] suites) {}

  @Override
  public String[] getSupportedProtocols() {
    return new String[0];
  }

  @Override
  public String[] getEnabledProtocols() {
    return new String[0];
  }

  @Override
  public void setEnabledProtocols(String[] protocols) {}

  @Override
  public void setUseClientMode(boolean mode) {}

  @Override
  public boolean getUseClientMode() {
    return false;
  }

  @Override
  public void setNeedClientAuth(boolean need) {}

  @Override
  public boolean getNeedClientAuth() {
    return false;
  }

  @Override
  public void setWantClientAuth(boolean want) {}

  @Override
  public boolean getWantClientAuth() {
    return false;
  }

  @Override
  public void setEnableSessionCreation(boolean flag) {}

  @Override
  public boolean getEnableSessionCreation() {
    return true;
  }
}
