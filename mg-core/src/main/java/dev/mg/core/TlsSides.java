package dev.mg.core;

import dev.mg.MgException;
import dev.mg.MgLog;
import dev.mg.MgTlsOptions;
import dev.mg.spi.MgTlsState;
import java.util.List;

/** The sides of TLS that options describe, each made once an object of options. Any thread. */
final class TlsSides {
  private TlsSides() {}

  /** As {@link #server(MgTlsOptions, List)}, where unset means that ALPN is not spoken. */
  static TlsSide server(MgTlsOptions options) {
    return server(options, List.of());
  }

  /**
   * The server's side. The options are frozen by this, if it does not throw.
   *
   * @param alpn what is spoken if the options leave it open
   * @throws MgException if they have no certificate, or a file is bad; with its line
   */
  static TlsSide server(MgTlsOptions options, List<String> alpn) {
    return side(options, true, alpn);
  }

  /** As {@link #client(MgTlsOptions, List)}, where unset means that ALPN is not spoken. */
  static TlsSide client(MgTlsOptions options) {
    return client(options, List.of());
  }

  /**
   * The client's side. The options are frozen by this, if it does not throw.
   *
   * @param alpn what is offered if the options leave it open
   * @throws MgException if a file is bad; with its line
   */
  static TlsSide client(MgTlsOptions options, List<String> alpn) {
    return side(options, false, alpn);
  }

  private static TlsSide side(MgTlsOptions options, boolean isServer, List<String> alpn) {
    MgTlsState state = options.state(settings -> new TlsState(settings, isServer, alpn));
    TlsSide side = ((TlsState) state).side(isServer, alpn);
    if (options.isInsecure()) {
      MgLog.error(
          "TLS without verification, as insecureSkipVerify has it: whoever is on the way can read"
              + " and change everything",
          null);
    }
    return side;
  }
}
