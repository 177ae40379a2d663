package dev.mg.ws;

/**
 * What becomes of messages for a peer that does not take them: whose {@code send} has passed {@code
 * sendHighBytes} and has not come down to {@code sendLowBytes} since. Control frames and parts of
 * messages are sent whatever the policy.
 */
public enum MgWsSlow {
  /** They are queued up to {@code maxSendBytes}; one more is an ERROR and closes. The default. */
  QUEUE,
  /** They are left out, and {@link MgWs#dropped} counts them. */
  DROP,
  /** The first of them is an ERROR and closes. */
  CLOSE
}
