package dev.mg.netty;

import dev.mg.MgOptions;
import dev.mg.testkit.MgLoopContract;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What a manager promises on every transport, where connections are channels of Netty's. */
@EnabledIfSystemProperty(
    named = "dev.mg.full",
    matches = "true",
    disabledReason = "the transport's own contract runs always")
class NettyPipelineLoopContractTest extends MgLoopContract {
  @Override
  public String transport() {
    return "netty";
  }

  @Override
  protected MgOptions options() {
    return new MgOptions().extension(MgNettyPipeline.class, (pipeline, accepted) -> {});
  }
}
