/** WebSocket for servers and clients. */
module dev.mg.ws {
  requires transitive dev.mg.http;
  requires static org.jspecify;

  exports dev.mg.ws;
}
