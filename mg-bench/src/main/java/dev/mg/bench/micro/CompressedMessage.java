package dev.mg.bench.micro;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A message of 1 KiB of JSON, compressed with no window kept (RFC 7692), and the JDK's zlib that
 * does it. Not thread safe.
 */
public final class CompressedMessage implements AutoCloseable {
  /** Of zlib, for all that compress it. */
  public static final int LEVEL = 6;

  /** Of the extension, in the handshake. */
  public static final String OFFER =
      "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

  private static final int BYTES = 1024;

  /** What a message leaves out of what zlib made (RFC 7692 section 7.2.1). */
  private static final int TAIL_BYTES = 4;

  private static final int FRAME_HEAD_BYTES = 4;

  private final byte[] into = new byte[1 << 14];
  private final Deflater deflater = new Deflater(LEVEL, true);
  private final Inflater inflater = new Inflater(true);
  private final byte[] plain = json();
  private final byte[] deflated = Arrays.copyOf(into, deflate());

  /** Makes it. */
  public CompressedMessage() {}

  private static byte[] json() {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; text.length() < BYTES; i++) {
      text.append("{\"id\":").append(31 * i).append(",\"name\":\"item ").append(i).append("\"},");
    }
    return Octets.ascii(text.substring(0, BYTES));
  }

  /** The frame a client sends. */
  public byte[] frame() {
    return WsOctets.compressed(Arrays.copyOf(deflated, deflated.length - TAIL_BYTES));
  }

  /** Compresses it; returns how many bytes that makes. */
  int deflate() {
    deflater.reset();
    deflater.setInput(plain);
    return deflater.deflate(into, 0, into.length, Deflater.SYNC_FLUSH);
  }

  /** Makes the plain bytes of it again; returns how many. */
  int inflate() throws DataFormatException {
    inflater.reset();
    inflater.setInput(deflated);
    return inflater.inflate(into);
  }

  /**
   * That a server's frame has the message, compressed as well as it was.
   *
   * @throws IllegalStateException if not
   */
  public void checkEcho(String what, byte[] echo) throws DataFormatException {
    inflater.reset();
    inflater.setInput(echo, FRAME_HEAD_BYTES, echo.length - FRAME_HEAD_BYTES);
    Octets.checkSame(what, Arrays.copyOf(into, inflater.inflate(into)), plain);
    int bytes = deflated.length - TAIL_BYTES + FRAME_HEAD_BYTES;
    Octets.checkSame("the length of " + what, echo.length, bytes);
  }

  @Override
  public void close() {
    deflater.end();
    inflater.end();
  }
}
