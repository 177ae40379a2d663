package dev.mg.testkit;

import dev.mg.MgOptions;
import dev.mg.spi.MgTransportProvider;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every transport promises, driven through {@link dev.mg.spi.MgTransport} itself. A backend's
 * test is one class:
 *
 * <pre>{@code
 * class NioTransportTest extends MgTransportContract {
 *   @Override
 *   protected MgTransportProvider provider() {
 *     return new NioTransportProvider();
 *   }
 * }
 * }</pre>
 *
 * <p>The tests are skipped where the provider says that it is unavailable. They run short; {@code
 * -Ddev.mg.full=true} gives them their full sizes.
 */
public abstract class MgTransportContract
    implements PollPromises,
        ThreadPromises,
        ConnectPromises,
        ListenPromises,
        ReadPromises,
        WritePromises,
        ClosePromises,
        DescriptorPromises,
        DatagramPromises,
        DatagramErrorPromises,
        MulticastPromises,
        UnixPromises,
        WrapPromises,
        AllocationPromises {
  private TransportRig rig;

  /** For subclasses. */
  protected MgTransportContract() {}

  /** A new instance of the provider under test; its class must be public for some tests. */
  protected abstract MgTransportProvider provider();

  /** What the transport is opened with. */
  protected MgOptions options() {
    return new MgOptions();
  }

  /** New far ends, for one test: the kernel's sockets unless the transport has a net of its own. */
  protected ContractPeers peers() {
    return new SocketPeers();
  }

  /** Whether sockets of this transport are descriptors of the process. */
  @Override
  public boolean usesDescriptors() {
    return true;
  }

  /** Bytes that one idle poll may allocate. */
  @Override
  public long idlePollBytes() {
    return 0;
  }

  /** Bytes that receiving and answering one small message may allocate. */
  @Override
  public long echoBytes() {
    return 0;
  }

  /** Bytes that receiving and answering one datagram may allocate. */
  @Override
  public long datagramEchoBytes() {
    return 0;
  }

  /** Whether the transport adopts sockets; if not, that it says so is what is tested. */
  @Override
  public boolean canWrap() {
    return true;
  }

  /** The transport of the running test. */
  @Override
  public final TransportRig rig() {
    return rig;
  }

  /** Another transport of the same kind, owned by the calling thread. */
  @Override
  public final TransportRig openRig() throws IOException {
    return new TransportRig(provider(), options(), peers());
  }

  @Override
  public final String providerClass() {
    return provider().getClass().getName();
  }

  @BeforeEach
  final void openTransport() throws IOException {
    String reason = provider().unavailableBecause();
    Assumptions.assumeTrue(reason == null, reason);
    rig = openRig();
  }

  @AfterEach
  final void closeTransport() throws IOException {
    if (rig != null) {
      rig.close();
      rig.events.check();
    }
  }
}
