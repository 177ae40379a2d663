package dev.mg.bench;

/**
 * A load of plain GETs.
 *
 * @param connections open all the time
 * @param depth requests in one write, each connection's next write following when all are answered
 */
record Workload(String name, String path, int connections, int depth) {
  /** What the report calls it. */
  String title() {
    return name
        + ": GET "
        + path
        + ", "
        + connections
        + " connections"
        + (depth == 1 ? "" : ", " + depth + " requests pipelined");
  }

  /** A script that makes wrk send {@code depth} requests at once; "" when there is no need. */
  String lua() {
    return depth == 1
        ? ""
        : """
          local batch
          init = function(args)
            local one = wrk.format()
            local all = {}
            for i = 1, %d do all[i] = one end
            batch = table.concat(all)
          end
          request = function() return batch end
          """
            .formatted(depth);
  }
}
