/*
 * A USB/IP client that says exactly what it is told, for scenarios in which the peer behaves badly.
 *
 *   usbip-raw HOST BUSID sector N        reads one sector of a USB disk, to stdout
 *   usbip-raw HOST BUSID hold            attaches and keeps the device until the hub ends the connection
 *   usbip-raw HOST BUSID flood           attaches, asks for descriptors without end and never reads an answer
 *   usbip-raw HOST BUSID hostile CASE    sends one hostile packet and judges what comes back
 *
 * Exit code 0: as it should be; 1: not; 2: usage; 3: the hub refused the import.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PORT 3240
#define ANSWER_MS 8000 /* generous: guests are slow */

enum { CMD_SUBMIT = 1, CMD_UNLINK, RET_SUBMIT, RET_UNLINK };
enum { OUT, IN };
enum { CLOSED = 0, ANSWERED = 1, SILENT = 2 };

static int sock;
static uint32_t devid, next_seqnum = 1;

static void __attribute__((noreturn, format(printf, 2, 3))) quit(int code, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	exit(code);
}

/* --- bytes --------------------------------------------------------------------------------------------------------- */

static void put32(uint8_t *at, uint32_t value) { value = htonl(value); memcpy(at, &value, 4); }
static uint32_t get32(const uint8_t *at) { uint32_t value; memcpy(&value, at, 4); return ntohl(value); }

static void send_all(const void *data, size_t length)
{
	if (length && send(sock, data, length, MSG_NOSIGNAL) != (ssize_t)length)
		fprintf(stderr, "send: %s\n", strerror(errno)); /* the hub may have closed already: judged by what is read */
}

/* CLOSED, ANSWERED, or SILENT when nothing came in time. */
static int receive(void *data, size_t length)
{
	uint8_t *at = data;

	while (length) {
		struct pollfd readable = { .fd = sock, .events = POLLIN };
		ssize_t got;

		if (poll(&readable, 1, ANSWER_MS) == 0)
			return SILENT;
		got = recv(sock, at, length, 0);
		if (got <= 0)
			return CLOSED;
		at += got;
		length -= got;
	}
	return ANSWERED;
}

/* --- the handshake ------------------------------------------------------------------------------------------------- */

static void import(const char *host, const char *busid)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(PORT) };
	uint8_t request[40] = { 0x01, 0x11, 0x80, 0x03 }, reply[320];
	int one = 1;

	if (!inet_aton(host, &address.sin_addr))
		quit(2, "%s is no IPv4 address", host);
	sock = socket(AF_INET, SOCK_STREAM, 0);
	if (connect(sock, (struct sockaddr *)&address, sizeof address))
		quit(3, "connect: %s", strerror(errno));
	setsockopt(sock, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	memcpy(request + 8, busid, strnlen(busid, 31));
	send_all(request, sizeof request);
	if (receive(reply, 8) != ANSWERED)
		quit(3, "no answer to the import");
	if (get32(reply + 4))
		quit(3, "import refused, status %u", get32(reply + 4));
	if (receive(reply + 8, sizeof reply - 8) != ANSWERED)
		quit(3, "import answer cut short");
	devid = get32(reply + 8 + 288) << 16 | get32(reply + 8 + 292);
}

/* --- URBs ---------------------------------------------------------------------------------------------------------- */

struct submit {
	uint32_t command, devid, direction, endpoint, flags, length, packets;
	uint8_t setup[8];
	const void *payload;
	size_t payload_length;
};

struct answer {
	uint32_t command, seqnum;
	int32_t status, length, packets;
	uint8_t data[4096];
};

static uint32_t send_submit(const struct submit *urb)
{
	uint8_t header[48] = { 0 };
	uint32_t seqnum = next_seqnum++;

	put32(header, urb->command ? urb->command : CMD_SUBMIT);
	put32(header + 4, seqnum);
	put32(header + 8, urb->devid ? urb->devid : devid);
	put32(header + 12, urb->direction);
	put32(header + 16, urb->endpoint);
	put32(header + 20, urb->flags);
	put32(header + 24, urb->length);
	put32(header + 32, urb->packets);
	memcpy(header + 40, urb->setup, 8);
	send_all(header, sizeof header);
	send_all(urb->payload, urb->payload_length);
	return seqnum;
}

/* One answer; `in` says whether its URB was one with data to come back. */
static int read_answer(struct answer *answer, int in)
{
	uint8_t header[48];
	int outcome = receive(header, sizeof header);
	int32_t left;

	if (outcome != ANSWERED)
		return outcome;
	answer->command = get32(header);
	answer->seqnum = get32(header + 4);
	answer->status = get32(header + 20);
	answer->length = get32(header + 24);
	answer->packets = get32(header + 32);
	if (answer->command != RET_SUBMIT || !in)
		return ANSWERED;
	for (left = answer->length; left > 0;) {
		int32_t part = left < (int32_t)sizeof answer->data ? left : (int32_t)sizeof answer->data;

		outcome = receive(answer->data, part);
		if (outcome != ANSWERED)
			return outcome;
		left -= part;
	}
	return ANSWERED;
}

/* One URB and its answer, when nothing odd is wanted. */
static int32_t transfer(const struct submit *urb, struct answer *answer)
{
	uint32_t seqnum = send_submit(urb);

	if (read_answer(answer, urb->direction == IN) != ANSWERED)
		quit(1, "no answer to URB %u", seqnum);
	if (answer->command != RET_SUBMIT || answer->seqnum != seqnum)
		quit(1, "answer %u to %u where RET_SUBMIT of %u was due", answer->command, answer->seqnum, seqnum);
	return answer->status;
}

static int32_t control(struct answer *answer, uint8_t type, uint8_t request, uint16_t value, uint16_t index, uint16_t length)
{
	struct submit urb = {
		.direction = type & 0x80 ? IN : OUT, .length = length,
		.setup = { type, request, value, value >> 8, index, index >> 8, length, length >> 8 },
	};

	return transfer(&urb, answer);
}

/* The device descriptor, as proof that the connection is alive and in step. */
static int alive(void)
{
	struct answer answer;

	return control(&answer, 0x80, 6, 0x0100, 0, 18) == 0 && answer.length == 18 && answer.data[1] == 1;
}

/* --- a disk -------------------------------------------------------------------------------------------------------- */

static uint8_t bulk_in, bulk_out; /* endpoint numbers */

static void find_bulk_endpoints(void)
{
	struct answer config;

	if (control(&config, 0x80, 6, 0x0200, 0, 255))
		quit(1, "no configuration descriptor: %d", config.status);
	for (int at = 0; at + 7 <= config.length && config.data[at]; at += config.data[at]) {
		const uint8_t *descriptor = config.data + at;

		if (descriptor[1] != 5 || (descriptor[3] & 3) != 2)
			continue;
		if (descriptor[2] & 0x80)
			bulk_in = descriptor[2] & 15;
		else
			bulk_out = descriptor[2];
	}
}

/* Bulk-only transport: a command block out, data in, a status in. After a reset recovery, since whoever had the device
 * before may have left it anywhere. */
static void read_sector(uint32_t sector)
{
	uint8_t command[31] = { 'U', 'S', 'B', 'C', 1, 2, 3, 4, 0, 2, 0, 0, 0x80, 0, 10, 0x28 }, data[512];
	struct answer answer;
	struct submit send_command = { .endpoint = 0, .length = 31, .payload = command, .payload_length = 31 };
	struct submit fetch = { .direction = IN };

	control(&answer, 0x00, 9, 1, 0, 0);
	find_bulk_endpoints();
	control(&answer, 0x21, 0xff, 0, 0, 0);
	control(&answer, 0x02, 1, 0, 0x80 | bulk_in, 0);
	control(&answer, 0x02, 1, 0, bulk_out, 0);
	put32(command + 17, sector);
	command[23] = 1;
	send_command.endpoint = bulk_out;
	fetch.endpoint = bulk_in;
	/* The first commands after a reset may end in "unit attention". */
	for (int attempt = 0; attempt < 3; attempt++) {
		if (transfer(&send_command, &answer))
			quit(1, "command block: status %d", answer.status);
		fetch.length = 512;
		if (transfer(&fetch, &answer) == 0 && answer.length == 512)
			memcpy(data, answer.data, 512);
		else
			control(&answer, 0x02, 1, 0, 0x80 | bulk_in, 0);
		fetch.length = 13;
		if (transfer(&fetch, &answer))
			quit(1, "command status: status %d", answer.status);
		if (answer.length == 13 && answer.data[12] == 0) {
			if (fwrite(data, 1, 512, stdout) != 512)
				quit(1, "stdout");
			return;
		}
	}
	quit(1, "the disk does not read sector %u", sector);
}

/* --- bad manners --------------------------------------------------------------------------------------------------- */

static void flood(void)
{
	static const struct submit urb = { .direction = IN, .length = 255, .setup = { 0x80, 6, 0, 2, 0, 0, 255, 0 } };
	struct pollfd writable = { .fd = sock, .events = POLLOUT };
	struct timeval patience = { .tv_sec = 3 };
	unsigned long sent = 0;
	uint8_t header[48] = { 0 };

	setsockopt(sock, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
	put32(header, CMD_SUBMIT);
	put32(header + 8, devid);
	put32(header + 12, urb.direction);
	put32(header + 24, urb.length);
	memcpy(header + 40, urb.setup, 8);
	for (;;) {
		put32(header + 4, next_seqnum++);
		if (send(sock, header, sizeof header, MSG_NOSIGNAL) != sizeof header)
			break;
		sent++;
	}
	printf("the hub stopped reading after %lu requests\n", sent);
	fflush(stdout);
	/* Half a header may be on its way; nothing more is ever sent or read. */
	writable.events = 0;
	poll(&writable, 1, -1);
	quit(1, "the hub ended the connection");
}

static uint32_t send_unlink(uint32_t seqnum, uint32_t target)
{
	uint8_t unlink[48] = { 0 };

	put32(unlink, CMD_UNLINK);
	put32(unlink + 4, seqnum);
	put32(unlink + 8, devid);
	put32(unlink + 20, target);
	send_all(unlink, sizeof unlink);
	return seqnum;
}

/* Linux's vhci_hcd itself does this: an URB that is unlinked while the sender is busy with unlinks goes out behind its own
 * unlink. Whoever answers both makes it disconnect the device. */
static int unlink_before_submit(void)
{
	struct submit urb = { .direction = IN, .length = 18, .setup = { 0x80, 6, 0, 1, 0, 0, 18, 0 } };
	struct answer first = { 0 }, second = { 0 };
	uint32_t target = next_seqnum, unlink = send_unlink(target + 1, target);

	usleep(50000);
	send_submit(&urb);
	next_seqnum++; /* the unlink's */
	if (read_answer(&first, 1) != ANSWERED)
		return 0;
	printf("answer %u to %u, status %d\n", first.command, first.seqnum, first.status);
	if (first.command == RET_UNLINK)
		return first.seqnum == unlink && alive(); /* alive() would meet a late RET_SUBMIT */
	if (first.seqnum != target || read_answer(&second, 0) != ANSWERED)
		return 0;
	printf("answer %u to %u, status %d\n", second.command, second.seqnum, second.status);
	return second.command == RET_UNLINK && second.seqnum == unlink && second.status == 0 && alive();
}

static int hostile(const char *name)
{
	static uint8_t junk[4096];
	static const uint8_t get_device[8] = { 0x80, 6, 0, 1, 0, 0, 18, 0 };
	struct submit urb = { .direction = IN };
	struct answer answer = { 0 };
	uint32_t seqnum;
	int outcome, number = atoi(name + 1);

	find_bulk_endpoints();
	urb.endpoint = bulk_in;
	switch (number) {
	case 1: urb = (struct submit){ .endpoint = bulk_out, .length = -1 }; break;
	case 2: urb.length = 0x7fffffff; break;
	case 3: urb.length = 8 << 20; break;
	case 4: urb.flags = 0x40200; break;
	case 5: urb = (struct submit){ .direction = IN, .length = 64, .setup = { 0x80, 6, 0, 1, 0, 0, 18, 0 } }; break;
	case 6:
		urb = (struct submit){ .length = 512, .payload = junk, .payload_length = 512 };
		urb.endpoint = name[2] == 'a' ? 16 : name[2] == 'b' ? 5 : bulk_out;
		urb.direction = name[2] == 'c' ? 5 : OUT;
		break;
	case 7:
		seqnum = send_unlink(next_seqnum++, 0x7777);
		outcome = read_answer(&answer, 0);
		printf("outcome %d command %u status %d\n", outcome, answer.command, answer.status);
		return outcome == ANSWERED && answer.command == RET_UNLINK && answer.seqnum == seqnum && answer.status == 0 && alive();
	case 8:
		urb.length = 18;
		if (name[2] == 'a')
			urb.devid = devid ^ 0x00050005;
		else
			urb.command = 77;
		break;
	case 9: urb = (struct submit){ .direction = IN, .flags = -1, .packets = -1, .length = 18 }; memcpy(urb.setup, get_device, 8); break;
	case 10: urb = (struct submit){ .setup = { 0, 5, 99 } }; break;
	case 11: urb = (struct submit){ .setup = { 1, 11, 9 } }; break;
	case 12: urb = (struct submit){ .setup = { 0, 9, 7 } }; break;
	case 13: urb = (struct submit){ .endpoint = bulk_out, .length = 4096, .payload = junk, .payload_length = 100 }; break;
	case 14: urb = (struct submit){ .setup = { 0x23, 3, 4, 0, 1, 0, 0, 0 } }; break;
	case 15: return unlink_before_submit();
	default: quit(2, "no hostile case %s", name);
	}
	seqnum = send_submit(&urb);
	if (number == 13)
		shutdown(sock, SHUT_WR);
	outcome = read_answer(&answer, urb.direction == IN);
	printf("outcome %s command %u status %d length %d packets %d\n",
	       outcome == CLOSED ? "closed" : outcome == SILENT ? "silence" : "answer",
	       answer.command, answer.status, answer.length, answer.packets);
	if (outcome == ANSWERED && (answer.command != RET_SUBMIT || answer.seqnum != seqnum))
		return 0;
	switch (number) {
	case 1: case 2: /* closed, or answered with an error */
		return outcome == CLOSED || (outcome == ANSWERED && answer.status < 0);
	case 3: case 4: /* served or refused, but answered */
		return outcome == ANSWERED && alive();
	case 5:
		return outcome == ANSWERED && answer.status < 0 && alive();
	case 6: /* an error, and the payload swallowed; a direction that is none may also end the connection */
		return outcome == ANSWERED ? answer.status < 0 && alive() : outcome == CLOSED && name[2] == 'c';
	case 8: case 13:
		return outcome == CLOSED;
	case 9:
		return outcome == ANSWERED && answer.status == 0 && answer.length == 18 && answer.packets == -1 && alive();
	case 10: case 14:
		return outcome == ANSWERED && answer.status == 0 && alive();
	default: /* 11, 12: stalled */
		return outcome == ANSWERED && answer.status == -32 && alive();
	}
}

int main(int argc, char **argv)
{
	const char *action = argc > 3 ? argv[3] : "", *argument = argc > 4 ? argv[4] : "";

	if (argc < 4)
		quit(2, "usage: usbip-raw HOST BUSID sector N | hold | flood | hostile CASE");
	import(argv[1], argv[2]);
	if (!strcmp(action, "sector")) {
		read_sector(strtoul(argument, NULL, 0));
		return 0;
	}
	if (!strcmp(action, "hold")) {
		uint8_t byte;
		struct pollfd readable = { .fd = sock, .events = POLLIN };

		if (!alive())
			quit(1, "no device descriptor");
		puts("attached");
		fflush(stdout);
		poll(&readable, 1, -1);
		return recv(sock, &byte, 1, 0) != 0;
	}
	if (!strcmp(action, "flood"))
		flood();
	if (!strcmp(action, "hostile"))
		return !hostile(argument);
	quit(2, "no action %s", action);
}
