package dev.mg.http;

import dev.mg.MgConnection;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * The body of one response in pieces, compressed; each piece can be read when it has come, at the
 * cost of some bytes a piece.
 */
final class GzipBody implements ResponseHold {
  private final Gzip gzip;
  private final Deflater deflater;
  private final CRC32 crc = new CRC32();
  private long bytes;
  private boolean isBegun;

  GzipBody(Gzip gzip, Deflater deflater) {
    this.gzip = gzip;
    this.deflater = deflater;
  }

  /** Sends a piece. */
  void write(MgConnection c, ServerConnection s, byte[] b, int off, int n) {
    crc.update(b, off, n);
    bytes += n;
    deflater.setInput(b, off, n);
    deflate(c, s, Deflater.SYNC_FLUSH);
  }

  /** Sends what ends the body. */
  void finish(MgConnection c, ServerConnection s) {
    deflater.finish();
    deflate(c, s, Deflater.NO_FLUSH);
    BodyWriter.put(c, s, gzip.piece, 0, gzip.trailer(crc.getValue(), bytes));
  }

  private void deflate(MgConnection c, ServerConnection s, int flush) {
    byte[] to = gzip.piece;
    int at = isBegun ? 0 : gzip.header();
    isBegun = true;
    int room;
    int n;
    do {
      room = to.length - at;
      n = deflater.deflate(to, at, room, flush);
      if (at + n > 0) {
        BodyWriter.put(c, s, to, 0, at + n);
      }
      at = 0;
    } while (n == room);
  }

  @Override
  public void release() {
    gzip.end(deflater);
  }
}
