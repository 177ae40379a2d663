package dev.mg.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mg.MgConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What scanners look for in a server: everything known to be weak is refused, by every engine. */
interface LoopTlsWeaknessPromises extends LoopHolder {
  int ALERT = 21;
  int HANDSHAKE = 22;
  int HEARTBEAT_EXTENSION = 15;

  /** ECDHE with AES-GCM, for both kinds of certificate. */
  String GOOD = "c02bc02f";

  /** Cipher suites by their numbers (the registry of IANA), and why they are not spoken. */
  Map<String, String> WEAK =
      Map.ofEntries(
          Map.entry("0001", "no encryption"),
          Map.entry("0003", "export strength"),
          Map.entry("0004", "RC4 with MD5"),
          Map.entry("0005", "RC4"),
          Map.entry("c011", "RC4 with forward secrecy"),
          Map.entry("0009", "DES"),
          Map.entry("000a", "3DES (SWEET32)"),
          Map.entry("c012", "3DES with forward secrecy"),
          Map.entry("0018", "nobody is authenticated, RC4"),
          Map.entry("c018", "nobody is authenticated, AES"),
          Map.entry("002f", "RSA key transport (ROBOT), CBC"),
          Map.entry("009c", "RSA key transport, GCM"),
          Map.entry("0033", "finite-field DHE (LOGJAM), CBC"),
          Map.entry("009e", "finite-field DHE, GCM"),
          Map.entry("c009", "CBC with SHA-1 (LUCKY13)"),
          Map.entry("c013", "CBC with SHA-1, RSA"),
          Map.entry("c027", "CBC with SHA-256"));

  /** Versions in a ClientHello without the extension that replaces it. */
  Map<String, String> OLD =
      Map.of("0300", "SSL 3.0 (POODLE)", "0301", "TLS 1.0 (BEAST)", "0302", "TLS 1.1");

  /** A ClientHello in one record, of a client that else offers what is good. */
  private static byte[] hello(String version, String suites, String compressions, String more) {
    String extensions =
        "000a00060004001d0017" // x25519, secp256r1
            + "000b00020100"
            + "000d000a00080403080404010503"
            + "ff01000100"
            + more;
    String body =
        version
            + "5a".repeat(32)
            + "00"
            + counted(2, suites)
            + counted(1, compressions)
            + counted(2, extensions);
    return HexFormat.of().parseHex("160301" + counted(2, "01" + counted(3, body)));
  }

  /** Hex with its length in front, in so many bytes. */
  private static String counted(int bytes, String hex) {
    return HexFormat.of().toHexDigits(hex.length() / 2, 2 * bytes) + hex;
  }

  /** All a server says to that until it ends; the first record's worth where it does not. */
  private static byte[] answer(LoopRig loop, MgConnection listener, byte[] hello, boolean toItsEnd)
      throws Exception {
    ContractPeer peer = loop.peer(listener);
    peer.write(hello);
    byte[] all = Pump.during(loop.mgr, "an answer to a ClientHello", () -> read(peer, toItsEnd));
    peer.close();
    return all;
  }

  private static byte[] read(ContractPeer peer, boolean toItsEnd) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] piece = new byte[4096];
    int n = peer.read(piece, 0, piece.length);
    while (n > 0) {
      all.write(piece, 0, n);
      n = toItsEnd || !hasRecord(all.toByteArray()) ? peer.read(piece, 0, piece.length) : 0;
    }
    return all.toByteArray();
  }

  private static boolean hasRecord(byte[] bytes) {
    return bytes.length >= 5 && bytes.length >= 5 + ByteBuffer.wrap(bytes).getChar(3);
  }

  private static void assertRefused(byte[] answer, String what) {
    assertEquals(7, answer.length, () -> what + ": " + HexFormat.of().formatHex(answer));
    assertEquals(ALERT, answer[0], what);
    assertEquals(2, answer[5], () -> what + ": the alert is fatal");
  }

  @Test
  default void tlsWeakCiphers_areRefusedOneByOne() throws Exception {
    LoopRig loop = open();
    TlsWay.each(
        way -> {
          MgConnection listener = way.listen(loop, LoopRig::echo, way.server());
          for (Map.Entry<String, String> weak : WEAK.entrySet()) {
            byte[] answer = answer(loop, listener, hello("0303", weak.getKey(), "00", ""), true);
            assertRefused(answer, weak.getValue());
          }
        });
  }

  @Test
  default void tlsOldVersions_areRefused() throws Exception {
    LoopRig loop = open();
    TlsWay.each(
        way -> {
          MgConnection listener = way.listen(loop, LoopRig::echo, way.server());
          for (Map.Entry<String, String> old : OLD.entrySet()) {
            byte[] answer =
                answer(loop, listener, hello(old.getKey(), GOOD + "c013", "00", ""), true);
            assertRefused(answer, old.getValue());
          }
          byte[] ssl2 = HexFormat.of().parseHex("802e0100020015000000100700c0" + "5a".repeat(34));
          byte[] answer = answer(loop, listener, ssl2, true);
          assertFalse(answer.length > 0 && answer[0] == HANDSHAKE, "SSL 2.0 (DROWN)");
        });
  }

  @Test
  default void tlsCompressionAndHeartbeat_areNotAgreedOn() throws Exception {
    LoopRig loop = open();
    TlsWay.each(
        way -> {
          if (way.isTls13()) {
            return;
          }
          MgConnection listener = way.listen(loop, LoopRig::echo, way.server());
          // With compressions DEFLATE and none, and the extension heartbeat.
          ByteBuffer in =
              ByteBuffer.wrap(
                  answer(loop, listener, hello("0303", GOOD, "0100", "000f000101"), false));
          assertEquals(HANDSHAKE, in.get(0), "what is good is accepted");
          // Record 5, handshake 4, version 2, random 32, then the session's id.
          in.position(43);
          in.position(in.position() + 1 + in.get(in.position()));
          String suite = HexFormat.of().toHexDigits(in.getChar());
          assertTrue(GOOD.contains(suite), suite);
          assertEquals(0, in.get(), "no compression (CRIME)");
          int end = in.getChar() + in.position();
          while (in.position() < end) {
            assertNotEquals(HEARTBEAT_EXTENSION, in.getChar(), "no heartbeat (Heartbleed)");
            in.position(in.getChar() + in.position());
          }
        });
  }

  @Test
  default void tlsRenegotiationInfo_isAnswered() throws Exception {
    LoopRig loop = open();
    TlsWay.each(
        way -> {
          if (way.isTls13()) {
            return;
          }
          MgConnection listener = way.listen(loop, LoopRig::echo, way.server());
          byte[] answer = answer(loop, listener, hello("0303", GOOD, "00", ""), false);
          List<String> hex = List.of(HexFormat.of().formatHex(answer).split("ff01000100", 2));
          assertEquals(2, hex.size(), "RFC 5746: an empty renegotiation_info");
        });
  }
}
