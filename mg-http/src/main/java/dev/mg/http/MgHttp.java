package dev.mg.http;

import dev.mg.MgConnection;
import dev.mg.MgEventType;
import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgOn;
import dev.mg.MgOptions;
import dev.mg.MgStr;
import dev.mg.MgTlsOptions;
import dev.mg.MgUrl;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 (RFC 9110, RFC 9112): messages become events, and these calls send some.
 *
 * <p><b>Everything here belongs to the manager's thread</b>, but for the parsing functions, which
 * touch nothing but their arguments.
 *
 * <pre>{@code
 * MgHttp.listen(mgr, "http://0.0.0.0:8000", (c, ev, evData, fnData) -> {
 *   if (ev == MgHttp.EV_MSG) MgHttp.reply(c, 200, "", "hi\n");
 * }, null);
 * }</pre>
 *
 * <p>Each request gets one response, inside of its event or any time later, from whatever code runs
 * on the manager's thread; the next request of the connection waits for it. Answering a connection
 * that has closed meanwhile does nothing. Bad requests are answered here and never become events.
 */
public final class MgHttp {
  /** {@link MgHttpMessage}: the head of a message is complete, its body may not be. Once each. */
  public static final int EV_HDRS = 64;

  /** {@link MgHttpMessage}: a piece of a body that is streamed; an empty one ends it. */
  public static final int EV_CHUNK = 65;

  /** {@link MgHttpMessage}: a whole message. Not for those streamed or answered before. */
  public static final int EV_MSG = 66;

  /** {@link #EV_HDRS}, typed. */
  public static final MgEventType<MgHttpMessage> HDRS =
      MgEventType.register(MgHttp.class, EV_HDRS, "HTTP_HDRS", MgHttpMessage.class);

  /** {@link #EV_CHUNK}, typed. */
  public static final MgEventType<MgHttpMessage> CHUNK =
      MgEventType.register(MgHttp.class, EV_CHUNK, "HTTP_CHUNK", MgHttpMessage.class);

  /** {@link #EV_MSG}, typed. */
  public static final MgEventType<MgHttpMessage> MSG =
      MgEventType.register(MgHttp.class, EV_MSG, "HTTP_MSG", MgHttpMessage.class);

  private MgHttp() {}

  // ---- server ----

  /**
   * An HTTP server. Its limits and deadlines are those of {@link MgOptions} that start with http.
   *
   * @throws MgException if the URL is wrong, the address cannot be had, or maxRecvBytes is too
   *     small for the heads and bodies allowed
   */
  public static MgConnection listen(
      MgManager mgr, String url, MgHandler fn, @Nullable Object fnData) {
    return listen(mgr, url, fn, fnData, null);
  }

  /**
   * As {@link #listen(MgManager, String, MgHandler, Object)}, over TLS: {@code https://}. {@code
   * http/1.1} is what ALPN offers unless {@code tls} says otherwise.
   *
   * @param tls with a certificate; null for http
   * @throws MgException also if there is no certificate, or {@code tls} does not go with the scheme
   */
  public static MgConnection listen(
      MgManager mgr,
      String url,
      MgHandler fn,
      @Nullable Object fnData,
      @Nullable MgTlsOptions tls) {
    check(mgr, url);
    return mgr.listen(url, fn, fnData, HttpServer.of(mgr), null, tls);
  }

  private static void check(MgManager mgr, String url) {
    if (MgUrl.scheme(url).equals("udp")) {
      throw new MgException(url + " is of datagrams, which carry no HTTP/1.1: write http://");
    }
    MgOptions o = mgr.options();
    long needed = (long) o.httpMaxHeadBytes() + o.httpMaxBodyBytes();
    if (needed > o.maxRecvBytes()) {
      throw new MgException(
          "maxRecvBytes "
              + o.maxRecvBytes()
              + " does not hold a message of httpMaxHeadBytes "
              + o.httpMaxHeadBytes()
              + " and httpMaxBodyBytes "
              + o.httpMaxBodyBytes()
              + ": make it "
              + needed
              + " at least");
    }
  }

  /**
   * Answers a request. Content-Length, Date and Connection are added; to HEAD, and with status 204,
   * 205 and 304, the body is left out.
   *
   * @param status of a final response, 200 to 599
   * @param headers "", or {@code Name: value\r\n} lines; a Date there replaces ours, {@code
   *     Connection: close} closes, a Content-Length is for HEAD and 304, where it need not be that
   *     of the body
   * @param body in UTF-8
   * @throws MgException if the headers are malformed, which is what keeps a value with a line end
   *     in it from becoming a header of its own, or if there is no request to answer
   */
  public static void reply(MgConnection c, int status, String headers, String body) {
    reply(c, status, headers, body, 0, body.length(), null);
  }

  /** As {@link #reply(MgConnection, int, String, String)}, with bytes. */
  public static void reply(MgConnection c, int status, String headers, byte[] body) {
    reply(c, status, headers, body, 0, body.length, null);
  }

  /** As {@link #reply(MgConnection, int, String, String)}, with the bytes of a slice, raw. */
  public static void reply(MgConnection c, int status, String headers, MgStr body) {
    reply(c, status, headers, body.buf(), body.off(), body.len(), null);
  }

  private static void reply(
      MgConnection c,
      int status,
      String headers,
      Object body,
      int off,
      int guess,
      @Nullable Object @Nullable [] args) {
    ServerConnection s = ServerConnection.of(c);
    ServerConnection.server(c).responder.reply(c, s, status, headers, body, off, guess, args);
  }

  /**
   * As {@link #reply(MgConnection, int, String, String)}, with a formatted body.
   *
   * @param fmt as {@link dev.mg.MgPrintf} has it
   */
  public static void replyf(
      MgConnection c, int status, String headers, String fmt, @Nullable Object... args) {
    reply(c, status, headers, fmt, 0, fmt.length(), args);
  }

  /**
   * Starts a response whose body follows in chunks; to HTTP/1.0 the same bytes end with the
   * connection. A long body is produced as far as it is taken, so that it costs no more memory than
   * {@link MgOptions#sendHighBytes}. The producer of a client that has left hears CLOSE, after its
   * next write or {@link MgOptions#drainTimeoutMs}:
   *
   * <pre>{@code
   * case MgHttp.EV_MSG -> { MgHttp.replyChunked(c, 200, ""); c.data(source); produce(c, source); }
   * case MgEvent.WRITE -> { if (c.data() instanceof Source source) produce(c, source); }
   * case MgEvent.CLOSE -> { if (c.data() instanceof Source source) source.close(); }
   *
   * void produce(MgConnection c, Source source) {
   *   while (!c.isSendFull() && source.hasNext()) MgHttp.writeChunk(c, source.next());
   *   if (!source.hasNext()) { MgHttp.endResponse(c); c.data(null); }
   * }
   * }</pre>
   *
   * @param headers as for {@link #reply(MgConnection, int, String, String)}, without Content-Length
   * @return whether the body is wanted: to HEAD, and with status 204, 205 and 304, what is written
   *     is dropped, and {@link #endResponse} may come at once
   */
  public static boolean replyChunked(MgConnection c, int status, String headers) {
    ServerConnection s = ServerConnection.of(c);
    return ServerConnection.server(c).responder.pieces.replyChunked(c, s, status, headers);
  }

  /**
   * As {@link #replyChunked}, for a body whose length is known: Content-Length is sent, and the
   * response is complete with its last byte. Pieces that go past the length throw; a response ended
   * before it throws too, and the connection closes, so that the peer sees the truncation.
   *
   * @param length bytes of the body
   */
  public static boolean replyLength(MgConnection c, int status, String headers, long length) {
    ServerConnection s = ServerConnection.of(c);
    return ServerConnection.server(c).responder.pieces.replyLength(c, s, status, headers, length);
  }

  /**
   * Sends one piece of the body that {@link #replyChunked}, {@link #replyLength} or {@link
   * #requestChunked} has begun; an empty one ends it.
   *
   * @throws MgException if there is no such message under way, or the piece goes past its length
   */
  public static void writeChunk(MgConnection c, byte[] chunk) {
    HttpConnection.of(c).writeChunk(c, chunk, 0, chunk.length);
  }

  /** As {@link #writeChunk(MgConnection, byte[])}, with the bytes of a slice, raw. */
  public static void writeChunk(MgConnection c, MgStr chunk) {
    HttpConnection.of(c).writeChunk(c, chunk.buf(), chunk.off(), chunk.len());
  }

  /** As {@link #writeChunk(MgConnection, byte[])}, formatted. */
  public static void printfChunk(MgConnection c, String fmt, @Nullable Object... args) {
    HttpConnection.of(c).printfChunk(c, fmt, args);
  }

  /**
   * Sends a range of a file as a piece of the body that {@link #replyLength} has begun, as {@link
   * MgConnection#sendFile} does; an empty range does nothing.
   *
   * @param closeFile whether the file is closed when the range is sent, or not to be sent
   * @throws MgException if there is no such response under way, the range goes past its length or
   *     is none, or the file is not open for reading; it stays as it is then
   */
  public static void sendFile(
      MgConnection c, FileChannel file, long pos, long n, boolean closeFile) {
    ServerConnection s = ServerConnection.of(c);
    ServerConnection.server(c).responder.pieces.sendFile(c, s, file, pos, n, closeFile);
  }

  /**
   * Says that the response is complete: ends one in chunks, and must be called after a response
   * that the program has written to {@code send} all by itself. Nothing if it is complete already.
   *
   * @throws MgException if it ends before the length that {@link #replyLength} told
   */
  public static void endResponse(MgConnection c) {
    endResponse(c, "");
  }

  /**
   * As {@link #endResponse(MgConnection)}, with trailers (RFC 9110 section 6.5) where the body is
   * in chunks; elsewhere they are dropped.
   *
   * @param trailers as the headers of {@link #reply(MgConnection, int, String, String)}; nothing
   *     about framing
   */
  public static void endResponse(MgConnection c, String trailers) {
    ServerConnection s = ServerConnection.of(c);
    ServerConnection.server(c).responder.endResponse(c, s, trailers);
  }

  /**
   * Sends an interim response, such as 103 (Early Hints), before the one that is due; to HTTP/1.0
   * nothing, which has none. 100 (Continue) is sent without being asked.
   *
   * @param status 100 to 199, not 101
   * @param headers as for {@link #reply(MgConnection, int, String, String)}; nothing about framing
   */
  public static void interim(MgConnection c, int status, String headers) {
    ServerConnection s = ServerConnection.of(c);
    ServerConnection.server(c).responder.interim(c, s, status, headers);
  }

  /**
   * Answers a request to speak another protocol with 101 (Switching Protocols), and hands the
   * connection over: for those who bring such a protocol. What the peer has sent after the request
   * is the new handler's first READ; it sets deadlines of its own.
   *
   * @param headers as for {@link #reply(MgConnection, int, String, String)}, with Upgrade and
   *     {@code Connection: Upgrade}, without Content-Length
   * @return false if nobody would receive the answer; nothing is handed over then
   * @throws MgException as reply, and if a body of the request is still to come
   */
  public static boolean switchProtocol(
      MgConnection c, String headers, MgHandler pfn, @Nullable Object pfnData) {
    ServerConnection s = ServerConnection.of(c);
    return ServerConnection.server(c).responder.switchProtocol(c, s, headers, pfn, pfnData);
  }

  /**
   * In {@link #EV_HDRS}: the body of this message is not collected, but comes in pieces as {@link
   * #EV_CHUNK}, however long it is; an empty piece ends it, with the trailers. There is no {@link
   * #EV_MSG} then. The head stays readable. {@link MgConnection#full} holds the peer back.
   *
   * @throws MgException outside of EV_HDRS
   */
  public static void stream(MgConnection c) {
    HttpConnection.of(c).stream(c);
  }

  // ---- files ----

  /**
   * Answers a request with the file its path names, as {@code opts} has it: in any handler of
   * {@link #EV_MSG} or {@link #EV_HDRS}.
   *
   * <p>GET and HEAD (else 405) of a file, of a folder's index or, if that is on, its list; a folder
   * without a slash at its end redirects. Conditions, ranges and their combinations as RFC 9110
   * sections 13 and 14 have them. A path that is malformed is 400; one that leads out of the
   * folder, to a name that starts with a dot or to what is neither file nor folder is 404, like one
   * that leads nowhere; what the system does not let us read is 403, what cannot be had now 503. A
   * file is sent in constant memory, however large; one that becomes shorter meanwhile ends the
   * connection with an ERROR.
   *
   * @param hm the request; for the call only
   */
  public static void serveDir(MgConnection c, MgHttpMessage hm, MgServeOptions opts) {
    StaticFiles.of(c.mgr()).serveDir(c, hm, opts);
  }

  /**
   * As {@link #serveDir}, with one file, whatever the request's path; no file there is 404.
   *
   * @param file chosen by the program: it may lie outside of the folders of {@code opts}
   */
  public static void serveFile(MgConnection c, MgHttpMessage hm, Path file, MgServeOptions opts) {
    StaticFiles.of(c.mgr()).serveFile(c, hm, file, opts);
  }

  // ---- client ----

  /**
   * A connection for requests to the server of {@code url}; the path of the URL is not used, {@link
   * dev.mg.MgUrl#uri} gives it to a request. Each response is told as a request is to a server:
   * {@link #EV_HDRS}, then {@link #EV_MSG}, or {@link #EV_CHUNK} where {@link #stream} was called.
   *
   * <p>A response that is malformed, too large, too late or cut short is an {@link
   * dev.mg.MgEvent#ERROR}, after which the connection closes; never a message. Interim responses
   * are passed over; 101 is told, and whoever asked for it hands the connection over in EV_HDRS
   * ({@link MgConnection#pfn(MgHandler, Object)}), else it is an ERROR. Redirects are not followed,
   * cookies not kept. A connection whose response said so closes after it.
   *
   * <p>A body that ends with its connection is whole only if TLS, where it is used, was closed as
   * it must be (RFC 9112 section 9.8): else it is cut short.
   *
   * @param url https://host is over TLS with the system's trust, the host's name verified
   * @throws MgException if the URL is wrong, its host cannot be sent, or maxRecvBytes is too small
   *     for the heads and bodies allowed
   */
  public static MgConnection connect(
      MgManager mgr, String url, MgHandler fn, @Nullable Object fnData) {
    return connect(mgr, url, fn, fnData, null);
  }

  /**
   * As {@link #connect(MgManager, String, MgHandler, Object)}, with options of TLS.
   *
   * @param tls null = none of one's own
   */
  public static MgConnection connect(
      MgManager mgr,
      String url,
      MgHandler fn,
      @Nullable Object fnData,
      @Nullable MgTlsOptions tls) {
    check(mgr, url);
    HttpClient client = HttpClient.of(mgr);
    return mgr.connect(url, fn, fnData, client, new ClientConnection(client, url), tls);
  }

  /**
   * As {@link #connect(MgManager, String, MgHandler, Object)}, through a tunnel that the proxy
   * makes (RFC 9110 section 9.3.6): {@link dev.mg.MgEvent#CONNECT} is fired when it is there, and
   * requests are for then. A proxy that refuses is an ERROR with its status and reason.
   *
   * <p>TLS with the server of an https {@code url} begins in the tunnel, before CONNECT is fired:
   * TLS_HS follows, and what is sent meanwhile waits for it.
   *
   * @param proxyUrl with user and password, percent-encoded, if the proxy wants them
   * @throws MgException as connect; also if both are https, since TLS is not made inside of TLS
   */
  public static MgConnection connectVia(
      MgManager mgr, String proxyUrl, String url, MgHandler fn, @Nullable Object fnData) {
    return connectVia(mgr, proxyUrl, url, fn, fnData, null);
  }

  /**
   * As {@link #connectVia(MgManager, String, String, MgHandler, Object)}, with options of TLS.
   *
   * @param tls with the server of {@code url}; null = none of one's own
   */
  public static MgConnection connectVia(
      MgManager mgr,
      String proxyUrl,
      String url,
      MgHandler fn,
      @Nullable Object fnData,
      @Nullable MgTlsOptions tls) {
    check(mgr, proxyUrl);
    return ProxyTunnel.connect(mgr, proxyUrl, url, fn, fnData, tls);
  }

  /**
   * Sends a request. Host and Content-Length are added. It may be called before CONNECT, again when
   * a response has come, and before that, which pipelines up to 100 (RFC 9112 section 9.3.2: safe
   * methods only). Nothing if the connection closes or drains.
   *
   * @param method case-sensitive, "GET"
   * @param target "/path?query", "http://host/path" for proxies, "*" for OPTIONS, "host:port" for
   *     CONNECT
   * @param headers "", or {@code Name: value\r\n} lines; a Host there replaces ours, {@code
   *     Connection: close} ends the connection after the response
   * @param body in UTF-8
   * @throws MgException if method, target or headers are malformed, which is what keeps a value
   *     with a line end in it from becoming a request of its own; if this connection takes no more
   *     of them ({@link #isReusable}), or a request in chunks is not complete
   */
  public static void request(
      MgConnection c, String method, String target, String headers, String body) {
    request(c, method, target, headers, body, 0, body.length(), null);
  }

  /** As {@link #request(MgConnection, String, String, String, String)}, with bytes. */
  public static void request(
      MgConnection c, String method, String target, String headers, byte[] body) {
    request(c, method, target, headers, body, 0, body.length, null);
  }

  /** As {@link #request(MgConnection, String, String, String, String)}, with a slice, raw. */
  public static void request(
      MgConnection c, String method, String target, String headers, MgStr body) {
    request(c, method, target, headers, body.buf(), body.off(), body.len(), null);
  }

  /**
   * As {@link #request(MgConnection, String, String, String, String)}, with a formatted body.
   *
   * @param fmt as {@link dev.mg.MgPrintf} has it
   */
  public static void requestf(
      MgConnection c,
      String method,
      String target,
      String headers,
      String fmt,
      @Nullable Object... args) {
    request(c, method, target, headers, fmt, 0, fmt.length(), args);
  }

  private static void request(
      MgConnection c,
      String method,
      String target,
      String headers,
      Object body,
      int off,
      int guess,
      @Nullable Object @Nullable [] args) {
    ClientConnection s = ClientConnection.of(c);
    s.client.requester.request(c, s, method, target, headers, body, off, guess, args);
  }

  /**
   * Starts a request whose body follows in chunks, by {@link #writeChunk(MgConnection, byte[])} and
   * {@link #printfChunk}; {@link MgConnection#isSendFull} and WRITE hold back who is faster than
   * the network.
   *
   * <p>With {@code Expect: 100-continue} among the headers it is the program that waits, for a time
   * of its own: 100 is passed over as any interim response, and a final response that comes first
   * is told (RFC 9110 section 10.1.1).
   *
   * @param headers as for {@link #request(MgConnection, String, String, String, String)}, without
   *     Content-Length
   * @throws MgException as request
   */
  public static void requestChunked(MgConnection c, String method, String target, String headers) {
    ClientConnection s = ClientConnection.of(c);
    s.client.requester.requestChunked(c, s, method, target, headers);
  }

  /** Ends a request in chunks, as an empty chunk does. Nothing if it is complete already. */
  public static void endRequest(MgConnection c) {
    ClientConnection s = ClientConnection.of(c);
    s.client.requester.endRequest(c, s);
  }

  /**
   * Whether a connection of a client takes another request now. False on a connection that is not
   * one, closes, or will close after the response under way.
   */
  public static boolean isReusable(MgConnection c) {
    return c.pfnData() instanceof ClientConnection s && s.takesRequest(c);
  }

  // ---- messages ----

  /**
   * Parses a request or a response, strictly.
   *
   * @param to shows the message afterwards: its head, and of the body as much as is there; one in
   *     chunks is left out
   * @return the length of the head, 0 if it is not complete, -1 if it is malformed, which it is too
   *     if its fields do not agree on where the body ends (RFC 9112 section 6.3)
   */
  public static int parse(byte[] bytes, MgHttpMessage to) {
    return to.parser().parse(bytes, 0, bytes.length, to);
  }

  /** As {@link #parse(byte[], MgHttpMessage)}. */
  public static int parse(MgStr bytes, MgHttpMessage to) {
    return to.parser().parse(bytes.buf(), bytes.off(), bytes.len(), to);
  }

  /** The length of the head that {@code bytes} start with, 0 if incomplete, -1 if malformed. */
  public static int getRequestLen(MgStr bytes) {
    return parse(bytes, new MgHttpMessage());
  }

  /** The status of a response, 0 of a request. */
  public static int status(MgHttpMessage hm) {
    return hm.status();
  }

  /** The value of the first header of that name, whatever its case; null if there is none. */
  public static @Nullable MgStr getHeader(MgHttpMessage hm, String name) {
    return hm.header(name);
  }

  /** The parameter {@code name} of a header's value, without quotes; null if there is none. */
  public static @Nullable MgStr getHeaderVar(MgStr header, String name) {
    return Variables.ofHeader(header, name);
  }

  /** Whether the path matches {@code pattern}, as {@link MgStr#match} has it; not decoded. */
  public static boolean matchUri(MgHttpMessage hm, String pattern) {
    return hm.uri.match(pattern);
  }

  /**
   * The value of the first variable {@code name} of a query or form, as it stands; null if there is
   * none. Borrowed like {@code source}.
   */
  public static @Nullable MgStr var(MgStr source, String name) {
    return Variables.find(source, name);
  }

  /**
   * The value of the first variable {@code name} of a query or form, decoded, in UTF-8; null if
   * there is none or an escape in it is broken.
   */
  public static @Nullable String getVar(MgStr source, String name) {
    return Variables.get(source, name);
  }

  /** As {@link #getVar(MgStr, String)}, of the query. */
  public static @Nullable String getVar(MgHttpMessage hm, String name) {
    return Variables.get(hm.query, name);
  }

  /**
   * As {@link #getVar(MgStr, String)}, into an array, telling what is wrong.
   *
   * @return bytes written; -1 {@code source} is null, -2 {@code to} is null or empty, -3 an escape
   *     is broken or the value does not fit, -4 there is no such variable
   */
  public static int getVar(@Nullable MgStr source, String name, byte @Nullable [] to) {
    return Variables.get(source, name, to);
  }

  // ---- forms of several parts ----

  /**
   * The boundary of a multipart message, by its Content-Type; null if it is none, or if the
   * boundary is missing or not as RFC 2046 section 5.1.1 has it. Borrowed.
   */
  public static @Nullable MgStr boundary(MgHttpMessage hm) {
    return Boundary.of(hm);
  }

  /**
   * The next part of a multipart request in {@link #EV_MSG} (RFC 7578), whose body is all there;
   * {@link #upload(MgConnection, MgHttpMessage, MgUpload, MgOn.Action)} is for files of any length.
   *
   * <pre>{@code
   * MgHttpPart part = new MgHttpPart();
   * int offset = 0;
   * while ((offset = MgHttp.nextMultipart(hm, offset, part)) > 0) use(part.name, part.body);
   * }</pre>
   *
   * @param offset 0, or what the last call returned
   * @param part shows the part afterwards
   * @return where to go on; 0 if there is no part more, -1 if the body is malformed, ends early, or
   *     is none in parts
   */
  public static int nextMultipart(MgHttpMessage hm, int offset, MgHttpPart part) {
    MgStr boundary = Boundary.of(hm);
    return boundary == null ? -1 : part.next(hm.body, boundary, offset);
  }

  /** As {@link #nextMultipart(MgHttpMessage, int, MgHttpPart)}, of any bytes with a boundary. */
  public static int nextMultipart(MgStr body, MgStr boundary, int offset, MgHttpPart part) {
    return part.next(body, boundary, offset);
  }

  /**
   * In {@link #EV_HDRS}: stores the files of a form (RFC 7578) as they arrive, in constant memory,
   * whatever their length. The program calls nothing more; it answers in {@code done}, or later.
   *
   * <p>What cannot be stored is answered here, and {@code done} is not called: 400 for what is no
   * form or has a file name that is not safe, 409 for a name that is taken, 413 for more than
   * {@code rules} allow, 415 for another type, 500 when the disk fails. Files appear when the whole
   * form has come; of a form that was refused or cut off nothing stays. {@link #EV_CHUNK} still
   * comes after each piece was stored, to show progress; {@link MgConnection#full} holds the sender
   * back.
   *
   * <p>Disks are written to on this thread, a piece of at most {@code readBytes} at a time: other
   * connections wait for that long.
   *
   * @param done called once the files are there
   * @throws MgException outside of EV_HDRS
   */
  public static void upload(
      MgConnection c, MgHttpMessage hm, MgUpload rules, MgOn.Action<? super MgUploaded> done) {
    UploadReceiver.start(c, hm, rules, done);
  }

  /**
   * In {@link #EV_MSG}: appends the body to the file {@code name} in {@code dir}, and answers. For
   * senders that cut a file into requests: {@code POST /upload?name=a.txt&offset=0}, where offset
   * is how much of it is there already; 0, or none, starts anew. Names are as safe as those of
   * {@link MgUpload}.
   *
   * @return the file's length, which the answer with 200 tells too; -1 if it was refused: 400 for a
   *     name or an offset that is none, 409 if the file has another length or is no file, 413 if it
   *     would get longer than {@code maxBytes}, 500 when the disk fails
   */
  public static long upload(MgConnection c, MgHttpMessage hm, Path dir, long maxBytes) {
    return ChunkUpload.take(c, hm, dir, maxBytes);
  }

  // ---- who asks ----

  /**
   * The credentials of a request, as they are given: compare them by {@link MgHttpCreds#matches}.
   * Those of an Authorization field count first, Basic (RFC 7617) or Bearer (RFC 6750); then, as
   * tokens, the cookie and the variable of the query that are called {@code access_token}.
   *
   * @return null if there are none, or if Basic or Bearer ones are malformed or there twice
   */
  public static @Nullable MgHttpCreds creds(MgHttpMessage hm) {
    return Credentials.of(hm);
  }

  /**
   * The line {@code Authorization: Basic ...\r\n} for the headers of a request (RFC 7617), in
   * UTF-8.
   *
   * @throws MgException if the user holds a colon, or either a control character
   */
  public static String bauth(String user, String pass) {
    return Credentials.line(user, pass);
  }

  /**
   * The value of the first cookie of that name, which counts with its case; without quotes around
   * it, borrowed like the message. Null if there is none. {@link MgCookie} sets one.
   */
  public static @Nullable MgStr cookie(MgHttpMessage hm, String name) {
    return Cookies.find(hm, name);
  }

  // ---- the shortest server ----

  /**
   * Serves on {@code url} until somebody asks for {@code /quit}: "hi" to everybody; {@code /debug}
   * with {@code {"level": 3}} sets the level of {@link dev.mg.MgLog}. To see that a machine can be
   * reached; not to be left running, since anybody may end it.
   *
   * @throws MgException if the URL is wrong or the address cannot be had
   */
  public static void hello(String url) {
    try (MgManager mgr = MgManager.create()) {
      HelloServer.run(mgr, url);
    }
  }
}
