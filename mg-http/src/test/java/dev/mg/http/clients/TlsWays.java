package dev.mg.http.clients;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Transports and TLS engines that other programs are tried with: all in a full run only. */
final class TlsWays {
  private static final boolean FULL = Boolean.getBoolean("dev.mg.full");

  private TlsWays() {}

  /** Transport and engine. */
  static Stream<Arguments> ways() {
    return all().map(way -> Arguments.of(way[0], way[1]));
  }

  private static Stream<String[]> all() {
    String[][] few = {{"nio", "openssl"}, {"netty-epoll", "jdk"}};
    String[][] more = {
      {"nio", "jdk"}, {"netty", "jdk"}, {"netty", "openssl"}, {"netty-epoll", "openssl"}
    };
    return FULL ? Stream.concat(Stream.of(few), Stream.of(more)) : Stream.of(few);
  }

  /** As {@link #ways}, and each transport without TLS, where the engine is "". */
  static Stream<String[]> withoutToo() {
    return Stream.concat(
        Stream.of("nio", "netty", "netty-epoll").map(name -> new String[] {name, ""}), all());
  }

  /** As {@link #withoutToo}, as arguments. */
  static Stream<Arguments> waysAndWithout() {
    return withoutToo().map(way -> Arguments.of(way[0], way[1]));
  }
}
