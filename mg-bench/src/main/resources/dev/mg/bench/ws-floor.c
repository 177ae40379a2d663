/*
 * The least a single-threaded WebSocket server can do on Linux: epoll, read, find the frames,
 * unmask each straight into its answer, write all answers of the read at once. What it costs is the
 * floor the others stand on.
 *
 * It understands just what the loads send: the handshake with one read, then whole messages, masked,
 * of less than 64 KiB. On the path /ws a message goes back to its sender, on /topic to all that
 * asked for this path. Anything else ends the connection.
 */
#include "floor.h"

#define KEY "\r\nSec-WebSocket-Key: "
#define GUID "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
#define ACCEPTED "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n" \
  "Connection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n"

enum {
  KEY_CHARS = 24,
  FIN = 0x80,
  BINARY = 2,
  MASKED = 0x80,
  IN_TWO_OCTETS = 126
};

/* What a connection is about. */
enum { HANDSHAKE, ECHO, TOPIC };

/* A frame that has not come whole with one read. */
struct part {
  size_t have;
  unsigned char bytes[];
};

static unsigned char in[262144];
/* An answer is shorter than what it answers. */
static unsigned char out[sizeof in];
static unsigned char about[MAX_FDS];
static struct part *parts[MAX_FDS];
static int subscribers[MAX_FDS];
static int subscriber_count;

static uint32_t rotated(uint32_t word, int bits) {
  return word << bits | word >> (32 - bits);
}

/* FIPS 180-4 section 6.1.2, one block. */
static void sha1_block(uint32_t h[5], const unsigned char *block) {
  uint32_t w[80];
  uint32_t a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
  for (int t = 0; t < 16; t++) {
    w[t] = (uint32_t) block[4 * t] << 24 | (uint32_t) block[4 * t + 1] << 16
        | (uint32_t) block[4 * t + 2] << 8 | block[4 * t + 3];
  }
  for (int t = 16; t < 80; t++) {
    w[t] = rotated(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
  }
  for (int t = 0; t < 80; t++) {
    uint32_t f = t < 20 ? ((b & c) ^ (~b & d)) + 0x5a827999
        : t < 40 ? (b ^ c ^ d) + 0x6ed9eba1
        : t < 60 ? ((b & c) ^ (b & d) ^ (c & d)) + 0x8f1bbcdc
        : (b ^ c ^ d) + 0xca62c1d6;
    uint32_t next = rotated(a, 5) + f + e + w[t];
    e = d;
    d = c;
    c = rotated(b, 30);
    b = a;
    a = next;
  }
  h[0] += a;
  h[1] += b;
  h[2] += c;
  h[3] += d;
  h[4] += e;
}

/* The accept of RFC 6455 section 4.2.2: the hash of key and GUID, 60 octets, in base64. */
static void accept_for(const char *key, char *to) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  unsigned char text[128] = {0};
  uint32_t h[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  unsigned char hash[21] = {0};
  size_t len = KEY_CHARS + sizeof GUID - 1;
  memcpy(text, key, KEY_CHARS);
  memcpy(text + KEY_CHARS, GUID, sizeof GUID - 1);
  text[len] = 0x80;
  /* The length in bits, big end last. */
  text[126] = (unsigned char) (len * 8 >> 8);
  text[127] = (unsigned char) (len * 8);
  sha1_block(h, text);
  sha1_block(h, text + 64);
  for (int i = 0; i < 20; i++) hash[i] = (unsigned char) (h[i / 4] >> (24 - i % 4 * 8));
  for (int i = 0; i < 21; i += 3, to += 4) {
    uint32_t three = (uint32_t) hash[i] << 16 | (uint32_t) hash[i + 1] << 8 | hash[i + 2];
    for (int j = 0; j < 4; j++) to[j] = digits[three >> (18 - 6 * j) & 63];
  }
  to[-1] = '=';
  *to = 0;
}

static int shake_hands(int fd, size_t n) {
  char accept[29];
  char answer[256];
  const char *end = memmem(in, n, "\r\n\r\n", 4);
  const char *key = memmem(in, n, KEY, sizeof KEY - 1);
  int topic = n > 11 && memcmp(in, "GET /topic ", 11) == 0;
  if (end == NULL || key == NULL || key + sizeof KEY - 1 + KEY_CHARS > end) return -1;
  if (!topic && (n < 8 || memcmp(in, "GET /ws ", 8) != 0)) return -1;
  accept_for(key + sizeof KEY - 1, accept);
  int len = snprintf(answer, sizeof answer, ACCEPTED, accept);
  if (write_all(fd, answer, (size_t) len) < 0) return -1;
  about[fd] = topic ? TOPIC : ECHO;
  if (topic) subscribers[subscriber_count++] = fd;
  return 0;
}

static void unmask(
    unsigned char *restrict to, const unsigned char *restrict from, size_t n,
    const unsigned char *key) {
  uint32_t four;
  memcpy(&four, key, sizeof four);
  uint64_t eight = (uint64_t) four << 32 | four;
  size_t words = n / sizeof eight;
  for (size_t i = 0; i < words; i++) {
    uint64_t word;
    memcpy(&word, from + i * sizeof word, sizeof word);
    word ^= eight;
    memcpy(to + i * sizeof word, &word, sizeof word);
  }
  for (size_t i = words * sizeof eight; i < n; i++) to[i] = from[i] ^ key[i & 3];
}

/*
 * Makes the answers to the frames that are whole. Returns how much of the bytes they were, or -1;
 * *to is moved to the end of the answers.
 */
static ssize_t answer_frames(const unsigned char *from, size_t n, unsigned char **to) {
  size_t at = 0;
  while (n - at >= 6) {
    const unsigned char *frame = from + at;
    size_t len = frame[1] & ~MASKED;
    size_t head = 2;
    if (frame[0] != (FIN | BINARY) || !(frame[1] & MASKED) || len > IN_TWO_OCTETS) return -1;
    if (len == IN_TWO_OCTETS) {
      len = (size_t) frame[2] << 8 | frame[3];
      head = 4;
    }
    if (n - at < head + 4 + len) break;
    (*to)[0] = frame[0];
    (*to)[1] = frame[1] & ~MASKED;
    if (head == 4) memcpy(*to + 2, frame + 2, 2);
    unmask(*to + head, frame + head + 4, len, frame + head);
    *to += head + len;
    at += head + 4 + len;
  }
  return (ssize_t) at;
}

static int keep(int fd, const unsigned char *bytes, size_t n) {
  struct part *p = malloc(sizeof *p + n);
  if (p == NULL) return -1;
  p->have = n;
  memcpy(p->bytes, bytes, n);
  parts[fd] = p;
  return 0;
}

/* 0, or -1 if the connection is to be closed. */
static int serve(int fd) {
  struct part *p = parts[fd];
  size_t have = 0;
  if (p != NULL) {
    have = p->have;
    memcpy(in, p->bytes, have);
  }
  ssize_t got = read(fd, in + have, sizeof in - have);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
  if (got <= 0) return -1;
  free(p);
  parts[fd] = NULL;
  have += (size_t) got;
  if (about[fd] == HANDSHAKE) return shake_hands(fd, have);
  unsigned char *end = out;
  ssize_t used = answer_frames(in, have, &end);
  if (used < 0) return -1;
  size_t len = (size_t) (end - out);
  if (about[fd] == ECHO) {
    if (len > 0 && write_all(fd, out, len) < 0) return -1;
  } else {
    /* Who is gone is found by its own event. */
    for (int i = 0; len > 0 && i < subscriber_count; i++) write_all(subscribers[i], out, len);
  }
  return (size_t) used < have ? keep(fd, in + used, have - (size_t) used) : 0;
}

static void begin(int fd) {
  about[fd] = HANDSHAKE;
}

static void end(int fd) {
  for (int i = 0; about[fd] == TOPIC && i < subscriber_count; i++) {
    if (subscribers[i] == fd) subscribers[i] = subscribers[--subscriber_count];
  }
  free(parts[fd]);
  parts[fd] = NULL;
}
