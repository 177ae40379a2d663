package dev.mg.testkit;

import dev.mg.MgLog;
import dev.mg.MgOptions;
import dev.mg.spi.MgTransportProvider;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.ServiceLoader;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;

/**
 * What a manager promises on every transport: the exact orders of events, endings, back-pressure,
 * timers, threads, TLS. The event loop must be on the class path. A backend's test is one class:
 *
 * <pre>{@code
 * class NioLoopTest extends MgLoopContract {
 *   @Override
 *   public String transport() {
 *     return "nio";
 *   }
 * }
 * }</pre>
 *
 * <p>The tests are skipped where the provider says that it is unavailable; a name that nobody
 * provides fails them.
 */
public abstract class MgLoopContract
    implements LoopOrderPromises,
        LoopEndPromises,
        LoopFlowPromises,
        LoopSendPromises,
        LoopTimePromises,
        LoopThreadPromises,
        LoopFailurePromises,
        LoopManagerPromises,
        LoopDatagramPromises,
        LoopDatagramSendPromises,
        LoopUnixPromises,
        LoopWrapPromises,
        LoopPipePromises,
        LoopGroupPromises,
        LoopGroupPortPromises,
        LoopTlsPromises,
        LoopTlsHandshakePromises,
        LoopTlsDeckPromises,
        LoopTlsWeaknessPromises,
        LoopTlsTurnPromises,
        LoopTlsManyPromises {
  private final Deque<LoopRig> rigs = new ArrayDeque<>();

  /** For subclasses. */
  protected MgLoopContract() {}

  /** The name of the transport under test. */
  @Override
  public abstract String transport();

  /**
   * What managers are created with, the transport's name excepted; its clock must be a real one.
   */
  protected MgOptions options() {
    return new MgOptions();
  }

  /** New far ends: the kernel's sockets unless the transport has a net of its own. */
  protected ContractPeers peers() {
    return new SocketPeers();
  }

  /** Whether the transport has a network of its own: see {@code MgTransport.isVirtual}. */
  @Override
  public boolean isVirtual() {
    return false;
  }

  /** Whether the transport adopts sockets; if not, that it says so is what is tested. */
  @Override
  public boolean canWrap() {
    return true;
  }

  @Override
  public final LoopRig open(UnaryOperator<MgOptions> change) throws IOException {
    LoopRig rig = new LoopRig(change.apply(options().transport(transport())), peers());
    rigs.push(rig);
    return rig;
  }

  @BeforeEach
  final void assumeTransportIsAvailable() {
    for (MgTransportProvider provider : ServiceLoader.load(MgTransportProvider.class)) {
      if (provider.name().equals(transport())) {
        String reason = provider.unavailableBecause();
        Assumptions.assumeTrue(reason == null, reason);
      }
    }
  }

  @AfterEach
  final void closeManagers() throws IOException {
    MgLog.setFn(null);
    while (!rigs.isEmpty()) {
      rigs.pop().close();
    }
  }
}
