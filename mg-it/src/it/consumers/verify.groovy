// What the programs printed, each on the class path and on the module path.
void said(String file, String line) {
  def lines = new File(basedir, "${file}.txt").readLines()
  assert lines.contains(line) : "${file}: ${lines.take(3)}"
}

boolean epoll = System.getProperty('os.name') == 'Linux' && System.getProperty('os.arch') == 'amd64'

for (path in ['class-path', 'module-path']) {
  said("nio/target/$path", 'hello over nio')
  said("netty/target/$path", 'hello over netty')
  said("netty-epoll/target/$path", epoll ? 'hello over netty-epoll' : 'hello over netty')
  said("no-backend/target/$path",
      'Exception in thread "main" dev.mg.MgException: no event loop on the class path: add a transport, ' +
      'dev.mg:mg-backend-nio or dev.mg:mg-backend-netty, which bring dev.mg:mg-core with them')
}
said('netty/target/unknown-name',
    'Exception in thread "main" dev.mg.MgException: ' +
    "no transport is named 'carrier-pigeon'; found: netty-epoll, netty")
