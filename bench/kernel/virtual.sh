# lab: about    a device of software through vhci_hcd: farhub's loopback against the kernel's usbip-vudc
# lab: needs    farhub
# lab: clock    instructions
# lab: include  cells.sh
# lab: limit    1500
# shellcheck shell=bash

# shellcheck source=cells.sh
. /lab/cells.sh
group=virtual
loopback() { usb_node remote 1209:0001 "$1"; }

echo 0 >/sys/module/usbcore/parameters/usbfs_memory_mb
modprobe -a vhci_hcd libcomposite usb_f_ss_lb
modprobe usbip-vudc num=1
must "gadget VUDC on usbip-vudc" source_sink VUDC usbip-vudc.0
background usbipd usbipd --device
must "usbipd listens" wait_for 10 listening 3240
must "usbip attach to usbip-vudc" limit 60 usbip attach -r "$hub" -d usbip-vudc.0
must "the gadget is there" wait_for 30 remote_node VUDC

# A second loopback over a local socket, where farhub has that.
sides=(vudc farhub)
more=()
if farhub serve --help | grep -q unix:; then more=(--listen unix:/run/farhub.sock --virtual loopback) sides+=("farhub unix"); fi
must "farhub serves" serve_farhub --virtual loopback "${more[@]}"
pause 1
must "usbip attach to farhub" attach_from "$farhub_port" 200-1
must "the loopback is there" wait_for 30 loopback F0C801
declare -A node=([vudc]=$(remote_node VUDC) [farhub]=$(loopback F0C801))
if ((${#more[@]})); then
    must "farhub attach over the local socket" limit 60 farhub attach unix:/run/farhub.sock 200-2
    must "the other loopback is there" wait_for 30 loopback F0C802
    node["farhub unix"]=$(loopback F0C802)
    warm_up "${node["farhub unix"]}"
fi
warm_up "${node[farhub]}"

for round in 1 2; do
    for way in IN OUT; do
        for cell in '1024 1' '1024 8' '65536 1' '65536 8' '1048576 1'; do
            read -r size depth <<<"$cell"
            for side in "${sides[@]}"; do bulk "$way" "$size" "$depth" "$side" "${node[$side]}"; done
        done
    done
    for side in "${sides[@]}"; do control "$side" "${node[$side]}"; done
    all_right "round $round"
done
end_pair
