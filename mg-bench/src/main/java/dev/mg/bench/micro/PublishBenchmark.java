package dev.mg.bench.micro;

import static java.util.Objects.requireNonNull;

import dev.mg.MgConnection;
import dev.mg.MgException;
import dev.mg.MgManager;
import dev.mg.MgOn;
import dev.mg.MgOptions;
import dev.mg.MgStr;
import dev.mg.http.MgHttp;
import dev.mg.testkit.MemoryNetwork;
import dev.mg.testkit.MemoryPeer;
import dev.mg.ws.MgTopics;
import dev.mg.ws.MgWs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A message to 1,000 WebSocket connections without the kernel, for one of them: the append, its
 * share of the poll, and the peer that takes it. Netty's codec beside, in channels without sockets.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PublishBenchmark {
  private static final int SUBSCRIBERS = 1_000;
  private static final int BYTES = 32;
  private static final int OTHER_TOPICS = 10_000;
  private static final String TOPIC = "room/1/chat";
  private static final byte[] REQUEST = WsOctets.handshake("");

  private final MgStr message = MgStr.of("x".repeat(BYTES));
  private final byte[] into = new byte[1 << 10];
  private final List<MemoryPeer> peers = new ArrayList<>();
  private final List<MgConnection> connections = new ArrayList<>();
  private @Nullable MgManager mgr;
  private @Nullable MgTopics topics;
  private @Nullable NettyGroup group;

  /**
   * Connects all; each subscribes to the topic, one to ten thousand others too. What they get must
   * be what Netty's get.
   */
  @Setup
  public void open() throws IOException {
    MemoryNetwork net = new MemoryNetwork();
    MgManager made =
        MgManager.create(new MgOptions().transport("memory").extension(MemoryNetwork.class, net));
    mgr = made;
    MgTopics all = MgTopics.of(made);
    topics = all;
    MgConnection listener =
        MgHttp.listen(
            made,
            "http://127.0.0.1:0",
            MgOn.on(MgHttp.MSG, (c, hm) -> MgWs.upgrade(c, hm, ""))
                .on(MgWs.OPEN, (c, hm) -> connections.add(c)),
            null);
    for (int i = 0; i < SUBSCRIBERS; i++) {
      MemoryPeer peer = net.connect(listener.loc().port());
      peer.write(REQUEST, 0, REQUEST.length);
      peers.add(peer);
      made.poll(0);
    }
    made.poll(0);
    if (connections.size() != SUBSCRIBERS) {
      throw new MgException("only " + connections.size() + " connections speak WebSocket");
    }
    for (MgConnection c : connections) {
      all.subscribe(c, TOPIC);
    }
    for (int i = 0; i < OTHER_TOPICS; i++) {
      all.subscribe(connections.get(0), "room/" + (i + 2) + "/chat");
    }
    take();
    NettyGroup theirs = new NettyGroup(SUBSCRIBERS, message.toString());
    group = theirs;
    all.publish(TOPIC, message, MgWs.OP_TEXT);
    made.poll(0);
    byte[] frame = Arrays.copyOf(into, peers.get(0).read(into, 0, into.length));
    Octets.checkSame("the frame", frame, theirs.frame());
    for (MemoryPeer peer : peers.subList(1, SUBSCRIBERS)) {
      Octets.checkSame("a frame's length", frame.length, peer.read(into, 0, into.length));
    }
  }

  private void take() throws IOException {
    for (MemoryPeer peer : peers) {
      peer.read(into, 0, into.length);
    }
  }

  /** By topic. */
  @Benchmark
  @OperationsPerInvocation(SUBSCRIBERS)
  public void mgPublish() throws IOException {
    requireNonNull(topics).publish(TOPIC, message, MgWs.OP_TEXT);
    requireNonNull(mgr).poll(0);
    take();
  }

  /** A frame made for each, in a loop over the connections. */
  @Benchmark
  @OperationsPerInvocation(SUBSCRIBERS)
  public void mgSendToEach() throws IOException {
    for (MgConnection c : connections) {
      MgWs.send(c, message, MgWs.OP_TEXT);
    }
    requireNonNull(mgr).poll(0);
    take();
  }

  /** By Netty's group of channels: a frame made once, of which each channel is given a view. */
  @Benchmark
  @OperationsPerInvocation(SUBSCRIBERS)
  public int nettyPublish() {
    return requireNonNull(group).publish();
  }

  /** A frame for each of Netty's, in a loop over the channels. */
  @Benchmark
  @OperationsPerInvocation(SUBSCRIBERS)
  public int nettySendToEach() {
    return requireNonNull(group).sendToEach();
  }

  /** To a topic that nobody wants, among ten thousand. */
  @Benchmark
  public int mgPublishToNobody() {
    return requireNonNull(topics).publish("room/none/chat", message, MgWs.OP_TEXT);
  }

  /** Closes all. */
  @TearDown
  public void close() {
    requireNonNull(mgr).close();
    requireNonNull(group).close();
  }
}
