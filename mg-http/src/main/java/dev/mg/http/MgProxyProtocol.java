package dev.mg.http;

import dev.mg.MgConnection;
import dev.mg.MgException;
import dev.mg.MgTls;
import dev.mg.MgUtil;

/**
 * The PROXY protocol, versions 1 and 2, for a listener behind a proxy: {@link MgConnection#rem} and
 * {@link MgConnection#loc} of what it accepts are those that the proxy's client has. For every
 * protocol above TCP: HTTP, WebSocket, one's own.
 *
 * <p><b>The manager's thread only.</b>
 *
 * <p>Nobody but proxies may reach such a listener, since anybody can write such a header. A
 * connection from an address that is not trusted ends at once; so does one whose first bytes are no
 * such header, or when that is not there within {@code httpHeadTimeoutMs}. The log tells of each at
 * its debug level. Handlers hear of a connection when its header has come, and as if it had been
 * accepted then: OPEN, ACCEPT, and READ if more bytes are there; of those refused they hear
 * nothing. A proxy that speaks for itself (LOCAL, UNKNOWN) keeps its own addresses. On a listener
 * with TLS, which a proxy passes through, the header comes first, in plain text, and TLS begins
 * behind it.
 */
public final class MgProxyProtocol {
  private MgProxyProtocol() {}

  /**
   * From now on, what {@code listener} accepts starts with such a header.
   *
   * @param listener of TCP or a unix-domain socket, with the protocol it has
   * @param trusted the proxies, as {@link MgUtil#checkIpAcl} has it: {@code "+10.0.0.0/8"}; "" is
   *     everybody, for unix-domain sockets, which have no such address
   * @throws MgException if it is no such listener, if it expects the header already, or if the list
   *     is wrong
   */
  public static void on(MgConnection listener, String trusted) {
    if (!listener.isListening() || listener.isUdp()) {
      throw new MgException(listener + " accepts no connections: give a listener of TCP");
    }
    if (listener.pfn() instanceof ProxyListener) {
      throw new MgException(listener + " expects a PROXY header already");
    }
    MgUtil.checkIpAcl(trusted, listener.loc());
    ProxyListener pfn =
        new ProxyListener(trusted, listener.pfn(), listener.pfnData(), MgTls.take(listener));
    listener.pfn(pfn, null);
  }
}
