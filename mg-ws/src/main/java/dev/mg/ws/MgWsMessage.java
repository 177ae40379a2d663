package dev.mg.ws;

import dev.mg.MgStr;
import dev.mg.spi.MgCheck;

/**
 * A message of {@link MgWs#EV_MSG}, a part of one of {@link MgWs#EV_PART}, or a control frame of
 * {@link MgWs#EV_CTL}.
 *
 * <p>Borrowed: valid until the handler returns; {@code data.copy()} or {@code data.toString()} what
 * is to be kept. With {@code -Ddev.mg.check=true} one used later throws.
 */
public final class MgWsMessage {
  /**
   * The payload, unmasked and inflated, of all fragments together. UTF-8 if {@link #op} is {@link
   * MgWs#OP_TEXT}; of a close frame nothing, or two bytes of status code and a reason in UTF-8.
   * Parts of a text are UTF-8 together, not each.
   */
  public final MgStr data = new MgStr(new byte[0], 0, 0);

  private int flags;

  MgWsMessage() {}

  /**
   * The first byte of the (first) frame, as RFC 6455 section 5.2 has it, with FIN set where the
   * message ends and no bit of an extension.
   */
  public int flags() {
    if (MgCheck.ON) {
      data.len();
    }
    return flags;
  }

  /** {@link MgWs#OP_TEXT} and so on: the lowest four bits of {@link #flags}. */
  public int op() {
    return flags() & 0x0F;
  }

  /** Whether the message ends here: false for parts but the last. */
  public boolean isLast() {
    return (flags() & FrameHeader.FIN) != 0;
  }

  void wrap(int newFlags, byte[] buf, int off, int len) {
    flags = newFlags;
    data.wrap(buf, off, len);
  }
}
