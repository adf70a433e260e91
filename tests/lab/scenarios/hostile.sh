# lab: about    hostile packets at a hub that holds a real disk; after each, the same disk can be taken and read again
# lab: needs    farhub
# lab: disk     stick 64M
# lab: device   usb-storage,drive=stick,serial=LAB0001
# lab: limit    400
# shellcheck shell=bash

modprobe -a usb_storage sd_mod
must "the disk is there locally" wait_for 20 disk local
id=$(bus_id local 46f4:0001)
head -c 64K /lab/data >"$(disk local)"
flush_disk "$(disk local)"
wanted=$(head -c 512 /lab/data | md5sum)
must "farhub serve listens" start_hub --share all
must "an honest client reads the disk" prints "^${wanted%% *}" wait_for 20 read_sector "$id"

hostile() {
    check "$1: $2" limit 40 usbip-raw "$hub" "$id" hostile "$1"
    # The kernel's own server leaves the device dead until it is bound again, after four of these.
    check "$1: the disk can be taken and read within 5 s" prints "^${wanted%% *}" wait_for 5 read_sector "$id"
}
hostile H1 "OUT of length -1 is refused"
hostile H2 "IN of 2 GiB is refused"
hostile H3 "IN of 8 MiB is answered"
hostile H4 "scatter-gather flag without length is answered"
hostile H5 "control length that is not wLength is refused"
hostile H6a "endpoint 16 is refused and its payload swallowed"
hostile H6b "an absent endpoint is refused and its payload swallowed"
hostile H6c "direction 5 is refused"
hostile H7 "UNLINK of an unknown URB is answered with 0"
hostile H8a "a wrong devid ends the connection"
hostile H8b "an unknown command ends the connection"
hostile H9 "all flags and -1 packets are served, -1 echoed"
hostile H10 "SET_ADDRESS is swallowed"
hostile H11 "SET_INTERFACE to an absent setting stalls"
hostile H12 "SET_CONFIGURATION to an absent one stalls"
hostile H13 "a payload cut short ends the connection"
hostile H14 "a port reset is answered"
hostile H15 "a URB behind its own UNLINK is answered once, as vhci_hcd sends them now and then"

check "the hub still runs" running hub
check "the hub grew no larger than 300 MB" hub_stays_below 300
check "SIGTERM ends the hub with exit code 0" stop_hub
check "the disk is back locally" wait_for 30 disk local
