package dev.mg;

import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * One socket: a listener, an accepted connection, or an outgoing one.
 *
 * <p><b>Owner thread only</b> (see {@link MgManager}); another thread names it by {@link #id} in
 * {@link MgManager#wakeup}. After CLOSE it must not be kept: sending does nothing then.
 */
public abstract class MgConnection {
  /** Bytes received and not yet consumed; a handler deletes what it has used. */
  public final MgIobuf recv;

  /**
   * Bytes on their way out. Appending pushes nothing: the poll's write step does. Bytes appended
   * here directly count like those of {@link #send(byte[])}.
   */
  public final MgIobuf send;

  /** For the core. */
  protected MgConnection(MgIobuf recv, MgIobuf send) {
    this.recv = recv;
    this.send = send;
  }

  // ---- who ----

  /** From 1 on, never used again in this manager. */
  public abstract long id();

  /** The manager it belongs to. */
  public abstract MgManager mgr();

  /** Our end; {@link MgAddr#NONE} while there is none. Readable in CLOSE. */
  public abstract MgAddr loc();

  /** The peer's end; {@link MgAddr#NONE} for a listener and before RESOLVE. Readable in CLOSE. */
  public abstract MgAddr rem();

  /** A short tag for logs, "" unless set. */
  public abstract String label();

  /** Sets the tag for logs. */
  public abstract void label(String label);

  /** The program's own data about this connection; not inherited by accepted ones. */
  public abstract @Nullable Object data();

  /** Replaces the program's own data. */
  public abstract void data(@Nullable Object data);

  // ---- handlers ----

  /** The user's handler. */
  public abstract MgHandler fn();

  /** Replaces the user's handler, from the next event on. */
  public abstract void fn(MgHandler fn);

  /** What {@link #fn()} gets as its last argument. */
  public abstract @Nullable Object fnData();

  /** Replaces what the user's handler gets, from the next event on. */
  public abstract void fnData(@Nullable Object data);

  /** The protocol's handler, run before {@link #fn()}; null = none. */
  public abstract @Nullable MgHandler pfn();

  /** What {@link #pfn()} gets as its last argument. */
  public abstract @Nullable Object pfnData();

  /**
   * Hands the connection to another protocol. If {@code recv} is not empty when the running handler
   * returns, the new one gets READ.
   */
  public abstract void pfn(@Nullable MgHandler pfn, @Nullable Object pfnData);

  // ---- sending ----

  /**
   * Appends to {@code send}. On UDP the bytes are one datagram, sent at once: to the sender of the
   * datagram read last, or to whom the connection was made.
   *
   * @return bytes appended: all, or 0 once the connection closes; UDP: 0 if the system has no room
   * @throws MgException UDP: more than 65,507 bytes, or nobody to send to yet
   */
  public final int send(byte[] bytes) {
    return send(bytes, 0, bytes.length);
  }

  /** As {@link #send(byte[])}, with {@code bytes[off .. off + len)}. */
  public abstract int send(byte[] bytes, int off, int len);

  /** As {@link #send(byte[])}, with the bytes of a slice, raw. */
  public final int send(MgStr bytes) {
    return send(bytes.buf(), bytes.off(), bytes.len());
  }

  /** As {@link #send(byte[])}, with the content of another buffer, which is left as it is. */
  public final int send(MgIobuf bytes) {
    return send(bytes.buf(), bytes.head(), bytes.len());
  }

  /** As {@link #send(byte[])}, with text in UTF-8. */
  public abstract int send(String text);

  /**
   * Appends formatted text, see {@link MgPrintf}.
   *
   * @return bytes appended, 0 once the connection closes
   */
  public final int printf(String fmt, @Nullable Object... args) {
    return vprintf(fmt, args);
  }

  /** As {@link #printf}, with the arguments in an array. */
  public abstract int vprintf(String fmt, @Nullable Object[] args);

  /**
   * Sends {@code n} bytes of a file after what is in {@code send} now and before what is appended
   * later, by sendfile where the transport has it. A file that turns out shorter is an ERROR and
   * closes the connection.
   *
   * @param file used until its bytes are gone or CLOSE; its position is not moved
   * @param closeFile whether the connection closes the file then; the last range of one may
   * @throws MgException if there is no such range, if the file is not open for reading, on a
   *     listener, and on a UDP connection, whose datagrams are not cut by the core; the file stays
   *     as it is then
   */
  public abstract void sendFile(FileChannel file, long pos, long n, boolean closeFile);

  /** Whether bytes of files given to {@link #sendFile} are still to be sent. */
  public abstract boolean isSendingFile();

  /**
   * UDP: receives what is sent to a multicast group from now on.
   *
   * @param group an IP literal, "224.0.1.187"
   * @param nic name of a network interface, "eth0"; null = the system's default
   * @throws MgException if it is no UDP connection, or the system refuses
   */
  public abstract void join(String group, @Nullable String nic);

  /** Whether {@code send} went over the high mark and has not come down to the low mark since. */
  public abstract boolean isSendFull();

  /**
   * FIN after what is in {@code send}; reading goes on. What is appended later is dropped. UDP:
   * nothing, since datagrams have no end.
   */
  public abstract void shutdownOutput();

  // ---- ending ----

  /**
   * Sends what is left, then closes; reading goes on until then, a deadline ends it. UDP: what was
   * appended leaves at once.
   */
  public abstract void drain();

  /**
   * As {@link #drain}, for a peer that may still be sending: after the last byte FIN, then what
   * comes is read and dropped until the peer's end or 2 seconds, so that our answer is not lost to
   * a reset (RFC 9112 section 9.6). No READ is fired any more.
   */
  public abstract void linger();

  /** Closes at the end of this poll; bytes not sent are lost. */
  public abstract void close();

  /** As {@link #close}, and the peer gets a reset. */
  public abstract void reset();

  /**
   * Logs, fires ERROR with the text and closes, unless a handler of that ERROR calls {@link #keep}.
   *
   * @param fmt as {@link MgPrintf} has it
   */
  public abstract void error(String fmt, @Nullable Object... args);

  /** In an ERROR that {@link #error} fired: the connection stays. */
  public abstract void keep();

  /** Null until it closes. */
  public abstract @Nullable MgCloseReason closeReason();

  // ---- reading ----

  /** Stops or starts reading, for the user; the other pauses are not touched. */
  public final void full(boolean on) {
    pause(MgPause.USER, on);
  }

  /** Stops or starts reading for {@code reason}; nothing is read while any reason holds. */
  public abstract void pause(MgPause reason, boolean on);

  /**
   * For protocols: one READ with 0 bytes in a later serve step of this or the next poll, coalesced;
   * to go on with what is in {@code recv} outside of a parse in progress. It reaches the protocol
   * only, or the user where there is none.
   */
  public abstract void again();

  /** Whether traffic is logged in hex, whatever the log's level. */
  public abstract boolean isHexdumping();

  /** Logs traffic in hex: direction, addresses, offset, bytes, text. */
  public abstract void hexdump(boolean on);

  // ---- for protocols ----

  /**
   * Refuses a thread that is not the manager's: for calls that would first write to {@link #send},
   * or to what they know of the connection, and only then ask the manager for something.
   *
   * @throws IllegalStateException that names both threads
   */
  public abstract void checkThread();

  /** Fires {@code ev} on the protocol's, then on the user's handler, now. */
  public abstract void call(int ev, @Nullable Object evData);

  /** Sets {@link #isResp}: a response is being made; an end of the peer waits for it. */
  public abstract void resp(boolean on);

  /** Sets {@link #isWebsocket}. */
  public abstract void websocket(boolean on);

  /**
   * The protocol's deadline: {@code ms} from now ERROR with kind TIMEOUT and {@code reason}, then
   * CLOSE with reason TIMEOUT, which {@link #keep} does not stop; a handler of that ERROR may call
   * {@link #drain} or {@link #linger} for a last word. Replaces the deadline before; 0 = none. Late
   * by up to a second or a quarter of {@code ms}, whichever is less.
   */
  public abstract void deadline(long ms, String reason);

  /**
   * From now on {@link #rem} and {@link #loc} give these: the ends of the connection that a proxy
   * carries over this one.
   */
  public abstract void origin(MgAddr rem, MgAddr loc);

  /** Whether POLL events are fired here; on, if a handler wants them. */
  public abstract void pollEvents(boolean on);

  // ---- flags ----

  /** Made by listen. */
  public abstract boolean isListening();

  /** Made by connect. */
  public abstract boolean isClient();

  /** Made by a listener. */
  public abstract boolean isAccepted();

  /** Its messages are datagrams. */
  public abstract boolean isUdp();

  /** The name is being looked up. */
  public abstract boolean isResolving();

  /** The connect is under way. */
  public abstract boolean isConnecting();

  /** It closes when {@code send} is empty. */
  public abstract boolean isDraining();

  /** It closes at the end of this poll. */
  public abstract boolean isClosing();

  /** Nothing is read, for whatever reason. */
  public abstract boolean isFull();

  /** The peer has ended its side. */
  public abstract boolean isReadEof();

  /** A response is being made. */
  public abstract boolean isResp();

  /** It speaks WebSocket. */
  public abstract boolean isWebsocket();

  /** Whether its bytes are carried by TLS, the handshake included. */
  public abstract boolean isTls();

  /** Whether the TLS handshake is under way. */
  public abstract boolean isTlsHs();

  /** What the TLS handshake agreed on; null before {@link MgEvent#TLS_HS}, and without TLS. */
  public abstract @Nullable MgTlsSession tls();

  /** What {@link MgTls#init} does. */
  protected abstract void tlsInit(@Nullable MgTlsOptions options, @Nullable String url);

  /** What {@link MgTls#take} does. */
  protected abstract @Nullable MgTlsOptions tlsTake();

  /** The transport reported bytes, an end or a failure in this poll. */
  public abstract boolean isReadable();

  /** The transport reported room for bytes in this poll. */
  public abstract boolean isWritable();
}
