package dev.mg.examples.dns;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** A DNS server on a loopback port, over UDP and TCP, that says whatever a test wants. */
final class LyingServer implements AutoCloseable {
  /** What to send back for a query: any number of datagrams, or messages over TCP. */
  interface Script {
    List<byte[]> answer(byte[] query, boolean tcp);
  }

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final Script script;
  private final List<byte[]> queries = Collections.synchronizedList(new ArrayList<>());

  /** Datagrams that are sent from another port before the script's. */
  volatile byte[] fromElsewhere;

  LyingServer(Script script) throws IOException {
    this.script = script;
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    DatagramSocket u = null;
    ServerSocket t = null;
    while (t == null) {
      u = new DatagramSocket(0, loopback);
      try {
        t = new ServerSocket(u.getLocalPort(), 10, loopback);
      } catch (IOException e) {
        // The same number is taken for TCP: another one.
        u.close();
      }
    }
    udp = u;
    tcp = t;
    start(this::serveUdp);
    start(this::serveTcp);
  }

  private interface Loop {
    void run() throws IOException;
  }

  private static void start(Loop loop) {
    Thread thread =
        new Thread(
            () -> {
              try {
                loop.run();
              } catch (IOException e) {
                // Closed: the test is over.
              }
            },
            "lying-dns");
    thread.setDaemon(true);
    thread.start();
  }

  String url() {
    return "udp://127.0.0.1:" + udp.getLocalPort();
  }

  /** Queries received so far. */
  List<byte[]> queries() {
    return List.copyOf(queries);
  }

  private void serveUdp() throws IOException {
    DatagramPacket in = new DatagramPacket(new byte[2048], 2048);
    while (!udp.isClosed()) {
      udp.receive(in);
      byte[] query = Arrays.copyOf(in.getData(), in.getLength());
      queries.add(query);
      byte[] lie = fromElsewhere;
      if (lie != null) {
        try (DatagramSocket other = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
          byte[] b = withId(lie, query);
          other.send(new DatagramPacket(b, b.length, in.getSocketAddress()));
        }
      }
      for (byte[] answer : script.answer(query, false)) {
        udp.send(new DatagramPacket(answer, answer.length, in.getSocketAddress()));
      }
    }
  }

  private void serveTcp() throws IOException {
    while (!tcp.isClosed()) {
      try (Socket s = tcp.accept()) {
        DataInputStream in = new DataInputStream(s.getInputStream());
        byte[] query = in.readNBytes(in.readUnsignedShort());
        queries.add(query);
        DataOutputStream out = new DataOutputStream(s.getOutputStream());
        for (byte[] answer : script.answer(query, true)) {
          out.writeShort(answer.length);
          out.write(answer);
          out.flush();
        }
        // Until the client has read it and left.
        if (in.read() >= 0) {
          throw new IOException("one query a connection was expected");
        }
      }
    }
  }

  static byte[] withId(byte[] message, byte[] query) {
    byte[] b = message.clone();
    b[0] = query[0];
    b[1] = query[1];
    return b;
  }

  static int type(byte[] query) {
    return query[query.length - 3];
  }

  /** An answer with flags and code as given, and one address record for each of {@code ips}. */
  static byte[] reply(byte[] query, int flags, int ttl, String... ips) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(query);
    try {
      for (String ip : ips) {
        byte[] address = InetAddress.getByName(ip).getAddress();
        out.writeBytes(new byte[] {(byte) 0xC0, 12, 0, (byte) type(query), 0, 1});
        out.writeBytes(new byte[] {0, 0, (byte) (ttl >> 8), (byte) ttl, 0, (byte) address.length});
        out.writeBytes(address);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("not an IP address", e);
    }
    byte[] b = out.toByteArray();
    b[2] = (byte) (flags >> 8);
    b[3] = (byte) flags;
    b[7] = (byte) ips.length;
    return b;
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }
}
