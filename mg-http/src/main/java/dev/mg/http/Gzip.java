package dev.mg.http;

import dev.mg.MgIobuf;
import dev.mg.MgManager;
import dev.mg.MgStr;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses responses with gzip (RFC 1952). One a manager, and only if httpGzipMinBytes asks for
 * it. A deflater holds about 270 KB outside of the heap: they are lent, some are kept, and at most
 * {@link #MAX_BODIES} responses in pieces have one at a time; those beyond go out as they are.
 */
final class Gzip implements AutoCloseable {
  /** Bodies above are not compressed at once, since nobody else is served meanwhile. */
  static final int MAX_WHOLE_BYTES = 1 << 20;

  static final int MAX_BODIES = 64;
  private static final int MAX_SPARES = 4;
  private static final int KEPT_BYTES = 64 << 10;
  private static final byte[] HEADER = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, (byte) 0xFF};
  private static final int TRAILER_BYTES = 8;
  private static final byte[] VARY = ascii("Vary: Accept-Encoding\r\n");
  private static final byte[] ENCODED = ascii("Content-Encoding: gzip\r\n");

  /** Room for a piece of compressed body on its way into {@code send}. */
  final byte[] piece = new byte[16 << 10];

  private final int minBytes;
  private final Deque<Deflater> spares = new ArrayDeque<>();
  private final MgIobuf packed = new MgIobuf();
  private final CRC32 crc = new CRC32();
  private final Compressible head = new Compressible();
  private int bodies;

  private Gzip(int minBytes) {
    this.minBytes = minBytes;
  }

  /** The one of {@code mgr}; null if it is not to compress. */
  static @Nullable Gzip of(MgManager mgr) {
    int min = mgr.options().httpGzipMinBytes();
    return min == 0 ? null : mgr.local(Gzip.class, () -> new Gzip(min));
  }

  private static byte[] ascii(String s) {
    return s.getBytes(StandardCharsets.US_ASCII);
  }

  /** Whether a client that sends these fields wants gzip, at least as much as no coding. */
  static boolean isWanted(MgHttpFields request) {
    int weight = AcceptEncoding.weight(request, "gzip");
    return weight > 0 && weight >= AcceptEncoding.weight(request, "identity");
  }

  // ---- whole responses ----

  /**
   * Compresses the body of a whole response where it stands, at the end of {@code out}, and tells
   * so in its head.
   *
   * @param from where the response starts
   * @param fieldsEnd where its last field ends that is not about the body
   * @param bodyFrom where its body starts
   * @param wanted whether the client wants it
   * @return bytes that were inserted at {@code fieldsEnd} or before
   */
  int whole(MgIobuf out, int from, int fieldsEnd, int bodyFrom, int status, boolean wanted) {
    int n = out.len() - bodyFrom;
    if (n < minBytes || n > MAX_WHOLE_BYTES || !head.look(out, from, fieldsEnd, status)) {
      return 0;
    }
    int before = fieldsEnd;
    boolean isPacked = wanted && pack(out.buf(), out.head() + bodyFrom, n);
    if (isPacked) {
      out.truncate(bodyFrom);
      out.add(packed);
    }
    int inserted = 0;
    if (!head.varies()) {
      out.insert(before, VARY, 0, VARY.length);
      inserted += VARY.length;
    }
    if (isPacked) {
      out.insert(before, ENCODED, 0, ENCODED.length);
      inserted += ENCODED.length;
      int was = out.len();
      head.weakenTag(out);
      inserted += out.len() - was;
    }
    release();
    return inserted;
  }

  /** Whether a body of that type and length is one for {@link #whole}, unless its head objects. */
  boolean takes(String type, long bytes) {
    return bytes >= minBytes && bytes <= MAX_WHOLE_BYTES && Compressible.isText(MgStr.of(type));
  }

  /** Into {@link #packed}; false if that would not be shorter. */
  private boolean pack(byte[] b, int off, int n) {
    int room = n - HEADER.length - TRAILER_BYTES - 1;
    if (room <= 0) {
      return false;
    }
    packed.clear();
    packed.add(HEADER);
    packed.reserve(room);
    Deflater deflater = take();
    deflater.setInput(b, off, n);
    deflater.finish();
    int done = 0;
    int last = 1;
    while (last > 0 && done < room) {
      last = deflater.deflate(packed.buf(), packed.tail() + done, room - done);
      done += last;
    }
    boolean fits = deflater.finished();
    give(deflater);
    if (fits) {
      packed.commit(done);
      crc.reset();
      crc.update(b, off, n);
      addInt(packed, (int) crc.getValue());
      addInt(packed, n);
    }
    return fits;
  }

  private void release() {
    if (packed.capacity() > KEPT_BYTES) {
      packed.free();
    }
  }

  private static void addInt(MgIobuf to, int value) {
    for (int shift = 0; shift < 32; shift += 8) {
      to.addByte(value >>> shift);
    }
  }

  // ---- responses in pieces ----

  /**
   * Ends the fields of a response in pieces, which are the end of {@code out}, with what is to be
   * told about its coding.
   *
   * @param hasBody whether pieces will follow
   * @return what compresses them; null if nothing is to
   */
  @Nullable GzipBody begin(MgIobuf out, int from, int status, boolean wanted, boolean hasBody) {
    if (!head.look(out, from, out.len(), status)) {
      return null;
    }
    boolean isPacked = wanted && bodies < MAX_BODIES;
    if (isPacked) {
      out.add(ENCODED);
    }
    if (!head.varies()) {
      out.add(VARY);
    }
    if (!isPacked) {
      return null;
    }
    head.weakenTag(out);
    if (!hasBody) {
      return null;
    }
    bodies++;
    return new GzipBody(this, take());
  }

  /** Bytes of the header of RFC 1952 at the start of {@link #piece}. */
  int header() {
    System.arraycopy(HEADER, 0, piece, 0, HEADER.length);
    return HEADER.length;
  }

  /** Bytes of the trailer of RFC 1952 at the start of {@link #piece}. */
  int trailer(long crcOfAll, long bytes) {
    for (int i = 0; i < 4; i++) {
      piece[i] = (byte) (crcOfAll >>> 8 * i);
      piece[4 + i] = (byte) (bytes >>> 8 * i);
    }
    return TRAILER_BYTES;
  }

  /** A body that {@link #begin} began is over. */
  void end(Deflater deflater) {
    bodies--;
    give(deflater);
  }

  // ---- deflaters ----

  private Deflater take() {
    Deflater spare = spares.poll();
    return spare == null ? new Deflater(Deflater.DEFAULT_COMPRESSION, true) : spare;
  }

  private void give(Deflater deflater) {
    if (spares.size() < MAX_SPARES) {
      deflater.reset();
      spares.push(deflater);
    } else {
      deflater.end();
    }
  }

  @Override
  public void close() {
    spares.forEach(Deflater::end);
    spares.clear();
  }
}
