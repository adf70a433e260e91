/*
 * Runs the kernel's usbtest cases on one device that the usbtest driver is bound to.
 *
 *   usbtest DEVICE [cases=0-29] [iterations=50] [length=1024] [vary=512] [sglen=32] [rounds=1]
 *
 * DEVICE is a usbfs node such as /dev/bus/usb/003/002. Cases are numbers and ranges: cases=1,2,9-12.
 * A case that the device has no endpoints for counts as unsupported. Exit code: 0 when nothing failed and something passed.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/usbdevice_fs.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/time.h>

/* What the driver's ioctl takes: the case, its parameters; it fills in how long the case took. */
struct usbtest_param {
	uint32_t test, iterations, length, vary, sglen;
	struct timeval duration;
};
#define USBTEST_REQUEST _IOWR('U', 100, struct usbtest_param)

#define CASES 30

enum outcome { PASSED, FAILED, UNSUPPORTED };

static enum outcome run_case(int fd, int number, struct usbtest_param param)
{
	struct usbdevfs_ioctl request = { .ifno = 0, .ioctl_code = USBTEST_REQUEST, .data = &param };

	param.test = number;
	if (ioctl(fd, USBDEVFS_IOCTL, &request) >= 0) {
		printf("case %2d: pass  %ld.%06ld s\n", number, (long)param.duration.tv_sec, (long)param.duration.tv_usec);
		return PASSED;
	}
	if (errno == EOPNOTSUPP) {
		printf("case %2d: unsupported\n", number);
		return UNSUPPORTED;
	}
	printf("case %2d: FAIL  %s\n", number, strerror(errno));
	return FAILED;
}

/* "1,2,9-12" */
static int parse_cases(const char *text, char *wanted)
{
	memset(wanted, 0, CASES);
	while (*text) {
		char *end;
		long first = strtol(text, &end, 10), last = first;

		if (end == text)
			return -1;
		if (*end == '-') {
			text = end + 1;
			last = strtol(text, &end, 10);
			if (end == text)
				return -1;
		}
		if (first < 0 || last >= CASES || last < first)
			return -1;
		memset(wanted + first, 1, last - first + 1);
		if (*end && *end != ',')
			return -1;
		text = *end ? end + 1 : end;
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct usbtest_param param = { .iterations = 50, .length = 1024, .vary = 512, .sglen = 32 };
	const struct { const char *name; uint32_t *value; } numbers[] = {
		{ "iterations", &param.iterations }, { "length", &param.length },
		{ "vary", &param.vary }, { "sglen", &param.sglen },
	};
	char wanted[CASES];
	unsigned counts[3] = { 0 }, rounds = 1;
	int fd, bad_usage = argc < 2;

	memset(wanted, 1, sizeof wanted);
	for (int i = 2; i < argc; i++) {
		char *value = strchr(argv[i], '=');
		int known = 0;

		if (!value) {
			bad_usage = 1;
			break;
		}
		*value++ = '\0';
		if (!strcmp(argv[i], "cases"))
			known = parse_cases(value, wanted) == 0;
		if (!strcmp(argv[i], "rounds"))
			known = (rounds = strtoul(value, NULL, 0)) > 0;
		for (unsigned n = 0; n < sizeof numbers / sizeof *numbers; n++)
			if (!strcmp(argv[i], numbers[n].name)) {
				*numbers[n].value = strtoul(value, NULL, 0);
				known = 1;
			}
		bad_usage |= !known;
	}
	if (bad_usage) {
		fprintf(stderr, "usage: usbtest DEVICE [cases=0-29] [iterations=N] [length=N] [vary=N] [sglen=N] [rounds=N]\n");
		return 2;
	}
	fd = open(argv[1], O_RDWR);
	if (fd < 0) {
		fprintf(stderr, "usbtest: %s: %s\n", argv[1], strerror(errno));
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0); /* so that the last line before a crash is seen */
	for (unsigned round = 0; round < rounds; round++)
		for (int number = 0; number < CASES; number++)
			if (wanted[number])
				counts[run_case(fd, number, param)]++;
	printf("usbtest: %u passed, %u failed, %u unsupported\n", counts[PASSED], counts[FAILED], counts[UNSUPPORTED]);
	return counts[FAILED] || !counts[PASSED];
}
