/** HTTP/1.1 for servers and clients. */
module dev.mg.http {
  requires transitive dev.mg;
  requires static org.jspecify;

  exports dev.mg.http;
}
