# lab: about    a disk made of software: farhub serve --virtual disk, taken by the stock client
# lab: needs    farhub
# shellcheck shell=bash

modprobe -a usb_storage sd_mod vhci_hcd loop
must "farhub serve listens" start_hub --virtual disk=/tmp/disk.img,size=128M
id=$(usbip list -r "$hub" 2>/dev/null | sed -n 's/^ *\([^ :]*\): .*([0-9a-f]\{4\}:[0-9a-f]\{4\})$/\1/p' | head -n 1)
must "usbip list names it" test -n "$id"
must "usbip attach" stock_attach "$id"
must "the disk appears on vhci_hcd" wait_for 30 disk remote
check "partition, mkfs, 32 MB written" fill_disk "$(disk remote)"
check "it reads back through the wire, byte for byte" verify_disk "$(disk remote)"
check "usbip detach" stock_detach_all
check "the port is free" wait_for 10 ports_free
check "SIGTERM ends the hub with exit code 0" stop_hub
losetup -P -f /tmp/disk.img
mkdir -p /mnt/disk
check "the image file holds the file system" mount -o ro /dev/loop0p1 /mnt/disk
check "... and the data, byte for byte" cmp /lab/data /mnt/disk/data
