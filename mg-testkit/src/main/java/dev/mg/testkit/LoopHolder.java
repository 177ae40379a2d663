package dev.mg.testkit;

import dev.mg.MgOptions;
import java.io.IOException;
import java.util.function.UnaryOperator;

/** What the parts of {@link MgLoopContract} ask of the whole. */
interface LoopHolder {
  /** A manager on the transport under test, closed after the test. */
  default LoopRig open() throws IOException {
    return open(options -> options);
  }

  /** As {@link #open()}, with options changed. */
  LoopRig open(UnaryOperator<MgOptions> change) throws IOException;

  String transport();

  boolean isVirtual();

  boolean canWrap();
}
