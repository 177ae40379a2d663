package dev.mg.ws;

import dev.mg.MgException;
import dev.mg.MgManager;
import dev.mg.MgStr;
import java.util.function.Consumer;

/**
 * What joins the topics of several managers, on one machine or many: mostly a client of a broker
 * that is there already. {@code new MgOptions().extension(MgBackplane.class, backplane)} gives one
 * to a manager; without, its topics are its own. It is given and not searched for on the class
 * path, since where the broker is and who may use it only the program knows.
 *
 * <p>What an implementation holds to:
 *
 * <ul>
 *   <li>A message goes out once, and to every other manager that has a matching pattern. Those of
 *       one manager arrive in their order, at most once each.
 *   <li>What comes in is handed to {@link Inbox#message} and goes to subscribers alone; it is not
 *       published again. A manager does not get back what it published.
 *   <li>No call blocks. What cannot go out now waits in a queue with a bound; beyond it messages
 *       are dropped.
 *   <li>A broken link is made again, after a pause that grows, and told all patterns anew ({@link
 *       Inbox#patterns}).
 *   <li>Whatever is lost is told ({@link Inbox#lost}).
 * </ul>
 */
public interface MgBackplane {
  /** None: topics reach the subscribers of this manager. */
  MgBackplane NONE = (mgr, in) -> new NoLink();

  /**
   * Joins a manager, at the first {@link MgTopics#of}. <b>Manager's thread.</b> The link may be
   * made later; until then messages wait in its queue.
   *
   * @param mgr may be used for connections, timers and {@link MgManager#execute}
   * @param in where the messages of others go
   */
  Link join(MgManager mgr, Inbox in);

  /** One manager's way out. <b>Called on the manager's thread only.</b> */
  interface Link extends AutoCloseable {
    /**
     * Sends a message to the others. Not called from within itself.
     *
     * @param data borrowed until this call returns
     * @param op {@link MgWs#OP_TEXT} or {@link MgWs#OP_BINARY}
     */
    void publish(String topic, MgStr data, int op);

    /** The first subscriber of this pattern has come: a hint, to keep other messages away. */
    void subscribe(String pattern);

    /** The last subscriber of this pattern has left. */
    void unsubscribe(String pattern);

    /** The manager has ended, its connections are closed. */
    @Override
    void close();
  }

  /** The way in: the subscribers of one manager. */
  interface Inbox {
    /**
     * Hands over a message of another manager. <b>Any thread.</b> On the manager's it is delivered
     * at once; what other threads bring waits for the loop, as many bytes as {@code maxRecvBytes}.
     *
     * @param data the manager's from now on, not to be changed
     * @return false if it was not taken, since too much is waiting or the manager has ended: try
     *     again later, or tell {@link #lost}
     * @throws MgException if no program could have published it: a bad topic, an opcode that is
     *     neither text nor binary
     */
    boolean message(String topic, byte[] data, int op);

    /**
     * Messages were lost, outgoing or incoming; the program is told ({@link
     * MgTopics#onBackplaneLost}). <b>Any thread.</b>
     *
     * @param messages how many, 0 if that is not known
     * @param why a sentence for people
     */
    void lost(long messages, String why);

    /** Shows the patterns that have subscribers now, each once. <b>Manager's thread.</b> */
    void patterns(Consumer<String> each);
  }
}
