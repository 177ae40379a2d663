package dev.mg.spi;

/** What the core has made of {@link dev.mg.MgTlsOptions}, which keep it. <b>Any thread.</b> */
public interface MgTlsState {
  /**
   * Reads the files again: handshakes that begin afterwards use what they hold.
   *
   * @throws dev.mg.MgException if one of them is bad; then all stays as it was
   */
  void reload();
}
