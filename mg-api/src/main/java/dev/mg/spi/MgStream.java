package dev.mg.spi;

import dev.mg.MgIobuf;
import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * A connected byte stream. <b>Owner thread only.</b> A failure is sticky: bytes received before it
 * are read first, then read, write and transfer throw it.
 */
public interface MgStream extends MgChannel {
  /** {@link #transfer} is not to be had here: the core copies. */
  long UNSUPPORTED = -2;

  /**
   * Appends at most {@code max} bytes by at most one system call.
   *
   * @param max at least 1
   * @return bytes appended, 0 none now, -1 end (again at each call; READ stays reported, so the
   *     core drops it)
   */
  int read(MgIobuf dst, int max) throws IOException;

  /**
   * Takes a prefix of the first {@code max} bytes of {@code src}, which is left as it was; may stop
   * at {@link #WRITE_BYTES}: the core calls again while it takes all it was given. Each call tries,
   * whether or not room was reported: a peer is not given up before.
   *
   * @param max within 1..src.len()
   * @return bytes taken, 0 for none now
   */
  int write(MgIobuf src, int max) throws IOException;

  /** What one {@link #write} takes at least if the kernel has room for it. */
  int WRITE_BYTES = 256 * 1024;

  /**
   * Sends from a file (sendfile), after everything taken before. The transport neither closes
   * {@code file} nor moves its position; it may use it until {@link #unflushed} is 0.
   *
   * @return bytes taken, 0 none now, -1 the file has no byte at {@code position} (it shrank), or
   *     {@link #UNSUPPORTED}
   */
  default long transfer(FileChannel file, long position, long count) throws IOException {
    return UNSUPPORTED;
  }

  /**
   * Bytes taken and not yet in the kernel. When it falls to 0 WRITE is reported if wanted.
   * Transports that write straight into the kernel: always 0.
   */
  default long unflushed() {
    return 0;
  }

  /** FIN, after everything taken. Reading goes on. */
  void shutdownOutput() throws IOException;
}
