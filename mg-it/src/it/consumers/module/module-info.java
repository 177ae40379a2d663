/** Names what it calls; a transport is found by what stands on the path. */
module hello {
  requires dev.mg.http;
  requires java.net.http;
}
