package dev.mg.bench.micro.peers;

import java.nio.ByteBuffer;
import java.util.List;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.HandshakeState;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.InvalidHandshakeException;
import org.java_websocket.extensions.permessage_deflate.PerMessageDeflateExtension;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.HandshakeImpl1Client;

/** Java-WebSocket's codec without its threads and queues, sending back what comes. */
final class JavaWebSocketEcho {
  private final Draft_6455 draft;

  /** Without compression. */
  JavaWebSocketEcho() {
    draft = new Draft_6455();
  }

  /** With permessage-deflate, as a client offers it. */
  JavaWebSocketEcho(int level, String offer) {
    PerMessageDeflateExtension deflate = new PerMessageDeflateExtension(level);
    deflate.setThreshold(0);
    draft = new Draft_6455(deflate);
    HandshakeImpl1Client handshake = new HandshakeImpl1Client();
    handshake.put("Sec-WebSocket-Version", "13");
    handshake.put("Sec-WebSocket-Extensions", offer);
    try {
      if (draft.acceptHandshakeAsServer(handshake) != HandshakeState.MATCHED) {
        throw new IllegalStateException("the offer was not taken: " + offer);
      }
    } catch (InvalidHandshakeException e) {
      throw new IllegalStateException("the handshake failed", e);
    }
  }

  /** The messages of what comes in one read. */
  List<Framedata> messages(byte[] frames) throws InvalidDataException {
    return draft.translateFrame(ByteBuffer.wrap(frames));
  }

  /** Answers what comes in one read; returns how many bytes the answers have. */
  int serve(byte[] frames) throws InvalidDataException {
    int bytes = 0;
    for (Framedata message : messages(frames)) {
      for (Framedata answer : draft.createFrames(message.getPayloadData(), false)) {
        bytes += draft.createBinaryFrame(answer).remaining();
      }
    }
    return bytes;
  }

  /** The same for one message, made into an array, to look at. */
  byte[] answer(byte[] frame) throws InvalidDataException {
    Framedata message = messages(frame).get(0);
    Framedata answer = draft.createFrames(message.getPayloadData(), false).get(0);
    ByteBuffer out = draft.createBinaryFrame(answer);
    byte[] bytes = new byte[out.remaining()];
    out.get(bytes);
    return bytes;
  }
}
