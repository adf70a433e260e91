# lab: about    a disk is pulled out in mid-read and plugged in again
# lab: needs    farhub
# lab: disk     stick 4G
# lab: device   usb-storage,id=stick,bus=usb.0,port=1,drive=stick,serial=LAB0001
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
must "the disk is pulled out" monitor device_del stick
check "the read fails within 10 s" refuses finish reader 10
check "the twin is gone within 10 s" wait_for 10 gone bus_id remote 46f4:0001
check "the port is free" wait_for 10 ports_free
check "the hub says so" prints "$id" hub_log
check "the hub still runs" running hub
check "the hub's list is without it" gone prints 46f4:0001 limit 30 farhub list "$hub"

must "the disk is plugged in again" monitor "device_add usb-storage,id=stick,bus=usb.0,port=1,drive=stick,serial=LAB0001"
must "the kernel sees it" wait_for 10 bus_id local 46f4:0001
check "it can be taken again within 5 s" wait_for 5 read_sector "$(bus_id local 46f4:0001)"
check "farhub attach" prints /dev/sd attach 46f4:0001
check "it reads" limit 30 dd "if=$(disk remote)" of=/dev/null bs=256K count=8 iflag=direct
check "farhub detach --all" detach_all
check "SIGTERM ends the hub with exit code 0" stop_hub
check "the disk is back locally" wait_for 30 disk local
