package dev.mg.core;

import static java.lang.Thread.State.TIMED_WAITING;
import static java.lang.Thread.State.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgLog;
import dev.mg.spi.MgChannel;
import dev.mg.spi.MgSocketOptions;
import dev.mg.testkit.Pump;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread that accepts for several managers; the managers here adopt no sockets. */
@Timeout(20)
class HandingAcceptorTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final MemoryRig rig = new MemoryRig((c, ev, evData, fnData) -> {});
  private final CoreManager mgr = (CoreManager) rig.mgr;
  private final Queue<String> logged = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void catchLog() {
    MgLog.setFn((level, line, thrown) -> logged.add(line));
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private HandedListener join(HandingAcceptor acceptor) {
    HandedListener made = acceptor.join(mgr);
    assertThat(made).isNotNull();
    made.attach(rig.listener);
    return made;
  }

  @Test
  void aJoinAfterTheLastHasLeft_isTold() throws IOException {
    HandingAcceptor acceptor = HandingAcceptor.open(ANY_PORT, MgSocketOptions.DEFAULT);
    HandedListener one = join(acceptor);
    HandedListener other = join(acceptor);

    one.close(false);
    assertThat(acceptor.isClosed()).isFalse();
    other.close(false);

    assertThat(acceptor.isClosed()).isTrue();
    assertThat(acceptor.join(mgr)).isNull();
  }

  @Test
  void aConnectionBeforeTheFirstJoin_waitsForIt() throws Exception {
    SocketChannel early = SocketChannel.open();
    HandingAcceptor acceptor =
        HandingAcceptor.start(new ScriptedServer(early), MgSocketOptions.DEFAULT);
    Pump.until(mgr, () -> isWaiting(acceptor), "its thread to have nothing to do");

    HandedListener listener = join(acceptor);
    listener.interest(MgChannel.READ);
    Pump.until(mgr, () -> !early.isOpen(), "it to come to a manager, which refuses it");

    assertThat(logged).singleElement().asString().contains("cannot take ");
    listener.close(false);
  }

  /** Whether its thread waits: one of an earlier test may be about to end. */
  private static boolean isWaiting(HandingAcceptor acceptor) {
    List<Thread.State> states =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("mg-accept " + acceptor.local()))
            .map(Thread::getState)
            .toList();
    return !states.isEmpty() && List.of(WAITING, TIMED_WAITING).containsAll(states);
  }

  @Test
  void aSocketWhoseOptionsAreRefused_isClosedAndCostsNothingElse() throws Exception {
    RefusingSocket refusing = new RefusingSocket();
    SocketChannel good = SocketChannel.open();
    ScriptedServer server = new ScriptedServer(refusing, good);
    HandedListener listener = join(HandingAcceptor.start(server, MgSocketOptions.DEFAULT));

    listener.interest(MgChannel.READ);
    server.awaitAllAccepted();
    Pump.until(mgr, () -> !good.isOpen(), "the good one to come to a manager, which refuses it");

    assertThat(refusing.isOpen()).isFalse();
    assertThat(logged).singleElement().asString().contains("cannot take ");
    listener.close(false);
  }

  @Test
  void aFailureToAccept_isToldOnceAndTriedAgain() throws Exception {
    SocketChannel good = SocketChannel.open();
    ScriptedServer server =
        new ScriptedServer(
            new IOException("Too many open files"), new OutOfMemoryError("of a test"), good);
    HandedListener listener = join(HandingAcceptor.start(server, MgSocketOptions.DEFAULT));

    listener.interest(MgChannel.READ);
    server.awaitAllAccepted();
    Pump.until(mgr, () -> !good.isOpen(), "the good one to come to a manager, which refuses it");

    assertThat(logged.stream().filter(line -> line.contains("is tried again"))).hasSize(1);
    listener.close(false);
  }

  @Test
  void aLoopThatIsBusy_isGivenNoMoreUntilItHasTakenSome() throws Exception {
    HandingAcceptor acceptor = HandingAcceptor.open(ANY_PORT, MgSocketOptions.DEFAULT);
    HandedListener listener = join(acceptor);
    listener.interest(MgChannel.READ);
    for (int i = 0; i < HandedListener.MOST_UNDER_WAY; i++) {
      assertThat(listener.wants()).as("with %d under way", i).isTrue();
      assertThat(listener.hand(SocketChannel.open())).isTrue();
    }
    assertThat(listener.wants()).isFalse();

    mgr.poll(0);

    assertThat(listener.wants()).isTrue();
    listener.close(false);
  }

  @Test
  void whatACloserHasNotTaken_goesToAnother_orIsClosedWithTheLast() throws Exception {
    HandingAcceptor acceptor = HandingAcceptor.open(ANY_PORT, MgSocketOptions.DEFAULT);
    List<HandedListener> listeners = List.of(join(acceptor), join(acceptor));
    SocketChannel socket = SocketChannel.open();
    assertThat(listeners.get(0).hand(socket)).isTrue();

    listeners.get(0).close(false);
    assertThat(socket.isOpen()).isTrue();
    assertThat(listeners.get(0).hand(socket)).isFalse();
    listeners.get(1).close(false);

    assertThat(socket.isOpen()).isFalse();
  }

  @Test
  void anAddressOfIpv4_isNotTakenOnIpv6() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getByAddress(new byte[4]), 0);
    HandingAcceptor acceptor = HandingAcceptor.open(any, MgSocketOptions.DEFAULT);

    assertThat(((InetSocketAddress) acceptor.local()).getAddress())
        .isInstanceOf(Inet4Address.class);
    join(acceptor).close(false);
  }
}
