package dev.mg.netty;

import io.netty.channel.DefaultFileRegion;
import java.nio.channels.FileChannel;

/** A part of a file that stays open: it is the core's, and Netty's region would close it. */
final class KeptFileRegion extends DefaultFileRegion {
  KeptFileRegion(FileChannel file, long position, long count) {
    super(file, position, count);
  }

  @Override
  protected void deallocate() {
    // Nothing here is ours.
  }
}
