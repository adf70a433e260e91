# lab: about    a client that floods one device and never reads its answers does not disturb another device
# lab: needs    farhub
# lab: disk     one 64M
# lab: disk     two 128M
# lab: device   usb-storage,drive=one,serial=LAB0001
# lab: device   usb-storage,drive=two,serial=LAB0002
# shellcheck shell=bash

modprobe -a usb_storage sd_mod vhci_hcd
must "two disks are there locally" wait_for 20 bus_id local 46f4:0001 LAB0002
one=$(bus_id local 46f4:0001 LAB0001)
two=$(bus_id local 46f4:0001 LAB0002)
must "farhub serve listens" start_hub --share all
must "farhub attach of the second disk" attach "$two"
must "it is there" wait_for 5 disk remote

# read_all: 32 MB; prints how many tenths of a second it took.
read_all() {
    local before after
    before=$(($(date +%s%N) / 100000000))
    limit 60 dd "if=$(disk remote)" of=/dev/null bs=256K count=128 iflag=direct 2>/dev/null || return 1
    after=$(($(date +%s%N) / 100000000))
    echo $((after - before + 1))
}
quiet=$(read_all)
check "the second disk reads 32 MB" test -n "$quiet"

background flood usbip-raw "$hub" "$one" flood
check "the flooded hub stops reading from the flooder" wait_for 60 grep -q 'stopped reading' "$logs/flood.log"
flooded=$(read_all)
check "the second disk reads 32 MB as before" test -n "$flooded"
note "32 MB took $quiet tenths of a second, and beside the flooder $flooded"
check "... taking no more than four times as long" test "${flooded:-999999}" -le $((quiet * 4 + 10))
check "partition, mkfs, 32 MB written beside the flooder" fill_disk "$(disk remote)"
check "it reads back, byte for byte" verify_disk "$(disk remote)"
# Holding the flooder back for ever and cutting it off after a while are both right.
running flood || note "the flooder was cut off: $(tail -n 1 "$logs/flood.log")"
check "the hub grew no larger than 300 MB" hub_stays_below 300
running flood && stop flood KILL
check "the first disk is free within 5 s of the flooder's end" wait_for 5 read_sector "$one"
check "farhub detach --all" detach_all
check "SIGTERM ends the hub with exit code 0" stop_hub
