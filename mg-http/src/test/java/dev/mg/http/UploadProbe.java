package dev.mg.http;

import dev.mg.MgConnection;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import java.nio.file.Path;

/** Stores uploads until its first one is done; run in a JVM with a small heap. */
final class UploadProbe {
  private static boolean served;

  private UploadProbe() {}

  /**
   * The probe.
   *
   * @param args the transport's name, the directory, the bytes a form may have
   */
  public static void main(String[] args) {
    MgUpload rules = new MgUpload(Path.of(args[1]));
    rules.maxFileBytes(Long.parseLong(args[2])).maxTotalBytes(Long.parseLong(args[2]));
    try (MgManager mgr = MgManager.create(new MgOptions().transport(args[0]))) {
      MgConnection listener =
          MgHttp.listen(
              mgr,
              "http://127.0.0.1:0",
              (c, ev, evData, fnData) -> {
                if (ev == MgHttp.EV_HDRS) {
                  MgHttp.upload(c, (MgHttpMessage) evData, rules, UploadProbe::stored);
                }
                served |= !c.isListening() && c.isClosing();
              },
              null);
      System.out.println("port " + listener.loc().port());
      while (!served) {
        mgr.poll(100);
      }
    }
  }

  private static void stored(MgConnection c, MgUploaded form) {
    MgHttp.reply(c, 200, "", "stored " + form.files().get(0).bytes());
  }
}
