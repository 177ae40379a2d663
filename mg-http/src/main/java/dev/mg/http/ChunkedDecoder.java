package dev.mg.http;

import org.jspecify.annotations.Nullable;

/**
 * The chunked coding up to its trailers (RFC 9112 section 7.1), strictly and in place: the data of
 * the chunks is moved together.
 *
 * <pre>
 *   SIZE --hex--> SIZE_REST --CR--> SIZE_LF --> DATA --> DATA_CR --> DATA_LF --> SIZE
 *                    |                 ^  |size 0
 *                 EXTENSION ---CR------+  +--> LAST
 * </pre>
 *
 * <p>Pure and incremental: each byte is looked at once. What stands in extensions is checked,
 * bounded and dropped. Offsets count from the message's start in its buffer.
 */
final class ChunkedDecoder {
  /** What {@link #decode} returns when the last chunk was seen: trailers follow. */
  static final int LAST = 1;

  private static final int SIZE = 0;
  private static final int SIZE_REST = 1;
  private static final int EXTENSION = 2;
  private static final int SIZE_LF = 3;
  private static final int DATA = 4;
  private static final int DATA_CR = 5;
  private static final int DATA_LF = 6;

  /** Of a size: leading zeros are allowed by the grammar, an endless number of them is not. */
  private static final int MAX_DIGITS = 64;

  private static final int MAX_EXTENSION_BYTES = 4_096;

  /** What all extensions of a body may take, beside as much as its data. */
  private static final int MAX_EXTENSIONS_BYTES = 16_384;

  private final ChunkExtension extension = new ChunkExtension();
  private long maxBytes;
  private int state;
  private int digits;
  private long size;
  private int extensionBytes;
  private long extensionsBytes;
  private long decoded;
  private int in;
  private int out;
  @Nullable Refusal refusal;

  /**
   * Starts anew.
   *
   * @param from offset of the first chunk
   * @param maxBytes of data; more is refused as soon as a size tells
   */
  void begin(int from, long maxBytes) {
    this.maxBytes = maxBytes;
    in = from;
    out = from;
    state = SIZE;
    digits = 0;
    size = 0;
    extensionsBytes = 0;
    decoded = 0;
    refusal = null;
  }

  /** Offset after the data decoded. */
  int out() {
    return out;
  }

  /** Offset of the first byte not yet consumed. */
  int in() {
    return in;
  }

  /** Says that the buffer was cut to end at {@code offset}, all before it being consumed. */
  void cut(int offset) {
    in = offset;
    out = offset;
  }

  /**
   * Goes on where the last call stopped.
   *
   * @param base where the message starts in {@code b}; it may move between calls
   * @param end where the bytes received so far end; all are consumed unless the last chunk ends
   *     before
   * @return {@link #LAST}, {@link StartLine#MORE} or {@link StartLine#REFUSED}
   */
  int decode(byte[] b, int base, int end) {
    int p = base + in;
    while (p < end) {
      switch (state) {
        case SIZE, SIZE_REST -> {
          int hex = HttpChars.hex(b[p]);
          if (hex < 0) {
            if (state == SIZE) {
              return refuse(Refusal.CHUNK_SIZE);
            }
            extension.reset();
            extensionBytes = 0;
            state = EXTENSION;
          } else {
            p++;
            if (++digits > MAX_DIGITS || size > Long.MAX_VALUE >> 4) {
              return refuse(Refusal.CHUNK_SIZE);
            }
            size = size << 4 | hex;
            state = SIZE_REST;
          }
        }
        case EXTENSION -> {
          while (p < end && b[p] != '\r') {
            if (!extension.next(b[p]) || extensionBytes == MAX_EXTENSION_BYTES) {
              return refuse(wrongAfterSize(b[p]));
            }
            p++;
            extensionBytes++;
          }
          if (p < end) {
            p++;
            extensionsBytes += extensionBytes;
            if (!extension.mayEnd() || extensionsBytes > MAX_EXTENSIONS_BYTES + decoded) {
              return refuse(Refusal.CHUNK_EXTENSION);
            }
            state = SIZE_LF;
          }
        }
        case SIZE_LF -> {
          if (b[p++] != '\n') {
            return refuse(Refusal.BARE_CR);
          }
          if (size > maxBytes - decoded) {
            return refuse(Refusal.BODY_TOO_LARGE);
          }
          if (size == 0) {
            in = p - base;
            return LAST;
          }
          digits = 0;
          state = DATA;
        }
        case DATA -> {
          int n = (int) Math.min(size, end - p);
          if (p != base + out) {
            System.arraycopy(b, p, b, base + out, n);
          }
          p += n;
          out += n;
          decoded += n;
          size -= n;
          if (size == 0) {
            state = DATA_CR;
          }
        }
        case DATA_CR -> {
          if (b[p++] != '\r') {
            return refuse(Refusal.CHUNK_END);
          }
          state = DATA_LF;
        }
        default -> {
          if (b[p++] != '\n') {
            return refuse(Refusal.CHUNK_END);
          }
          state = SIZE;
        }
      }
    }
    in = p - base;
    return StartLine.MORE;
  }

  private Refusal wrongAfterSize(byte b) {
    if (b == '\n') {
      return Refusal.BARE_LF;
    }
    return extensionBytes == 0 ? Refusal.CHUNK_SIZE : Refusal.CHUNK_EXTENSION;
  }

  private int refuse(Refusal why) {
    refusal = why;
    return StartLine.REFUSED;
  }
}
