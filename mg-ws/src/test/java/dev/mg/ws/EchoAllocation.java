package dev.mg.ws;

import com.sun.management.ThreadMXBean;
import dev.mg.MgConnection;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.http.MgHttp;
import dev.mg.http.MgHttpMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A program of its own, since the checks of a test run allocate: prints the bytes that the
 * manager's thread allocates for an echo.
 */
final class EchoAllocation {
  private static final int WARM_UP = 60_000;
  private static final int MEASURED = 40_000;
  private static final int BATCH = 100;

  private static volatile boolean isOver;

  private EchoAllocation() {}

  public static void main(String[] args) throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] count = {0, 0, 0};
    try (MgManager mgr = MgManager.create(new MgOptions().transport("nio"))) {
      MgConnection listener =
          MgHttp.listen(
              mgr,
              "http://127.0.0.1:0",
              (c, ev, evData, fnData) -> {
                if (ev == MgWs.EV_MSG) {
                  count[0]++;
                  if (count[0] == WARM_UP) {
                    count[1] = threads.getCurrentThreadAllocatedBytes();
                  } else if (count[0] == WARM_UP + MEASURED) {
                    count[2] = threads.getCurrentThreadAllocatedBytes();
                  }
                  WsRig.ECHO.onEvent(c, ev, evData, fnData);
                } else if (ev == MgHttp.EV_MSG) {
                  MgWs.upgrade(c, (MgHttpMessage) evData, "");
                }
              },
              null);
      int port = listener.loc().port();
      new Thread(() -> client(port), "client").start();
      while (!isOver) {
        mgr.poll(10);
      }
    }
    System.out.println((count[2] - count[1]) / (double) MEASURED);
  }

  private static void client(int port) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      out.write(WsRig.REQUEST.getBytes(StandardCharsets.ISO_8859_1));
      in.readNBytes(WsRig.RESPONSE.length());
      // Many at once, so that what a poll itself may allocate hardly counts.
      byte[] some =
          Frames.cat(Frames.text("ä text"), Frames.ping("p"), Frames.binary(new byte[500]));
      byte[] frames = Frames.repeat(some, BATCH);
      int answers = ((2 + 7) + (2 + 1) + (4 + 500)) * BATCH;
      for (int i = 0; i <= (WARM_UP + MEASURED) / (2 * BATCH); i++) {
        out.write(frames);
        in.readNBytes(answers);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      isOver = true;
    }
  }
}
