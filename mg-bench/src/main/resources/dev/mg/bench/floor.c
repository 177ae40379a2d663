/*
 * The least a single-threaded HTTP server can do on Linux: epoll, read, find the ends of the
 * requests, write their answers at once. What it costs is the floor the others stand on.
 *
 * It understands just what the loads send. GET: a fixed answer; the connection is closed after one
 * whose head ends with "close". POST: the body, whose length is given, is read whole and sent back
 * from where it was received to; such requests are not pipelined.
 */
#include "floor.h"

#define DATE "Date: Thu, 01 Jan 2026 00:00:00 GMT\r\n"
#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n" DATE
#define TAIL "Content-Length: 13\r\n\r\nHello, World!"
#define ANSWER HEAD TAIL
#define LAST_ANSWER HEAD "Connection: close\r\n" TAIL
#define CLOSE "close\r\n\r\n"

enum {
  ANSWER_LEN = sizeof(ANSWER) - 1,
  CLOSE_LEN = sizeof(CLOSE) - 1,
  BATCH = 512,
  IN_HEAD = 4,
  /* Room for an answer's head before a body that stands at the start of a buffer. */
  ROOM = 128,
  MAX_POST = 1 << 21
};

/* A POST that has not come whole with one read. */
struct part {
  size_t have;
  char bytes[ROOM + MAX_POST];
};

static char answers[BATCH * ANSWER_LEN];
static char shared[ROOM + 65536];
static char *const in = shared + ROOM;
static const size_t in_size = sizeof shared - ROOM;
/*
 * 0 between requests; in a head IN_HEAD and how much of its end has been seen, 0 to 3 bytes of
 * CR LF CR LF.
 */
static unsigned char seen[MAX_FDS];
static struct part *parts[MAX_FDS];

/* Ends of heads in in[0..n), going on where the last read of this connection stopped. */
static int count_heads(int fd, ssize_t n) {
  int heads = 0;
  ssize_t end = 0;
  unsigned state = seen[fd] & 3;
  for (ssize_t i = 0; i < n; i++) {
    char ch = in[i];
    if (ch == (state & 1 ? '\n' : '\r')) {
      if (++state == 4) {
        heads++;
        state = 0;
        end = i + 1;
      }
    } else {
      state = ch == '\r';
    }
  }
  seen[fd] = (unsigned char) (end == n ? 0 : IN_HEAD | state);
  return heads;
}

/* As many answers as leave with one write, made at the first connection. */
static void fill_answers(void) {
  for (int i = 0; i < BATCH; i++) memcpy(answers + i * ANSWER_LEN, ANSWER, ANSWER_LEN);
}

static int answer_gets(int fd, ssize_t n) {
  int heads = count_heads(fd, n);
  if (heads > 0 && n >= CLOSE_LEN && memcmp(in + n - CLOSE_LEN, CLOSE, CLOSE_LEN) == 0) {
    write_all(fd, LAST_ANSWER, sizeof(LAST_ANSWER) - 1);
    return -1;
  }
  while (heads > 0) {
    int batch = heads < BATCH ? heads : BATCH;
    if (write_all(fd, answers, (size_t) batch * ANSWER_LEN) < 0) return -1;
    heads -= batch;
  }
  return 0;
}

/* 1: answered, 0: more has to come, -1: the connection is to be closed. */
static int answer_post(int fd, char *request, size_t have) {
  static char head[ROOM];
  static size_t head_len;
  static size_t head_of = (size_t) -1;
  char *end = memmem(request, have, "\r\n\r\n", 4);
  if (end == NULL) return have < in_size ? 0 : -1;
  char *field = memmem(request, (size_t) (end - request), "\r\nContent-Length: ", 18);
  if (field == NULL) return -1;
  size_t len = strtoul(field + 18, NULL, 10);
  char *body = end + 4;
  if (len > MAX_POST - in_size) return -1;
  if (have - (size_t) (body - request) < len) return 0;
  if (len != head_of) {
    head_of = len;
    head_len = (size_t) snprintf(head, sizeof head,
        "HTTP/1.1 200 OK\r\n" DATE "Content-Length: %zu\r\n\r\n", len);
  }
  /* Over the request's head: the answer leaves in one piece, and no body is copied. */
  memcpy(body - head_len, head, head_len);
  return write_all(fd, body - head_len, head_len + len) < 0 ? -1 : 1;
}

static int start_part(int fd, size_t n) {
  struct part *p = malloc(sizeof *p);
  if (p == NULL) return -1;
  memcpy(p->bytes + ROOM, in, n);
  p->have = n;
  parts[fd] = p;
  return 0;
}

static int go_on(int fd, struct part *p) {
  ssize_t n = read(fd, p->bytes + ROOM + p->have, MAX_POST - p->have);
  if (n < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
  if (n <= 0) return -1;
  p->have += (size_t) n;
  int done = answer_post(fd, p->bytes + ROOM, p->have);
  if (done > 0) {
    parts[fd] = NULL;
    free(p);
  }
  return done;
}

static int serve(int fd) {
  if (parts[fd] != NULL) return go_on(fd, parts[fd]);
  ssize_t n = read(fd, in, in_size);
  if (n < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
  if (n <= 0) return -1;
  if (in[0] != 'P' || seen[fd] != 0) return answer_gets(fd, n);
  int done = answer_post(fd, in, (size_t) n);
  return done == 0 ? start_part(fd, (size_t) n) : done;
}

static void begin(int fd) {
  if (answers[0] == 0) fill_answers();
  seen[fd] = 0;
}

static void end(int fd) {
  free(parts[fd]);
  parts[fd] = NULL;
}
