/** What authors of transports and protocols test with. */
module dev.mg.testkit {
  requires transitive dev.mg;
  requires transitive org.junit.jupiter.api;
  requires static org.jspecify;

  exports dev.mg.testkit;
}
