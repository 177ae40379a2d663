package dev.mg.examples;

import dev.mg.MgConnection;
import dev.mg.MgManager;
import dev.mg.http.MgHttp;
import dev.mg.http.MgHttpMessage;
import dev.mg.http.MgUpload;
import dev.mg.http.MgUploaded;
import java.nio.file.Path;

/**
 * Stores files of any length in a directory: open http://127.0.0.1:8000, or {@code curl -F
 * file=@big.iso http://127.0.0.1:8000}.
 */
public final class Upload {
  private static final String HTML = "Content-Type: text/html; charset=utf-8\r\n";
  private static final String PAGE =
      """
      <!doctype html><title>upload</title>
      <form method="post" enctype="multipart/form-data">
        <input type="file" name="file" multiple required> <button>Upload</button>
      </form>
      """;

  private Upload() {}

  /** Serves until it is killed; the arguments are the port and the directory. */
  public static void main(String[] args) {
    Path dir = Path.of(args.length > 1 ? args[1] : ".");
    MgUpload rules = new MgUpload(dir).maxFileBytes(1L << 40).maxTotalBytes(1L << 40);
    try (MgManager mgr = MgManager.create()) {
      int port = Examples.port(args, 8000);
      Examples.announce(
          MgHttp.listen(
              mgr,
              "http://127.0.0.1:" + port,
              (c, ev, evData, fnData) -> {
                if (ev == MgHttp.EV_HDRS && ((MgHttpMessage) evData).method.is("POST")) {
                  MgHttp.upload(c, (MgHttpMessage) evData, rules, Upload::stored);
                } else if (ev == MgHttp.EV_MSG) {
                  MgHttp.reply(c, 200, HTML, PAGE);
                }
              },
              null));
      for (; ; ) {
        mgr.poll(1000);
      }
    }
  }

  private static void stored(MgConnection c, MgUploaded form) {
    StringBuilder text = new StringBuilder();
    for (MgUploaded.File file : form.files()) {
      text.append(file.path().getFileName()).append(": ").append(file.bytes()).append(" bytes\n");
    }
    MgHttp.reply(c, 200, "Content-Type: text/plain; charset=utf-8\r\n", text.toString());
  }
}
