package dev.mg.netty;

import io.netty.channel.ChannelPipeline;

/**
 * Makes the connections of the transport {@code netty} channels of Netty's, with handlers of your
 * own in their pipelines: between the socket and mg, where they see and change every byte as
 * Netty's {@code ByteBuf}s. Codecs, traffic counters, shapers and loggers written for Netty work as
 * they are.
 *
 * <pre>{@code
 * MgManager.create(new MgOptions()
 *     .transport("netty")
 *     .extension(MgNettyPipeline.class, (pipeline, accepted) -> pipeline.addLast(new MyCodec())));
 * }</pre>
 *
 * <ul>
 *   <li>Everything runs on the manager's thread, inside its poll or a send's write: do not block.
 *   <li>What reaches mg must be a {@code ByteBuf}. A message of another type, like an exception
 *       nobody in the pipeline handles, fails the connection.
 *   <li>Reading is pulled: pass {@code read()} on. A handler may turn one buffer into many or none.
 *   <li>mg writes with a void promise: a handler that listens for its writes uses {@code
 *       promise.unvoid()}. Bytes a handler keeps to itself count as sent.
 *   <li>Files go through the pipeline as buffers, not by sendfile.
 *   <li>A handler that closes the channel ends the connection as a peer's FIN would.
 *   <li>Unix-domain connections have one too; listeners and datagram sockets have no pipeline, and
 *       an accepted channel has no parent.
 * </ul>
 *
 * <p>Netty recycles its objects on its own kind of thread alone: a manager created and polled on an
 * {@code io.netty.util.concurrent.FastThreadLocalThread} leaves the least garbage.
 */
@FunctionalInterface
public interface MgNettyPipeline {
  /**
   * Name of mg's handler, the last one: handlers added later go before it, by {@code addBefore}.
   */
  String HANDLER = "mg";

  /**
   * Called once for each connection, before it is registered with the loop; mg then adds its own
   * handler at the end. What it throws fails that connection and no other.
   *
   * @param pipeline empty
   * @param accepted true for a listener's connection, false for one that is about to connect
   */
  void init(ChannelPipeline pipeline, boolean accepted);
}
