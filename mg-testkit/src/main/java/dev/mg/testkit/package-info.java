/**
 * What authors of transports and protocols test with.
 *
 * <p><b>A transport</b> passes {@link dev.mg.testkit.MgTransportContract}, which drives the SPI
 * itself, and {@link dev.mg.testkit.MgLoopContract}, which drives a manager on it; a test is a
 * class with one method each. {@link dev.mg.testkit.RecordingEvents} and {@link
 * dev.mg.testkit.TransportRig} serve tests of one's own besides.
 *
 * <p><b>A protocol</b> is tested on the transport "memory", where the test holds the other end:
 *
 * <pre>{@code
 * MemoryNetwork net = new MemoryNetwork();
 * MgOptions options = new MgOptions().transport("memory").clock(new FakeClock())
 *     .extension(MemoryNetwork.class, net);
 * try (MgManager mgr = MgManager.create(options)) {
 *   EventLog log = new EventLog(handlerUnderTest);
 *   mgr.listen("tcp://127.0.0.1:80", log, null);
 *   MemoryPeer peer = net.connect(80);
 *   peer.dribble(request, () -> mgr.poll(0));
 *   Pump.until(mgr, () -> peer.available() > 0, "a reply");
 *   assertEquals("pong", peer.receivedText());
 * }
 * }</pre>
 *
 * <p>With a {@link dev.mg.testkit.FakeClock} deadlines pass at once and every run is the same.
 * {@link dev.mg.testkit.Dribbler} feeds a parser or a peer in all the ways a stream can be cut.
 */
@NullMarked
package dev.mg.testkit;

import org.jspecify.annotations.NullMarked;
