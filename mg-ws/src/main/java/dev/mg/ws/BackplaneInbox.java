package dev.mg.ws;

import dev.mg.MgLog;
import dev.mg.MgManager;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

/** Where the messages of other managers come in; what other threads bring crosses over here. */
final class BackplaneInbox implements MgBackplane.Inbox {
  /** What a message costs beside its payload. */
  private static final int OVERHEAD_BYTES = 64;

  private final MgTopics topics;
  private final MgManager mgr;
  private final Thread owner = Thread.currentThread();
  private final long maxWaitingBytes;
  private final AtomicLong waitingBytes = new AtomicLong();

  /** The program's; on the manager's thread. */
  ObjLongConsumer<String> onLost = BackplaneInbox::log;

  BackplaneInbox(MgTopics topics, MgManager mgr) {
    this.topics = topics;
    this.mgr = mgr;
    maxWaitingBytes = mgr.options().maxRecvBytes();
  }

  private static void log(String why, long messages) {
    MgLog.error(
        "topics: " + (messages == 0 ? "an unknown number of" : messages) + " messages lost: " + why,
        null);
  }

  @Override
  public boolean message(String topic, byte[] data, int op) {
    topics.check(topic, data, 0, data.length, op);
    if (Thread.currentThread() == owner) {
      topics.deliver(topic, data, 0, data.length, op);
      return true;
    }
    long bytes = OVERHEAD_BYTES + 2L * topic.length() + data.length;
    // One that is too large for any queue may wait alone.
    if (waitingBytes.addAndGet(bytes) > Math.max(maxWaitingBytes, bytes)
        || !mgr.execute(() -> arrived(topic, data, op, bytes))) {
      waitingBytes.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  private void arrived(String topic, byte[] data, int op, long bytes) {
    waitingBytes.addAndGet(-bytes);
    topics.deliver(topic, data, 0, data.length, op);
  }

  @Override
  public void lost(long messages, String why) {
    if (Thread.currentThread() == owner) {
      onLost.accept(why, messages);
    } else {
      mgr.execute(() -> onLost.accept(why, messages));
    }
  }

  @Override
  public void patterns(Consumer<String> each) {
    topics.patterns(each);
  }
}
