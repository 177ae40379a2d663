package dev.mg.ws;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a client of another make was told, and what it sends next. */
final class Heard {
  private static final long PATIENCE_S = 10;

  interface Sender {
    void send(String text) throws Exception;
  }

  interface BytesSender {
    void send(byte[] bytes) throws Exception;
  }

  interface Closer {
    void close(int code) throws Exception;
  }

  private final LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();

  void text(String text) {
    queue.add("text " + (text.length() > 60 ? text.hashCode() : text));
  }

  void binary(ByteBuffer data) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    queue.add("binary " + Arrays.hashCode(bytes));
  }

  void closed(int code) {
    queue.add("close " + code);
  }

  void failed(Throwable why) {
    queue.add("error " + why);
  }

  /** As {@link OtherClient#echo}. */
  List<String> run(Sender text, BytesSender binary, Closer closer) throws Exception {
    List<String> all = new ArrayList<>();
    text.send(PeersTest.SHORT);
    all.add(next());
    text.send(PeersTest.LONG);
    all.add(next());
    binary.send(PeersTest.bytes());
    all.add(next());
    text.send(PeersTest.LONG);
    all.add(next());
    closer.close(4001);
    all.add(next());
    return all;
  }

  private String next() throws InterruptedException {
    String next = queue.poll(PATIENCE_S, TimeUnit.SECONDS);
    return next == null ? "nothing" : next;
  }
}
