package dev.mg.spi.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgNetException;
import dev.mg.MgNetException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketErrorsTest {
  @ParameterizedTest
  @CsvSource({
    "Too many open files, TOO_MANY_FILES",
    "Too many open files in system, TOO_MANY_FILES",
    "No such file or directory, NO_SUCH_FILE",
    "Address already in use, ADDRESS_IN_USE",
    "Address already in use: bind, ADDRESS_IN_USE",
    "Cannot assign requested address, ADDRESS_NOT_AVAILABLE",
    "Can't assign requested address, ADDRESS_NOT_AVAILABLE",
    "Permission denied, DENIED",
    "Operation not permitted, DENIED",
    "Network is unreachable, UNREACHABLE",
    "No route to host, UNREACHABLE",
    "Host is down, UNREACHABLE",
    "Connection timed out, TIMEOUT",
    "Operation timed out, TIMEOUT",
    "Connection refused, REFUSED",
    "Connection reset by peer, RESET",
    "Broken pipe, RESET",
    "Protocol not supported, UNSUPPORTED",
    "Message too long, MESSAGE_TOO_BIG",
    "Resource temporarily unavailable, OTHER",
  })
  void everyTextOfTheSystem_hasItsKind(String text, Kind kind) {
    assertThat(SocketErrors.kind(new SocketException(text))).isEqualTo(kind);
    assertThat(SocketErrors.kind(new IOException(text.toUpperCase()))).isEqualTo(kind);
  }

  @Test
  void theClassDecides_whereTheTextIsOfAnotherLanguage() {
    String text = "Verbindungsaufbau abgelehnt";
    assertThat(SocketErrors.kind(new ConnectException(text))).isEqualTo(Kind.REFUSED);
    assertThat(SocketErrors.kind(new NoRouteToHostException(text))).isEqualTo(Kind.UNREACHABLE);
    assertThat(SocketErrors.kind(new PortUnreachableException(text))).isEqualTo(Kind.REFUSED);
    assertThat(SocketErrors.kind(new UnknownHostException(text))).isEqualTo(Kind.UNKNOWN_HOST);
    assertThat(SocketErrors.kind(new UnresolvedAddressException())).isEqualTo(Kind.UNKNOWN_HOST);
    assertThat(SocketErrors.kind(new UnsupportedAddressTypeException()))
        .isEqualTo(Kind.UNSUPPORTED);
    assertThat(SocketErrors.kind(new UnsupportedOperationException())).isEqualTo(Kind.UNSUPPORTED);
    assertThat(SocketErrors.kind(new SecurityException(text))).isEqualTo(Kind.DENIED);
    assertThat(SocketErrors.kind(new BindException(text))).isEqualTo(Kind.OTHER);
    assertThat(SocketErrors.kind(new IOException())).isEqualTo(Kind.OTHER);
  }

  @Test
  void aConnectThatTimedOut_isNotRefused() {
    assertThat(SocketErrors.kind(new ConnectException("Connection timed out")))
        .isEqualTo(Kind.TIMEOUT);
  }

  @Test
  void anOpenStreamsFailure_isResetWhateverTheText_butForADeadline() {
    for (String text : new String[] {"Broken pipe", "Verbindung unterbrochen", "No such file"}) {
      assertThat(SocketErrors.broken("write", new IOException(text)).kind()).isEqualTo(Kind.RESET);
    }
    assertThat(SocketErrors.broken("read", new IOException("Connection timed out")).kind())
        .isEqualTo(Kind.TIMEOUT);
  }

  @Test
  void theMessage_saysWhatAndWhyAndKeepsTheCause() {
    IOException cause = new ConnectException("Connection refused");
    assertThat(SocketErrors.of("connect to 127.0.0.1:1", cause))
        .hasMessage("connect to 127.0.0.1:1: Connection refused")
        .hasCause(cause);
    assertThat(SocketErrors.of("poll", new EOFException())).hasMessage("poll: EOFException");
  }

  @Test
  void whatHasAKindAlready_keepsIt() {
    MgNetException known = new MgNetException(Kind.UNSUPPORTED, "no SO_REUSEPORT", null);
    assertThat(SocketErrors.of("listen", known)).isSameAs(known);
  }

  @Test
  void addresses_areNamedAsAPersonWritesThem() {
    assertThat(SocketErrors.name(new InetSocketAddress("127.0.0.1", 80))).isEqualTo("127.0.0.1:80");
    assertThat(SocketErrors.name(InetSocketAddress.createUnresolved("nowhere.test", 80)))
        .isEqualTo("nowhere.test:80");
    assertThat(SocketErrors.name(UnixDomainSocketAddress.of("/run/x"))).isEqualTo("unix:/run/x");
  }
}
