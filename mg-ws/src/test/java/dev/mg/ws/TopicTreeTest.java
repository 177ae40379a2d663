package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicTreeTest {
  private final TopicTree tree = new TopicTree();

  /** The patterns of the nodes shown, without those that only lead to others. */
  private List<String> matches(String topic, Set<String> patterns) {
    List<String> found = new ArrayList<>();
    tree.match(
        topic,
        node -> {
          if (patterns.contains(node.pattern())) {
            found.add(node.pattern());
          }
        });
    return found;
  }

  private int nodes() {
    int[] n = {0};
    tree.forEach(node -> n[0]++);
    return n[0];
  }

  /** The examples of MQTT 5.0 section 4.7, and their neighbours. */
  @ParameterizedTest
  @CsvSource({
    "sport/tennis/player1/#, sport/tennis/player1, true",
    "sport/tennis/player1/#, sport/tennis/player1/ranking, true",
    "sport/tennis/player1/#, sport/tennis/player1/score/wimbledon, true",
    "sport/tennis/player1/#, sport/tennis/player2, false",
    "sport/tennis/player1/#, sport/tennis/player12, false",
    "sport/#, sport, true",
    "sport/#, sport/, true",
    "sport/#, sports, false",
    "#, a, true",
    "#, /, true",
    "#, a/b/c, true",
    "#, $SYS, false",
    "#, $SYS/a, false",
    "#, a/$SYS, true",
    "/#, /a/b, true",
    "/#, /, true",
    "/#, a, false",
    "sport/tennis/+, sport/tennis/player1, true",
    "sport/tennis/+, sport/tennis/, true",
    "sport/tennis/+, sport/tennis, false",
    "sport/tennis/+, sport/tennis/player1/ranking, false",
    "sport/+, sport, false",
    "sport/+, sport/, true",
    "+, finance, true",
    "+, /finance, false",
    "+/+, /finance, true",
    "/+, /finance, true",
    "+, $SYS, false",
    "+/tennis/#, sport/tennis/x/y, true",
    "+/tennis/#, sport/tennis, true",
    "sport/+/player1, sport/tennis/player1, true",
    "sport/+/player1, sport//player1, true",
    "sport/+/player1, sport/a/b/player1, false",
    "+/monitor/Clients, $SYS/monitor/Clients, false",
    "+/monitor/Clients, a/monitor/Clients, true",
    "$SYS/#, $SYS/monitor/Clients, true",
    "$SYS/#, $SYS, true",
    "$SYS/monitor/+, $SYS/monitor/Clients, true",
    "$SYS/+/+, $SYS/monitor/Clients, true",
    "$SYS/monitor/Clients, $SYS/monitor/Clients, true",
    "ACCOUNTS, Accounts, false",
    "Accounts payable, Accounts payable, true",
    "/finance, finance, false",
    "finance, /finance, false",
    "finance, finance/, false",
    "a//b, a/b, false",
    "a//b, a//b, true",
    "/, /, true",
    "//, /, false",
    "+/, /, true",
    "+/#, a, true",
    "+/+/#, a, false",
    "+/+/#, a/b, true",
    "ä/€, ä/€, true"
  })
  void theRulesOfMqtt(String pattern, String topic, boolean matches) {
    assertThat(NaiveTopics.matches(pattern, topic)).as("the test's own").isEqualTo(matches);
    tree.reach(pattern);
    assertThat(matches(topic, Set.of(pattern))).isEqualTo(matches ? List.of(pattern) : List.of());
  }

  @Test
  void reach_findsWhatIsThere_andFindMakesNothing() {
    TopicNode node = tree.reach("a/+/#");
    assertThat(tree.reach("a/+/#")).isSameAs(node);
    assertThat(tree.find("a/+/#")).isSameAs(node);
    assertThat(node.pattern()).isEqualTo("a/+/#");
    assertThat(tree.find("a/b")).isNull();
    assertThat(tree.find("+")).isNull();
    assertThat(nodes()).isEqualTo(3);
  }

  /** Random patterns come and go; what matches, and what is held, is what the plain rules say. */
  @Test
  void randomOperations_agreeWithTheNaiveMatcher() {
    for (int seed = 0; seed < 25; seed++) {
      Random random = new Random(seed);
      TopicTree fresh = new TopicTree();
      Set<String> patterns = new HashSet<>();
      List<TopicNode> held = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        String pattern = pattern(random);
        if (random.nextInt(3) > 0) {
          if (patterns.add(pattern)) {
            hold(fresh, pattern);
          }
        } else if (patterns.remove(pattern)) {
          release(fresh, pattern);
        }
        String topic = topic(random);
        Set<String> expected = new TreeSet<>();
        for (String p : patterns) {
          if (NaiveTopics.matches(p, topic)) {
            expected.add(p);
          }
        }
        List<String> found = new ArrayList<>();
        fresh.match(
            topic,
            node -> {
              if (node.size() > 0) {
                found.add(node.pattern());
              }
            });
        assertThat(found).as("seed %d, %s", seed, topic).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(found)).as("seed %d, %s", seed, topic).isEqualTo(expected);
      }
      for (String pattern : patterns) {
        release(fresh, pattern);
      }
      fresh.forEach(held::add);
      assertThat(held).as("seed %d, nodes left", seed).isEmpty();
    }
  }

  private static void hold(TopicTree tree, String pattern) {
    TopicNode node = tree.reach(pattern);
    node.add(new Subscription(nobody(), node));
  }

  private static void release(TopicTree tree, String pattern) {
    TopicNode node = tree.find(pattern);
    assertThat(node).as(pattern).isNotNull();
    node.remove(node.at(0));
    tree.prune(node);
  }

  @SuppressWarnings("NullAway")
  private static Subscriber nobody() {
    return new Subscriber(null, null);
  }

  private static final String[] LEVELS = {"a", "b", "", "aa", "$a", "ä", "1", "2"};

  private static String topic(Random random) {
    StringBuilder topic = new StringBuilder(LEVELS[random.nextInt(LEVELS.length)]);
    for (int n = random.nextInt(4); n > 0; n--) {
      topic.append('/').append(LEVELS[random.nextInt(LEVELS.length)]);
    }
    return topic.isEmpty() ? "a" : topic.toString();
  }

  private static String pattern(Random random) {
    String[] levels = topic(random).split("/", -1);
    for (int i = 0; i < levels.length; i++) {
      levels[i] = random.nextInt(4) == 0 ? "+" : levels[i];
    }
    if (random.nextInt(4) == 0) {
      levels[levels.length - 1] = "#";
    }
    return String.join("/", levels);
  }

  /** Steps of a match: nodes of patterns that begin as the topic does, whatever else there is. */
  @Test
  void aMatch_looksAtWhatMatches_notAtEverything() {
    for (int i = 0; i < 20_000; i++) {
      tree.reach("room/" + i + "/chat");
    }
    tree.reach("room/+/chat");
    tree.reach("#");
    List<String> shown = new ArrayList<>();
    tree.match("room/17/chat", node -> shown.add(node.pattern()));
    assertThat(shown).containsExactlyInAnyOrder("#", "room/17/chat", "room/+/chat");
  }

  @Test
  void manyLevelsBesideEachOther_areFoundAndGoAgain() {
    TopicNode room = tree.reach("room");
    room.add(new Subscription(nobody(), room));
    for (int i = 0; i < 5_000; i++) {
      hold(tree, "room/" + i);
    }
    assertThat(nodes()).isEqualTo(5_001);
    for (int i = 4_999; i >= 0; i--) {
      assertThat(tree.find("room/" + i)).as("room %d", i).isNotNull();
      release(tree, "room/" + i);
      assertThat(tree.find("room/" + i)).as("room %d after it went", i).isNull();
    }
    assertThat(nodes()).isEqualTo(1);
    assertThat(room.isUnused()).isFalse();
  }

  /** Equal low bits, and names whose sums are equal, do not meet in one place. */
  @Test
  void namesThatCollideInStringHashCode_doNotHere() {
    Set<Integer> hashes = new HashSet<>();
    for (int i = 0; i < 1 << 10; i++) {
      StringBuilder name = new StringBuilder();
      for (int bit = 0; bit < 10; bit++) {
        name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      hashes.add(TopicLevels.hash(name.toString(), 0, name.length()));
    }
    assertThat("AaAa".hashCode()).isEqualTo("BBBB".hashCode());
    assertThat(hashes).hasSizeGreaterThan((1 << 10) - 3);
  }
}
