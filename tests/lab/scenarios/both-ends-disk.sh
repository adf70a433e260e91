# lab: about    farhub at both ends carries a disk, taken by VID:PID
# lab: needs    farhub
# lab: disk     stick 128M
# lab: device   usb-storage,drive=stick,serial=LAB0001
# shellcheck shell=bash

modprobe -a usb_storage sd_mod vhci_hcd
must "the disk is there locally" wait_for 20 disk local
id=$(bus_id local 46f4:0001)
check "farhub devices names the disk" prints "$id.*46f4:0001|46f4:0001.*$id" limit 30 farhub devices
must "farhub serve listens" start_hub --share 46f4:0001:LAB0001
check "farhub list names the disk and its bus id" prints "$id.*46f4:0001" limit 30 farhub list "$hub"
must "farhub attach by VID:PID, which names the disk that appeared" prints /dev/sd attach 46f4:0001
check "the disk is there when attach returns" wait_for 2 disk remote
check "serial number is the device's" bus_id remote 46f4:0001 LAB0001
check "a second attach is refused: the device is in use" refuses attach "$id"
check "... and the first does not notice" test -b "$(disk remote)"

check "partition, mkfs, 32 MB written" fill_disk "$(disk remote)"
check "it reads back through the wire, byte for byte" verify_disk "$(disk remote)"

check "farhub detach --all" detach_all
check "the twin is gone" wait_for 20 gone disk remote
check "SIGTERM ends the hub with exit code 0" stop_hub
must "the disk is back locally" wait_for 30 disk local
check "the data is the same on the hub's side, fsck clean" verify_disk "$(disk local)"
