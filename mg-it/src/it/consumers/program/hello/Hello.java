package hello;

import dev.mg.MgConnection;
import dev.mg.MgManager;
import dev.mg.MgOn;
import dev.mg.http.MgHttp;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Serves one request on a free port, and makes it itself. */
public final class Hello {
  private Hello() {}

  public static void main(String[] args) {
    try (MgManager mgr = MgManager.create()) {
      var handler = MgOn.on(MgHttp.MSG, (c, hm) -> MgHttp.reply(c, 200, "", "hello"));
      MgConnection listener = MgHttp.listen(mgr, "http://127.0.0.1:0", handler, null);
      URI uri = URI.create("http://" + listener.loc() + "/");
      var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build();
      var answer = HttpClient.newHttpClient().sendAsync(request, BodyHandlers.ofString());
      while (!answer.isDone()) {
        mgr.poll(20);
      }
      System.out.println(answer.join().body() + " over " + mgr.transport());
    }
  }
}
