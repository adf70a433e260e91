/* Keeps DEPTH transfers of SIZE bytes in flight on a USB device, through usbfs. Every one is checked: ended once, with status 0 and
 * all its bytes. Prints one line of JSON. Meant for a guest whose clock counts instructions.
 *
 *   usbbench NODE [-o | -c] [-s SIZE] [-d DEPTH] [-t SECONDS | -n COUNT] [-m]
 *
 *   NODE   such as /dev/bus/usb/003/002; its first bulk endpoint of the direction is used
 *   -o     OUT, otherwise IN; -c: control, GET_DESCRIPTOR of the device, 18 bytes, checked byte by byte
 *   -n     that many transfers, at least; otherwise as many as fit into SECONDS (1)
 *   -m     memory shared with the kernel, which it need not copy; otherwise buffers of our own, as most programs have them */
#define _GNU_SOURCE
#define PROGRAM "usbbench"
#include "measure.h"
#include <fcntl.h>
#include <linux/usb/ch9.h>
#include <linux/usbdevice_fs.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

enum { SETUP = 8, DESCRIPTOR = 18, MAX_DEPTH = 256, MAX_DESCRIPTORS = 4096 };

struct slot {
    struct usbdevfs_urb urb;
    uint64_t submitted;
    int in_flight;
};

static int fd, is_out, is_control, is_shared, depth = 1;
static uint32_t size = 64;
static uint8_t endpoint, descriptors[MAX_DESCRIPTORS];
static struct slot slots[MAX_DEPTH];

/* Finds the endpoint in the descriptors, which usbfs gives as the device has them, and claims its interface. */
static void claim(void) {
    ssize_t length = read(fd, descriptors, sizeof descriptors);
    unsigned interface = 0;
    if (length < DESCRIPTOR) die("no descriptors");
    for (ssize_t at = DESCRIPTOR; at + 4 <= length && descriptors[at] > 0; at += descriptors[at]) {
        const uint8_t *d = descriptors + at;
        if (d[1] == USB_DT_INTERFACE) interface = d[2];
        if (d[1] == USB_DT_ENDPOINT && (d[3] & USB_ENDPOINT_XFERTYPE_MASK) == USB_ENDPOINT_XFER_BULK
            && (d[2] & USB_DIR_IN) == (is_out ? 0 : USB_DIR_IN)) {
            endpoint = d[2];
            if (ioctl(fd, USBDEVFS_CLAIMINTERFACE, &interface) < 0) die_errno("claim the interface");
            return;
        }
    }
    die("no bulk endpoint of this direction");
}

static void *allocate(size_t length) {
    if (is_shared) {
        void *shared = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        if (shared == MAP_FAILED) die_errno("mmap of the node (usbfs_memory_mb?)");
        return shared;
    }
    void *memory;
    if (posix_memalign(&memory, 4096, length)) die("no memory");
    return memory;
}

static void set_up(struct slot *slot) {
    uint32_t length = is_control ? SETUP + DESCRIPTOR : size;
    slot->urb.type = is_control ? USBDEVFS_URB_TYPE_CONTROL : USBDEVFS_URB_TYPE_BULK;
    slot->urb.endpoint = endpoint;
    slot->urb.buffer = allocate(length);
    slot->urb.buffer_length = length;
    memset(slot->urb.buffer, 0x5a, length);
    if (is_control) memcpy(slot->urb.buffer, "\x80\x06\x00\x01\x00\x00\x12\x00", SETUP);
}

static void submit(struct slot *slot) {
    slot->urb.status = -EINPROGRESS;
    slot->urb.actual_length = -1;
    slot->in_flight = 1;
    slot->submitted = now();
    if (ioctl(fd, USBDEVFS_SUBMITURB, &slot->urb) < 0) die_errno("submit");
}

static struct slot *reap(void) {
    struct usbdevfs_urb *urb;
    while (ioctl(fd, USBDEVFS_REAPURB, &urb) < 0)
        if (errno != EINTR) die_errno("reap");
    struct slot *slot = (struct slot *)urb; /* its first member */
    uint64_t took = now() - slot->submitted;
    if (!slot->in_flight) die("a transfer ended twice");
    slot->in_flight = 0;
    if (urb->status != 0) { errno = -urb->status; die_errno("a transfer's status"); }
    if ((uint32_t)urb->actual_length != size) { fprintf(stderr, "usbbench: %d bytes, not %u\n", urb->actual_length, size); exit(1); }
    if (is_control) {
        if (memcmp((uint8_t *)urb->buffer + SETUP, descriptors, DESCRIPTOR)) die("another device descriptor");
        memset((uint8_t *)urb->buffer + SETUP, 0x5a, DESCRIPTOR);
    }
    add_sample(took);
    return slot;
}

int main(int argc, char **argv) {
    double seconds = 1;
    uint64_t wanted = 0;
    int option;
    while ((option = getopt(argc, argv, "ocs:d:t:n:m")) != -1) {
        switch (option) {
            case 'o': is_out = 1; break;
            case 'c': is_control = 1; break;
            case 's': size = strtoul(optarg, NULL, 0); break;
            case 'd': depth = atoi(optarg); break;
            case 't': seconds = atof(optarg); break;
            case 'n': wanted = strtoull(optarg, NULL, 0); break;
            case 'm': is_shared = 1; break;
            default: return 2;
        }
    }
    if (optind != argc - 1 || depth < 1 || depth > MAX_DEPTH || size < 1) { fprintf(stderr, "usbbench: see the head of usbbench.c\n"); return 2; }
    fd = open(argv[optind], O_RDWR);
    if (fd < 0) die_errno(argv[optind]);
    claim();
    if (is_control) { size = DESCRIPTOR; endpoint = 0; }
    for (int i = 0; i < depth; i++) set_up(slots + i);

    start_measuring();
    uint64_t end = began + (uint64_t)(seconds * 1e9), submitted = depth;
    for (int i = 0; i < depth; i++) submit(slots + i);
    while (finished < submitted) {
        struct slot *slot = reap();
        if (wanted ? submitted < wanted : now() < end) { submit(slot); submitted++; }
    }
    report(size);
    return 0;
}
