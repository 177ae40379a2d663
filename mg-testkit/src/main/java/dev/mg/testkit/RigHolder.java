package dev.mg.testkit;

import java.io.IOException;

/** What the parts of {@link MgTransportContract} ask of the whole. */
interface RigHolder {
  TransportRig rig();

  TransportRig openRig() throws IOException;

  /** Name of the provider's class, to open one in another JVM. */
  String providerClass();

  boolean usesDescriptors();

  long idlePollBytes();

  long echoBytes();

  long datagramEchoBytes();

  boolean canWrap();
}
