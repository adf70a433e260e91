/* Reads or writes a disk past every cache, one request at a time, and checks what it reads. Prints one line of JSON. Overwrites the disk!
 *
 *   diskbench DISK fill|read|write [-r] [-s SIZE] [-t SECONDS] [-l]
 *
 *   fill   writes the first 32 MiB, which the others move in; -r: at random places, otherwise in sequence
 *   -l     a buffer that is one piece of physical memory: a request need not be split where pages are apart */
#define _GNU_SOURCE
#define PROGRAM "diskbench"
#include "measure.h"
#include <fcntl.h>
#include <sys/mman.h>

enum { REGION = 32 << 20, SECTOR = 512, PAGE = 4096, LARGE_PAGE = 2 << 20 };

/* Every sector carries its own place: enough to see what is lost or swapped, and little to do. */
static void stamp(uint8_t *bytes, uint32_t size, uint64_t place) {
    for (uint32_t at = 0; at < size; at += SECTOR) { uint64_t here = place + at; memcpy(bytes + at, &here, sizeof here); }
}

static void check(const uint8_t *bytes, uint32_t size, uint64_t place) {
    for (uint32_t at = 0; at < size; at += SECTOR) {
        uint64_t here = place + at;
        if (!memcmp(bytes + at, &here, sizeof here)) continue;
        fprintf(stderr, PROGRAM ": other data at %llu\n", (unsigned long long)here);
        exit(1);
    }
}

static void move(int fd, int is_write, uint8_t *buffer, uint32_t size, uint64_t place) {
    if (is_write) stamp(buffer, size, place);
    uint64_t started = now();
    ssize_t moved = is_write ? pwrite(fd, buffer, size, place) : pread(fd, buffer, size, place);
    if (moved < 0) die_errno("transfer");
    if (moved != (ssize_t)size) die("a short transfer");
    add_sample(now() - started);
    if (!is_write) check(buffer, size, place);
}

int main(int argc, char **argv) {
    int option, is_random = 0, is_large = 0;
    uint32_t size = 1 << 20, random = 12345;
    double seconds = 1;
    while ((option = getopt(argc, argv, "rs:t:l")) != -1) {
        switch (option) {
            case 'r': is_random = 1; break;
            case 's': size = strtoul(optarg, NULL, 0); break;
            case 't': seconds = atof(optarg); break;
            case 'l': is_large = 1; break;
            default: return 2;
        }
    }
    if (optind != argc - 2 || size % PAGE || size < PAGE || size > LARGE_PAGE) { fprintf(stderr, "diskbench: see the head of diskbench.c\n"); return 2; }
    int is_fill = !strcmp(argv[optind + 1], "fill"), is_write = is_fill || !strcmp(argv[optind + 1], "write");
    int fd = open(argv[optind], O_RDWR | O_DIRECT);
    if (fd < 0) die_errno(argv[optind]);
    uint8_t *buffer;
    if (posix_memalign((void **)&buffer, LARGE_PAGE, LARGE_PAGE)) die("no memory");
    if (madvise(buffer, LARGE_PAGE, is_large ? MADV_HUGEPAGE : MADV_NOHUGEPAGE) < 0) die_errno("madvise");
    memset(buffer, 0, LARGE_PAGE);

    start_measuring();
    uint64_t end = began + (uint64_t)(seconds * 1e9), place = 0;
    while (is_fill ? place < REGION : now() < end) {
        if (is_random) {
            random = random * 1664525 + 1013904223;
            place = (uint64_t)(random >> 8) % (REGION / size) * size;
        }
        move(fd, is_write, buffer, size, place);
        if (!is_random) place = is_fill ? place + size : (place + size) % REGION;
    }
    report(size);
    return 0;
}
