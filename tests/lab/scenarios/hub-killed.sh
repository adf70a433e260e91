# lab: about    the hub is killed in mid-read; the client's port frees, and a new hub serves the same device
# lab: needs    farhub
# lab: disk     stick 4G
# lab: device   usb-storage,drive=stick,serial=LAB0001
# shellcheck shell=bash

modprobe -a usb_storage sd_mod vhci_hcd
must "the disk is there locally" wait_for 20 disk local
id=$(bus_id local 46f4:0001)
must "farhub serve listens" start_hub --share all
must "farhub attach" attach "$id"
must "the disk is there" wait_for 5 disk remote

background reader dd "if=$(disk remote)" of=/dev/null bs=256K iflag=direct
pause 2
check "a read is under way" running reader
stop hub KILL
check "the read fails within 10 s" refuses finish reader 10
check "the port is free within 10 s" wait_for 10 ports_free
check "the twin is gone" wait_for 10 gone bus_id remote 46f4:0001

must "a new hub listens" start_hub --share all
check "the same device can be taken within 5 s" wait_for 5 read_sector "$id"
check "farhub attach" prints /dev/sd attach "$id"
check "it reads" limit 30 dd "if=$(disk remote)" of=/dev/null bs=256K count=8 iflag=direct
check "farhub detach --all" detach_all
check "SIGTERM ends the hub with exit code 0" stop_hub
check "the disk is back locally" wait_for 30 disk local
