# lab: about    farhub attach takes a disk from the kernel's own usbipd and usbip_host
# lab: needs    farhub
# lab: disk     stick 128M
# lab: device   usb-storage,drive=stick,serial=LAB0001
# shellcheck shell=bash

modprobe -a usb_storage sd_mod vhci_hcd
must "the disk is there locally" wait_for 20 disk local
id=$(bus_id local 46f4:0001)
must "usbipd starts" start_usbipd
must "usbip bind" usbip bind -b "$id"
check "farhub list names the disk and its bus id" prints "$id.*46f4:0001" limit 30 farhub list "$hub"
must "farhub attach, which names the disk that appeared" prints /dev/sd attach "$id"
check "the disk is there when attach returns" wait_for 2 disk remote
check "farhub ports shows it" prints "46f4:0001|$id" limit 30 farhub ports

check "partition, mkfs, 32 MB written" fill_disk "$(disk remote)"
check "it reads back through the wire, byte for byte" verify_disk "$(disk remote)"

check "farhub detach by bus id" limit 30 farhub detach "$id"
check "the twin is gone" wait_for 20 gone disk remote
check "the port is free" wait_for 5 ports_free
check "usbip unbind" usbip unbind -b "$id"
must "the disk is back locally" wait_for 30 disk local
check "the data is the same on the hub's side, fsck clean" verify_disk "$(disk local)"
stop usbipd
