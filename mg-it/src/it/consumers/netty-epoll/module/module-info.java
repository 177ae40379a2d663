/** Epoll's classes and its native library are modules that nobody else requires. */
module hello {
  requires dev.mg.http;
  requires io.netty.transport.classes.epoll;
  requires io.netty.transport.epoll.linux.x86_64;
  requires java.net.http;
}
