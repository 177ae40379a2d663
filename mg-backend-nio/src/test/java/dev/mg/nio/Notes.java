package dev.mg.nio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgNetException;
import dev.mg.spi.MgChannel;
import dev.mg.spi.MgStream;
import dev.mg.spi.MgTransport;
import dev.mg.spi.MgTransportEvents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What a transport reported, in the order it came. */
class Notes implements MgTransportEvents {
  record Connected(MgStream stream, @Nullable MgNetException failure) {}

  record Ready(MgChannel channel, int ops) {}

  final List<MgStream> accepted = new ArrayList<>();
  final List<Connected> connected = new ArrayList<>();
  final List<Ready> ready = new ArrayList<>();

  @Override
  public void accepted(MgChannel listener, MgStream child) {
    accepted.add(child);
  }

  @Override
  public void connected(MgStream channel, @Nullable MgNetException failure) {
    connected.add(new Connected(channel, failure));
  }

  @Override
  public void ready(MgChannel channel, int ops) {
    ready.add(new Ready(channel, ops));
  }

  @Override
  public void acceptFailed(MgChannel listener, MgNetException why) {
    throw new AssertionError("accept failed", why);
  }

  /** Polls until the condition holds, 10 s at most. */
  static void pollUntil(MgTransport transport, String what, BooleanSupplier condition)
      throws IOException {
    long end = System.nanoTime() + 10_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited 10 s for " + what).isLessThan(end);
      transport.poll(100);
    }
  }
}
