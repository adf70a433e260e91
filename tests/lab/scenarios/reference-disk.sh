# lab: about    the kernel's own usbipd, usbip_host and vhci_hcd carry a disk; shows that the lab works
# lab: disk     stick 128M
# lab: device   usb-storage,drive=stick,serial=LAB0001
# shellcheck shell=bash

modprobe -a usb_storage sd_mod vhci_hcd
must "the disk is there locally" wait_for 20 disk local
id=$(bus_id local 46f4:0001)
must "usbipd starts" start_usbipd
must "usbip bind" usbip bind -b "$id"
check "usbip list names the disk" eval "usbip list -r $hub | grep -q '46f4:0001'"
must "usbip attach" stock_attach "$id"
must "the disk appears on vhci_hcd" wait_for 30 disk remote

check "partition, mkfs, 32 MB written" fill_disk "$(disk remote)"
check "it reads back through the wire, byte for byte" verify_disk "$(disk remote)"

check "usbip detach" stock_detach_all
check "the twin is gone" wait_for 20 gone disk remote
check "usbip unbind" usbip unbind -b "$id"
must "the disk is back locally" wait_for 30 disk local
check "the data is the same on the hub's side, fsck clean" verify_disk "$(disk local)"
stop usbipd
