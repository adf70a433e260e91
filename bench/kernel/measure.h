/* What usbbench and diskbench have in common: the clock, the machine's activity, the line of JSON. */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MAX_SAMPLES = 4 << 20 };

/* What the whole machine did since it booted. */
struct activity { double idle; unsigned long switches; };

static uint64_t began, finished;
static uint32_t *samples;
static struct activity before;

static void die(const char *why) { fprintf(stderr, PROGRAM ": %s\n", why); exit(1); }
static void die_errno(const char *what) { fprintf(stderr, PROGRAM ": %s: %s\n", what, strerror(errno)); exit(1); }
static uint64_t now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec * 1000000000ull + t.tv_nsec; }

static struct activity machine(void) {
    struct activity a = {0};
    double idle, waiting;
    char line[512];
    FILE *f = fopen("/proc/stat", "r");
    if (!f || fscanf(f, "cpu %*f %*f %*f %lf %lf", &idle, &waiting) != 2) die("/proc/stat");
    a.idle = (idle + waiting) / sysconf(_SC_CLK_TCK);
    while (fgets(line, sizeof line, f)) sscanf(line, "ctxt %lu", &a.switches);
    fclose(f);
    return a;
}

static void start_measuring(void) {
    samples = malloc(MAX_SAMPLES * sizeof *samples);
    if (!samples) die("no memory");
    memset(samples, 0, MAX_SAMPLES / 16 * sizeof *samples); /* so that few page faults fall into the measured time */
    before = machine();
    began = now();
}

/* One transfer is done, with all that was to be checked. */
static void add_sample(uint64_t nanoseconds) {
    if (finished < MAX_SAMPLES) samples[finished] = nanoseconds > UINT32_MAX ? UINT32_MAX : nanoseconds;
    finished++;
}

static int by_value(const void *a, const void *b) { uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b; return x < y ? -1 : x > y; }

static void report(uint32_t size) {
    double took = (now() - began) / 1e9;
    struct activity after = machine();
    size_t count = finished < MAX_SAMPLES ? finished : MAX_SAMPLES;
    /* What was not idle. The kernel measures idle time, but only samples what it was busy with. */
    double cpu = took * sysconf(_SC_NPROCESSORS_ONLN) - (after.idle - before.idle), megabytes = finished * (double)size / 1e6;
    qsort(samples, count, sizeof *samples, by_value);
    printf("{\"transfers\":%llu,\"seconds\":%.4f,\"perSecond\":%.1f,\"mbPerSecond\":%.3f,\"p50us\":%.2f,\"p99us\":%.2f,\"maxUs\":%.2f,"
           "\"cpuMsPerMb\":%.4f,\"cpuUsPerTransfer\":%.2f,\"switchesPerTransfer\":%.2f}\n",
           (unsigned long long)finished, took, finished / took, megabytes / took, samples[count / 2] / 1e3,
           samples[count - 1 - count / 100] / 1e3, samples[count - 1] / 1e3, cpu * 1e3 / megabytes, cpu * 1e6 / finished,
           (double)(after.switches - before.switches) / finished);
}
