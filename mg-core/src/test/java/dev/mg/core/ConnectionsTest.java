package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionsTest {
  /**
   * Adding and removing in random order, beside a plain list as the model.
   *
   * @param askedFrom the step at which somebody first asks by id: only then there is a table
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1_500, 3_000})
  void anyOrderOfOpensAndCloses_leavesExactlyTheOpenOnesFindable(int askedFrom) {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (MgManager mgr = MgManager.create(new MgOptions().transport("memory"))) {
      List<MgConnection> open = new ArrayList<>();
      long lastId = 0;
      for (int step = 0; step < 3_000; step++) {
        if (step == askedFrom) {
          assertThat(mgr.connection(lastId + 1)).isNull();
        }
        if (open.isEmpty() || random.nextInt(100) < 55) {
          MgConnection c = mgr.listen("tcp://127.0.0.1:0", (x, ev, d, f) -> {}, null);
          assertThat(c.id()).as("ids go up by one").isEqualTo(++lastId);
          open.add(c);
        } else {
          open.remove(random.nextInt(open.size())).close();
          mgr.poll(0);
        }
      }
      List<Long> newestFirst = new ArrayList<>();
      mgr.connections().forEach(c -> newestFirst.add(0, c.id()));
      assertThat(newestFirst)
          .as("seed %d", seed)
          .containsExactlyElementsOf(open.stream().map(MgConnection::id).toList());
      int found = 0;
      for (long id = 1; id <= lastId; id++) {
        MgConnection c = mgr.connection(id);
        found += c == null ? 0 : 1;
        assertThat(c == null || open.contains(c)).as("id %d, seed %d", id, seed).isTrue();
      }
      assertThat(found).as("seed %d", seed).isEqualTo(open.size());
      assertThat(mgr.connection(lastId + 1)).isNull();
      assertThat(mgr.connection(0)).isNull();
    }
  }
}
