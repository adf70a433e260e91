/* The limit: a USB/IP server for one fake device that does nothing but answer. Blocking threads, reading ahead, every
 * ready reply in one gathered send. No server can be much faster than this one on the same machine, so it is what Farhub is
 * measured against. It trusts its client and must never face a network.
 *
 *   limit [-p PORT] [-b BUSID] [-s SNDBUF]     listens on 127.0.0.1, prints "listening" when ready
 *
 * Every endpoint answers at once: IN with as many bytes as were asked for, OUT by taking what comes, UNLINK with 0. Endpoint 0 has the
 * few answers that a client's library asks for before it uses a device. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum { HEADER = 48, RECORD = 312, AHEAD = 16 << 10, MAX_PAYLOAD = 16 << 20, MAX_REPLIES = 64 };

static char bus_id[32] = "200-1";
static int send_buffer;
static uint8_t *source; /* what IN payloads are made of; one for all connections, read only after start */

/* One configuration with a bulk pair, 0x81 and 0x01. */
static const uint8_t device_descriptor[] = {18, 1, 0, 2, 0xff, 0, 0, 64, 0x09, 0x12, 1, 0, 0, 1, 0, 0, 0, 1};
static const uint8_t configuration[] = {9, 2, 32, 0, 1, 1, 0, 0xc0, 0, 9, 4, 0, 0, 2, 0xff, 0, 0, 0, 7, 5, 0x81, 2, 0, 2, 0, 7, 5, 0x01, 2, 0, 2, 0};
static const uint8_t current_configuration[] = {1};

struct connection {
    int fd;
    size_t start, end;   /* unread part of ahead */
    uint8_t *ahead;      /* page-aligned: at page offset 16, large receives were measured to be 2.7 times slower */
    uint8_t *sink;       /* where OUT payloads go */
    uint8_t headers[MAX_REPLIES * HEADER];
    struct iovec pieces[MAX_REPLIES * 2];
    int replies, piece_count;
};

static uint16_t be16(const uint8_t *p) { uint16_t v; memcpy(&v, p, 2); return be16toh(v); }
static uint32_t be32(const uint8_t *p) { uint32_t v; memcpy(&v, p, 4); return be32toh(v); }
static void put16(uint8_t *p, uint16_t v) { v = htobe16(v); memcpy(p, &v, 2); }
static void put32(uint8_t *p, uint32_t v) { v = htobe32(v); memcpy(p, &v, 4); }

/* Sends all pieces; changes them. */
static int send_all(int fd, struct iovec *pieces, int count) {
    while (count > 0) {
        ssize_t sent = writev(fd, pieces, count);
        if (sent < 0) {
            if (errno == EINTR) continue;
            return -1;
        }
        while (count > 0 && (size_t)sent >= pieces->iov_len) { sent -= pieces->iov_len; pieces++; count--; }
        if (count > 0) { pieces->iov_base = (uint8_t *)pieces->iov_base + sent; pieces->iov_len -= sent; }
    }
    return 0;
}

static int flush_replies(struct connection *c) {
    if (c->replies == 0) return 0;
    int result = send_all(c->fd, c->pieces, c->piece_count);
    c->replies = c->piece_count = 0;
    return result;
}

/* Receives into first (may be empty), then into the read-ahead buffer, which must be empty when first is not. */
static ssize_t receive(struct connection *c, void *first, size_t length) {
    if (flush_replies(c) < 0) return -1;
    struct iovec pieces[2] = {{first, length}, {c->ahead + c->end, AHEAD - c->end}};
    ssize_t n;
    do n = length ? readv(c->fd, pieces, 2) : readv(c->fd, pieces + 1, 1); while (n < 0 && errno == EINTR);
    return n;
}

static uint8_t *next_header(struct connection *c) {
    while (c->end - c->start < HEADER) {
        memmove(c->ahead, c->ahead + c->start, c->end - c->start);
        c->end -= c->start;
        c->start = 0;
        ssize_t n = receive(c, NULL, 0);
        if (n <= 0) return NULL;
        c->end += n;
    }
    c->start += HEADER;
    return c->ahead + c->start - HEADER;
}

static int take_payload(struct connection *c, size_t length) {
    size_t have = c->end - c->start < length ? c->end - c->start : length;
    memcpy(c->sink, c->ahead + c->start, have);
    c->start += have;
    while (have < length) {
        c->start = c->end = 0;
        ssize_t n = receive(c, c->sink + have, length - have);
        if (n <= 0) return -1;
        size_t payload = (size_t)n < length - have ? (size_t)n : length - have;
        c->end = n - payload;
        have += payload;
    }
    return 0;
}

static void add_piece(struct connection *c, void *start, size_t length) {
    struct iovec *last = c->pieces + c->piece_count - 1;
    if (c->piece_count > 0 && (uint8_t *)last->iov_base + last->iov_len == start) last->iov_len += length;
    else c->pieces[c->piece_count++] = (struct iovec){start, length};
}

/* What endpoint 0 answers, and how much of it; setup has passed without a look at the direction. */
static const uint8_t *control_answer(const uint8_t *setup, uint32_t *length) {
    const uint8_t *answer = source;
    uint32_t size = *length;
    if (setup[1] == 6 && setup[3] == 1) { answer = device_descriptor; size = sizeof device_descriptor; }
    else if (setup[1] == 6 && setup[3] == 2) { answer = configuration; size = sizeof configuration; }
    else if (setup[1] == 8) { answer = current_configuration; size = 1; }
    if (size < *length) *length = size;
    return answer;
}

static void serve_urbs(struct connection *c) {
    uint8_t *request;
    while ((request = next_header(c))) {
        uint32_t command = be32(request), seqnum = be32(request + 4), is_in = be32(request + 12);
        uint32_t length = be32(request + 24), packets = be32(request + 32);
        const uint8_t *answer = source;
        if (command == 1 && is_in && be32(request + 16) == 0) answer = control_answer(request + 40, &length);
        if (command == 1 && !is_in) {
            if (length > MAX_PAYLOAD || take_payload(c, length) < 0) return; /* request is overwritten from here on */
        }
        if (c->replies == MAX_REPLIES && flush_replies(c) < 0) return;
        uint8_t *reply = c->headers + c->replies++ * HEADER;
        memset(reply, 0, HEADER);
        put32(reply, command + 2);
        put32(reply + 4, seqnum);
        if (command == 1) {
            if (length > MAX_PAYLOAD) return;
            put32(reply + 24, length);
            put32(reply + 32, packets);
        }
        add_piece(c, reply, HEADER);
        if (command == 1 && is_in && length > 0) add_piece(c, (void *)answer, length);
    }
}

static void put_device(uint8_t *record) {
    memset(record, 0, RECORD);
    strcpy((char *)record, "/the/limit");
    memcpy(record + 256, bus_id, sizeof bus_id);
    put32(record + 288, 200);
    put32(record + 292, 1);
    put32(record + 296, 3);
    put16(record + 300, 0x1209);
    put16(record + 302, 0x0001);
    record[309] = record[310] = record[311] = 1;
}

static int receive_exactly(int fd, void *to, size_t length) { return recv(fd, to, length, MSG_WAITALL) == (ssize_t)length ? 0 : -1; }

static void *serve(void *argument) {
    int fd = (int)(intptr_t)argument;
    uint8_t request[40], reply[8 + 4 + RECORD + 4] = {0x01, 0x11};
    if (receive_exactly(fd, request, 8) == 0) {
        if (be16(request + 2) == 0x8005) {
            put16(reply + 2, 0x0005);
            put32(reply + 8, 1);
            put_device(reply + 12);
            reply[12 + RECORD] = 0xff;
            if (write(fd, reply, sizeof reply) < 0) perror("write");
        } else if (be16(request + 2) == 0x8003 && receive_exactly(fd, request + 8, 32) == 0) {
            put16(reply + 2, 0x0003);
            put_device(reply + 8);
            if (write(fd, reply, 8 + RECORD) > 0) {
                struct connection *c = calloc(1, sizeof *c);
                c->fd = fd;
                if (posix_memalign((void **)&c->ahead, 4096, AHEAD) || posix_memalign((void **)&c->sink, 4096, MAX_PAYLOAD)) abort();
                serve_urbs(c);
                free(c->ahead);
                free(c->sink);
                free(c);
            }
        }
    }
    close(fd);
    return NULL;
}

int main(int argc, char **argv) {
    int port = 3240, option, yes = 1;
    while ((option = getopt(argc, argv, "p:b:s:")) != -1) {
        if (option == 'p') port = atoi(optarg);
        else if (option == 'b') { memset(bus_id, 0, sizeof bus_id); strncpy(bus_id, optarg, sizeof bus_id - 1); }
        else if (option == 's') send_buffer = atoi(optarg);
        else return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    if (posix_memalign((void **)&source, 4096, MAX_PAYLOAD)) return 1;
    for (size_t i = 0; i < MAX_PAYLOAD; i++) source[i] = (uint8_t)i;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 128) < 0) { perror("listen"); return 1; }
    puts("listening");
    fflush(stdout);
    for (;;) {
        int fd = accept(listener, NULL, NULL);
        if (fd < 0) continue;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        if (send_buffer) setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &send_buffer, sizeof send_buffer);
        pthread_t thread;
        if (pthread_create(&thread, NULL, serve, (void *)(intptr_t)fd) == 0) pthread_detach(thread);
        else close(fd);
    }
}
