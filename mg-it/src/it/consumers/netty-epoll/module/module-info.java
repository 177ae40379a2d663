/**
 * Requires dev.mg.netty as who puts Netty handlers into a pipeline does, and two modules that
 * nobody else requires: epoll's classes and its native library.
 */
module hello {
  requires dev.mg.http;
  requires dev.mg.netty;
  requires io.netty.transport.classes.epoll;
  requires io.netty.transport.epoll.linux.x86_64;
  requires java.net.http;
}
