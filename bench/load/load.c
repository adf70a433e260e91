/* The load generator: imports one device from any USB/IP server and keeps DEPTH URBs of SIZE bytes in flight on an endpoint. Every
 * reply is checked: a known seqnum, answered once, status 0, all bytes, and what a reply has no use for is 0. Prints one line of JSON.
 *
 *   load [-a ADDRESS] [-p PORT] [-b BUSID] [-e ENDPOINT] [-o] [-s SIZE] [-d DEPTH] [-t SECONDS] [-1] [-P PID]
 *
 *   -e N   endpoint number; -o: OUT, otherwise IN; -e 0: control, GET_DESCRIPTOR of the device, 18 bytes
 *   -1     one command a send, as Linux does; otherwise all that is due goes in one
 *   -P PID the server's process, whose CPU time and peak memory are reported
 *
 * One thread, blocking: it sends what is due, then waits for replies. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { HEADER = 48, RECORD = 312, MAX_DEPTH = 1024, BUFFER = 1 << 20, MAX_SAMPLES = 8 << 20 };

static int fd, endpoint = 1, is_out, depth = 1, one_per_send, server_pid;
static uint32_t size = 64, dev_id;
static uint64_t submitted[MAX_DEPTH];  /* by slot: when */
static uint32_t expected[MAX_DEPTH];   /* by slot: seqnum in flight, 0 for none */
static uint32_t next_round;
static uint32_t *samples;
static size_t sample_count;
static uint8_t *payload, commands[MAX_DEPTH][HEADER];

static void die(const char *why) { fprintf(stderr, "load: %s\n", why); exit(1); }
static uint32_t be32(const uint8_t *p) { uint32_t v; memcpy(&v, p, 4); return be32toh(v); }
static void put32(uint8_t *p, uint32_t v) { v = htobe32(v); memcpy(p, &v, 4); }
static uint64_t now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec * 1000000000ull + t.tv_nsec; }

static void send_all(struct iovec *pieces, int count) {
    while (count > 0) {
        ssize_t sent = writev(fd, pieces, count > 1024 ? 1024 : count);
        if (sent < 0) { if (errno == EINTR) continue; die(strerror(errno)); }
        while (count > 0 && (size_t)sent >= pieces->iov_len) { sent -= pieces->iov_len; pieces++; count--; }
        if (count > 0) { pieces->iov_base = (uint8_t *)pieces->iov_base + sent; pieces->iov_len -= sent; }
    }
}

static void receive_exactly(void *to, size_t length) { if (recv(fd, to, length, MSG_WAITALL) != (ssize_t)length) die("the server hung up"); }

static void import(const char *address, int port, const char *bus_id) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
    uint8_t request[40] = {0x01, 0x11, 0x80, 0x03}, reply[8 + RECORD];
    int yes = 1;
    if (inet_pton(AF_INET, address, &to.sin_addr) != 1) die("-a takes an IPv4 address");
    fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(fd, (struct sockaddr *)&to, sizeof to) < 0) die(strerror(errno));
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    strncpy((char *)request + 8, bus_id, 31);
    send_all(&(struct iovec){request, sizeof request}, 1);
    receive_exactly(reply, 8);
    if (be32(reply + 4) != 0) die("the server refused the import");
    receive_exactly(reply + 8, RECORD);
    dev_id = be32(reply + 8 + 288) << 16 | be32(reply + 8 + 292);
}

/* Fills the command of a slot. A seqnum is round × MAX_DEPTH + slot + 1: never 0, and it names its slot. */
static void prepare(int slot) {
    uint8_t *c = commands[slot];
    expected[slot] = next_round * MAX_DEPTH + slot + 1;
    memset(c, 0, HEADER);
    put32(c, 1);
    put32(c + 4, expected[slot]);
    put32(c + 8, dev_id);
    put32(c + 12, !is_out);
    put32(c + 16, endpoint);
    put32(c + 24, size);
    if (endpoint == 0) memcpy(c + 40, "\x80\x06\x00\x01\x00\x00\x12\x00", 8);
    submitted[slot] = now();
}

static void submit(const int *slots, int count) {
    static struct iovec pieces[MAX_DEPTH * 2];
    int n = 0;
    for (int i = 0; i < count; i++) {
        prepare(slots[i]);
        pieces[n++] = (struct iovec){commands[slots[i]], HEADER};
        if (is_out && size) pieces[n++] = (struct iovec){payload, size};
        if (one_per_send) { send_all(pieces, n); n = 0; }
    }
    next_round = (next_round + 1) % 4000000;
    if (n) send_all(pieces, n);
}

/* Checks a reply's header; its slot. */
static int check_reply(const uint8_t *h) {
    uint32_t seqnum = be32(h + 4);
    int slot = (seqnum - 1) % MAX_DEPTH;
    if (be32(h) != 3) die("a reply that is no RET_SUBMIT");
    if (slot >= depth || expected[slot] != seqnum) die("a reply to nothing that is in flight");
    if (be32(h + 20) != 0) { fprintf(stderr, "load: status %d\n", (int)be32(h + 20)); exit(1); }
    if (be32(h + 24) != size) die("a reply with another length");
    if (be32(h + 8) | be32(h + 12) | be32(h + 16)) die("a reply with devid, direction or endpoint");
    if (be32(h + 32) | be32(h + 36)) die("a reply with isochronous packets or errors");
    expected[slot] = 0;
    uint64_t took = now() - submitted[slot];
    if (sample_count < MAX_SAMPLES) samples[sample_count++] = took > UINT32_MAX ? UINT32_MAX : took;
    return slot;
}

static int by_value(const void *a, const void *b) { uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b; return x < y ? -1 : x > y; }

static double server_cpu(void) {
    char path[64], text[1024];
    unsigned long user, system;
    if (!server_pid) return 0;
    snprintf(path, sizeof path, "/proc/%d/stat", server_pid);
    FILE *f = fopen(path, "r");
    if (!f || !fgets(text, sizeof text, f)) die("the server's process is not there");
    fclose(f);
    if (sscanf(strrchr(text, ')') + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system) != 2) die("/proc/PID/stat");
    return (double)(user + system) / sysconf(_SC_CLK_TCK);
}

static long server_peak_kib(void) {
    char path[64], line[256];
    long kib = 0;
    if (!server_pid) return 0;
    snprintf(path, sizeof path, "/proc/%d/status", server_pid);
    FILE *f = fopen(path, "r");
    while (f && fgets(line, sizeof line, f)) sscanf(line, "VmHWM: %ld", &kib);
    if (f) fclose(f);
    return kib;
}

int main(int argc, char **argv) {
    const char *address = "127.0.0.1", *bus_id = "200-1";
    int port = 3240, option;
    double seconds = 2;
    while ((option = getopt(argc, argv, "a:p:b:e:os:d:t:1P:")) != -1) {
        switch (option) {
            case 'a': address = optarg; break;
            case 'p': port = atoi(optarg); break;
            case 'b': bus_id = optarg; break;
            case 'e': endpoint = atoi(optarg); break;
            case 'o': is_out = 1; break;
            case 's': size = atoi(optarg); break;
            case 'd': depth = atoi(optarg); break;
            case 't': seconds = atof(optarg); break;
            case '1': one_per_send = 1; break;
            case 'P': server_pid = atoi(optarg); break;
            default: return 2;
        }
    }
    if (depth < 1 || depth > MAX_DEPTH) die("-d takes 1 to 1024");
    if (endpoint == 0) size = 18;
    uint8_t *buffer;
    if (posix_memalign((void **)&buffer, 4096, BUFFER) || posix_memalign((void **)&payload, 4096, size + 1)) return 1;
    memset(payload, 0x5a, size);
    samples = malloc(MAX_SAMPLES * sizeof *samples);
    import(address, port, bus_id);

    double cpu = server_cpu();
    int due[MAX_DEPTH], due_count = depth;
    for (int i = 0; i < depth; i++) due[i] = i;
    uint64_t began = now(), end = began + (uint64_t)(seconds * 1e9), urbs = 0;
    submit(due, due_count);
    int in_flight = depth;
    size_t have = 0, skip = 0; /* bytes of a header in the buffer; bytes of payload still to come */
    while (in_flight > 0) {
        ssize_t n = recv(fd, buffer + have, BUFFER - have, 0);
        if (n <= 0) die("the server hung up");
        size_t at = 0, filled = have + n;
        due_count = 0;
        while (1) {
            if (skip) {
                size_t part = filled - at < skip ? filled - at : skip;
                at += part;
                skip -= part;
                if (skip) break;
            }
            if (filled - at < HEADER) break;
            int slot = check_reply(buffer + at);
            at += HEADER;
            if (!is_out) skip = size;
            urbs++;
            in_flight--;
            due[due_count++] = slot;
        }
        have = filled - at;
        memmove(buffer, buffer + at, have);
        if (due_count && now() < end) {
            submit(due, due_count);
            in_flight += due_count;
        }
    }
    if (skip) {
        while (skip) { ssize_t n = recv(fd, buffer, skip < BUFFER ? skip : BUFFER, 0); if (n <= 0) die("the server hung up"); skip -= n; }
    }
    double took = (now() - began) / 1e9;
    cpu = server_cpu() - cpu;
    qsort(samples, sample_count, sizeof *samples, by_value);
    printf("{\"urbs\":%llu,\"seconds\":%.4f,\"urbsPerSecond\":%.1f,\"mbPerSecond\":%.3f,\"minUs\":%.2f,\"p50us\":%.2f,\"p99us\":%.2f,\"maxUs\":%.2f,\"cpuSecondsPerGb\":%.4f,\"cpuUsPerUrb\":%.3f,\"peakKib\":%ld}\n",
           (unsigned long long)urbs, took, urbs / took, urbs * (double)size / took / 1e6, samples[0] / 1e3, samples[sample_count / 2] / 1e3,
           samples[sample_count - 1 - sample_count / 100] / 1e3, samples[sample_count - 1] / 1e3,
           cpu / (urbs * (double)size / 1e9), cpu * 1e6 / urbs, server_peak_kib());
    return 0;
}
