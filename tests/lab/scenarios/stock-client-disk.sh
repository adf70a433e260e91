# lab: about    the stock usbip client takes a disk from farhub serve, writes a file system, gives it back
# lab: kernels  6.12
# lab: kernels  6.1
# lab: needs    farhub
# lab: disk     stick 128M
# lab: device   usb-storage,drive=stick,serial=LAB0001
# shellcheck shell=bash

modprobe -a usb_storage sd_mod vhci_hcd
must "the disk is there locally" wait_for 20 disk local
id=$(bus_id local 46f4:0001)
must "farhub serve listens" start_hub --share all
check "usbip list names the disk and its bus id" prints "$id: .*46f4:0001" usbip list -r "$hub"
must "usbip attach" stock_attach "$id"
must "the disk appears on vhci_hcd" wait_for 30 disk remote
check "the hub does not offer the twin on its own vhci_hcd" gone prints "$(bus_id remote 46f4:0001):" usbip list -r "$hub"
check "serial number is the device's" bus_id remote 46f4:0001 LAB0001

check "partition, mkfs, 32 MB written" fill_disk "$(disk remote)"
check "it reads back through the wire, byte for byte" verify_disk "$(disk remote)"

check "usbip detach" stock_detach_all
check "the twin is gone" wait_for 20 gone disk remote
check "SIGTERM ends the hub with exit code 0" stop_hub
must "the disk is back locally" wait_for 30 disk local
check "the data is the same on the hub's side, fsck clean" verify_disk "$(disk local)"
