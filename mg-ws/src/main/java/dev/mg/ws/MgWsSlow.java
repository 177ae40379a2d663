package dev.mg.ws;

/**
 * What becomes of messages for a peer that does not take them: whose {@code send} has passed {@code
 * sendHighBytes} and has not come down to {@code sendLowBytes} since. Control frames and parts of
 * messages are sent whatever the policy, and nothing that is published ({@link MgTopics}) ever
 * waits in a queue that is full.
 */
public enum MgWsSlow {
  /**
   * They are queued up to {@code maxSendBytes}; one more is an ERROR and closes. What is published
   * is left out, as with {@link #DROP}. The default.
   */
  QUEUE,
  /**
   * They are left out, and {@link MgWs#dropped} counts them; those published are counted by {@link
   * MgTopics#EV_LOST}.
   */
  DROP,
  /**
   * The first of them is an ERROR and closes; one that is published closes with code 1013, "try
   * again later", behind what is queued.
   */
  CLOSE
}
