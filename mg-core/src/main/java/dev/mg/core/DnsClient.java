package dev.mg.core;

import dev.mg.MgAddr;
import dev.mg.MgException;
import dev.mg.MgNetException;
import dev.mg.MgUrl;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Our own resolver, used when a server is named by {@code dns4} or {@code dns6}: the first is asked
 * for IPv4 addresses, the second for IPv6 ones, both at once. /etc/hosts comes first, then what is
 * remembered.
 */
final class DnsClient {
  /** Told once, in a later poll or at once: addresses, or why there are none. */
  interface Answer {
    void resolved(List<InetAddress> addresses, @Nullable MgNetException failure);
  }

  private static final int DNS_PORT = 53;
  private static final int MAX_ALIAS_LOOKUPS = 8;

  private final CoreManager mgr;
  private final DnsCache cache = new DnsCache();
  private final HostsFile hosts;
  private @Nullable String server4;
  private @Nullable String server6;

  DnsClient(CoreManager mgr, Path hostsFile) {
    this.mgr = mgr;
    hosts = new HostsFile(hostsFile);
  }

  void server4(@Nullable String url) {
    server4 = server(url);
  }

  void server6(@Nullable String url) {
    server6 = server(url);
  }

  private static @Nullable String server(@Nullable String url) {
    if (url == null) {
      return null;
    }
    int port = MgUrl.port(url);
    MgAddr at = MgAddr.parse(MgUrl.host(url), port == 0 ? DNS_PORT : port);
    if (at == null || !MgUrl.scheme(url).equals("udp")) {
      throw new MgException("DNS server '" + url + "': write udp://8.8.8.8:53, an IP address");
    }
    return at.toString();
  }

  boolean isSet() {
    return server4 != null || server6 != null;
  }

  void lookUp(String host, long timeoutMs, Answer answer) {
    List<InetAddress> listed = hosts.get(host);
    if (!listed.isEmpty()) {
      answer.resolved(listed, null);
      return;
    }
    if (!DnsMessage.isName(host)) {
      answer.resolved(List.of(), Resolver.unknown(host, null));
      return;
    }
    Both both = new Both(host, answer, server4, server6);
    both.start(timeoutMs);
  }

  /** Both families of one name; done when the last answer is in. */
  private final class Both {
    private final String host;
    private final Answer answer;
    private final @Nullable String ask4;
    private final @Nullable String ask6;
    private final List<InetAddress> found = new ArrayList<>();
    private int open;
    private boolean silent;

    Both(String host, Answer answer, @Nullable String ask4, @Nullable String ask6) {
      this.host = host;
      this.answer = answer;
      this.ask4 = ask4;
      this.ask6 = ask6;
      open = (ask4 == null ? 0 : 1) + (ask6 == null ? 0 : 1);
    }

    void start(long timeoutMs) {
      long untilMs = mgr.nowMs() + timeoutMs;
      if (ask6 != null) {
        ask(ask6, DnsMessage.bare(host), DnsMessage.TYPE_AAAA, untilMs, 0);
      }
      if (ask4 != null) {
        ask(ask4, DnsMessage.bare(host), DnsMessage.TYPE_A, untilMs, 0);
      }
    }

    private void ask(String server, String name, int type, long untilMs, int aliases) {
      List<InetAddress> known = cache.get(name, type, mgr.nowNs());
      if (known != null) {
        finish(known);
        return;
      }
      long leftMs = Math.max(1, untilMs - mgr.nowMs());
      DnsLookup lookup =
          new DnsLookup(
              mgr,
              server,
              name,
              type,
              leftMs,
              a -> answered(a, server, name, type, untilMs, aliases));
      lookup.start();
    }

    private void answered(
        DnsMessage.@Nullable Answer a,
        String server,
        String name,
        int type,
        long untilMs,
        int aliases) {
      if (a == null) {
        silent = true;
        finish(List.of());
      } else if (a.alias() != null && a.code() == 0 && aliases < MAX_ALIAS_LOOKUPS) {
        ask(server, a.alias(), type, untilMs, aliases + 1);
      } else {
        if (a.code() == 0 || a.code() == DnsMessage.NAME_ERROR) {
          cache.put(name, type, a.addresses(), a.ttlSeconds(), mgr.nowNs());
        }
        finish(a.addresses());
      }
    }

    private void finish(List<InetAddress> addresses) {
      found.addAll(addresses);
      if (--open > 0) {
        return;
      }
      MgNetException failure = null;
      if (found.isEmpty()) {
        failure =
            silent
                ? new MgNetException(
                    MgNetException.Kind.TIMEOUT,
                    "no answer about '" + host + "' from " + servers(),
                    null)
                : Resolver.unknown(host, null);
      }
      answer.resolved(found, failure);
    }

    private String servers() {
      return ask4 == null || ask6 == null || ask4.equals(ask6)
          ? String.valueOf(ask4 == null ? ask6 : ask4)
          : ask4 + " and " + ask6;
    }
  }
}
