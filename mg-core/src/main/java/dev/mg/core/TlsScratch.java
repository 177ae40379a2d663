package dev.mg.core;

import dev.mg.MgIobuf;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The buffers that TLS connections of a manager share: each borrows them for one call and leaves
 * nothing in them. Made with the manager's first TLS connection.
 */
final class TlsScratch {
  /** What one read of ciphertext takes at most. */
  static final int READ_BYTES = 64 * 1024;

  /** From so many bytes of ciphertext on that the kernel did not take, no more is made. */
  static final int OUT_BYTES = 64 * 1024;

  /** Views of arrays above this are not kept: they would keep a closed connection's array. */
  private static final int VIEWED_BYTES_MAX = 1 << 20;

  /** What was left over, then what was read. */
  final MgIobuf in = new MgIobuf(READ_BYTES + TlsInput.RECORD_BYTES);

  /** Plaintext that does not fit where it should go. */
  final MgIobuf plain = new MgIobuf(TlsInput.RECORD_BYTES);

  /** Lent to a connection's ciphertext on its way out. */
  final byte[] out = new byte[OUT_BYTES + TlsInput.RECORD_BYTES];

  final View unwrapFrom = new View();
  final View unwrapTo = new View();
  final View wrapFrom = new View();
  final View wrapTo = new View();

  /** A ByteBuffer over a heap array, the same one while it is the same array. */
  static final class View {
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private ByteBuffer last = NONE;

    ByteBuffer of(byte[] array, int from, int n) {
      ByteBuffer view = last;
      if (view.array() != array) {
        view = ByteBuffer.wrap(array);
        last = array.length <= VIEWED_BYTES_MAX ? view : NONE;
      }
      return view.clear().limit(from + n).position(from);
    }
  }

  /** For engines that want direct buffers; other managers have none. */
  static final class Direct {
    final ByteBuffer from = ByteBuffer.allocateDirect(TlsInput.RECORD_BYTES);
    private ByteBuffer to = ByteBuffer.allocateDirect(TlsInput.RECORD_BYTES);

    ByteBuffer to(int room) {
      if (to.capacity() < room) {
        to = ByteBuffer.allocateDirect(room);
      }
      return to.clear().limit(room);
    }
  }

  private @Nullable Direct direct;

  Direct direct() {
    Direct there = direct;
    if (there == null) {
      there = new Direct();
      direct = there;
    }
    return there;
  }
}
