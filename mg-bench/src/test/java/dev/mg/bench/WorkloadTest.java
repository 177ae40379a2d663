package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkloadTest {
  private static final String OK = "HTTP/1.1 200 OK\r\n";

  @Test
  void aLoadOfPlainGets_needsNoScript() {
    assertThat(Workload.of("keep-alive", 64).lua("a:1")).isEmpty();
  }

  @Test
  void aScript_repeatsTheRequestInOneBatch() {
    assertThat(Workload.of("pipelined", 64).lua("a:1"))
        .isEqualTo(
            """
            local batch = string.rep("GET /plaintext HTTP/1.1\\r\\nHost: a:1\\r\\n\\r\\n", 16)
            request = function() return batch end
            """);
  }

  @Test
  void aPost_isAnsweredByItsBodyAndNothingElse() {
    Workload post = new Workload("p", "/echo", 1, 1, 3, false);

    assertThat(post.request("a"))
        .isEqualTo("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nxx\n");
    assertThat(post.isAnsweredBy(OK + "\r\nxx\n")).isTrue();
    assertThat(post.isAnsweredBy(OK + "\r\nx\n")).isFalse();
    assertThat(post.isAnsweredBy("HTTP/1.1 201 Created\r\n\r\nxx\n")).isFalse();
  }

  @Test
  void aHash_isAnsweredByTheRightOne() {
    Workload hash = Workload.hash(1, 1);
    // sha256sum of 1,024 zeros.
    String right = "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef";

    assertThat(hash.request("a")).isEqualTo("GET /sha256?kib=1 HTTP/1.1\r\nHost: a\r\n\r\n");
    assertThat(hash.isAnsweredBy(OK + "\r\n" + right)).isTrue();
    assertThat(hash.last()).isEqualTo('f');
    assertThat(hash.isAnsweredBy(OK + "\r\n" + right.replace('5', '6'))).isFalse();
  }

  @Test
  void onlyAClosingLoad_isAnsweredByClose() {
    String close = OK + "Connection: close\r\n\r\nHello, World!";
    String keep = OK + "\r\nHello, World!";

    assertThat(Workload.of("connection", 1).request("a"))
        .isEqualTo("GET /plaintext HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assertThat(Workload.of("connection", 1).isAnsweredBy(close)).isTrue();
    assertThat(Workload.of("connection", 1).isAnsweredBy(keep)).isFalse();
    assertThat(Workload.of("keep-alive", 1).isAnsweredBy(keep)).isTrue();
    assertThat(Workload.of("keep-alive", 1).isAnsweredBy(close)).isFalse();
  }
}
