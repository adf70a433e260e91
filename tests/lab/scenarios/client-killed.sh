# lab: about    clients that end without a word: killed, cut off, detached in mid-read, unplugged from the network
# lab: needs    farhub
# lab: disk     stick 4G
# lab: device   usb-storage,drive=stick,serial=LAB0001
# lab: limit    400
# shellcheck shell=bash

modprobe -a usb_storage sd_mod vhci_hcd veth tcp_diag inet_diag
must "the disk is there locally" wait_for 20 disk local
id=$(bus_id local 46f4:0001)
must "farhub serve listens" start_hub --share all

free_again() { check "$1: the device is free within 5 s" wait_for 5 read_sector "$id"; }

# hold NAME PREFIX…: an importer in the background that does nothing with its device.
hold() {
    local name=$1
    shift
    background "$name" "$@" usbip-raw "$hub_of_holder" "$id" hold
    wait_for 10 grep -q attached "$logs/$name.log"
}

hub_of_holder=$hub
must "killed: an importer holds the device" hold killed
check "killed: nobody else gets it" refuses read_sector "$id"
stop killed KILL
free_again killed

in_mid_read() {
    must "$1: attached" stock_attach "$id"
    must "$1: the disk is there" wait_for 20 disk remote
    background "reader-$1" dd "if=$(disk remote)" of=/dev/null bs=256K iflag=direct
    sleep 1
    check "$1: a read is under way" running "reader-$1"
}
read_ends() {
    check "$1: the read fails" refuses finish "reader-$1" 10
    free_again "$1"
    check "$1: the port is free" wait_for 10 ports_free
}

in_mid_read detached
used_ports >/sys/devices/platform/vhci_hcd.0/detach
read_ends detached

in_mid_read cut
check "cut: the connection is destroyed" ss -K dst "$hub" dport = 3240
read_ends cut

# A client on another host whose cable is pulled: nothing at all arrives any more, not even a FIN.
ip netns add far
ip link add near0 type veth peer name far0 netns far
ip addr add 10.9.0.1/24 dev near0
ip link set near0 up
ip -n far addr add 10.9.0.2/24 dev far0
ip -n far link set far0 up
hub_of_holder=10.9.0.1
must "vanished: a far importer holds the device" hold vanished ip netns exec far
ip -n far link set far0 down
check "vanished: the device is free within 25 s (10 s idle, then 5 probes)" wait_for 25 read_sector "$id"

check "the hub still runs" running hub
check "SIGTERM ends the hub with exit code 0" stop_hub
check "the disk is back locally" wait_for 30 disk local
