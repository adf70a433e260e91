# lab: about    several attaches at the same time, and many one after the other
# lab: needs    farhub
# lab: disk     one 16M
# lab: disk     two 16M
# lab: device   usb-storage,drive=one,serial=LAB0001
# lab: device   usb-storage,drive=two,serial=LAB0002
# lab: device   usb-tablet
# lab: device   usb-kbd
# lab: limit    500
# shellcheck shell=bash

modprobe -a usb_storage sd_mod usbhid hid_generic vhci_hcd
must "two disks are there locally" wait_for 20 bus_id local 46f4:0001 LAB0002
one=$(bus_id local 46f4:0001 LAB0001)
two=$(bus_id local 46f4:0001 LAB0002)
hid=$(bus_id local 0627:0001)
must "farhub serve listens" start_hub --share all

background attach-one limit 90 farhub attach "$hub" "$one"
background attach-two limit 90 farhub attach "$hub" "$two"
background attach-hid stock_attach "$hid"
check "farhub attach of the first disk, at the same time as ..." finish attach-one 90
check "... farhub attach of the second ..." finish attach-two 90
check "... and a stock attach of an input device" finish attach-hid 90
check "all three are there" wait_for 10 eval \
    'bus_id remote 46f4:0001 LAB0001 && bus_id remote 46f4:0001 LAB0002 && bus_id remote 0627:0001'
check_equal "on three ports" "$(used_ports | wc -l)" 3
check "farhub detach --all" detach_all
check "all ports are free" wait_for 10 ports_free

rounds() {
    local how=$1 round
    for round in {1..10}; do
        "${@:2}" "$hid" || { echo "round $round: $how attach failed"; return 1; }
        wait_for 10 bus_id remote 0627:0001 || { echo "round $round: not there"; return 1; }
        used_ports >/sys/devices/platform/vhci_hcd.0/detach || return 1
        wait_for 10 ports_free || { echo "round $round: port not free"; return 1; }
    done
}
check "ten attaches by farhub in a row" rounds farhub attach
check "ten attaches by stock usbip in a row" rounds stock stock_attach
check "the hub still runs" running hub
check "SIGTERM ends the hub with exit code 0" stop_hub
check "the input device is back with its driver" wait_for 10 driven_by usbhid local 0627:0001
