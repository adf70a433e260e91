# lab: about    bulk and control on gadget zero: farhub against usbipd and usbip_host, and without USB/IP
# lab: needs    farhub
# lab: clock    instructions
# lab: include  cells.sh
# lab: limit    3000
# shellcheck shell=bash

# shellcheck source=cells.sh
. /lab/cells.sh
group=kernel

modprobe dummy_hcd is_super_speed=1 num=3
modprobe -a libcomposite usb_f_ss_lb
must "gadget KERNEL" source_sink KERNEL dummy_udc.0
must "gadget OURS" source_sink OURS dummy_udc.1
must "gadget DIRECT" source_sink DIRECT dummy_udc.2
for name in KERNEL OURS DIRECT; do must "$name appears" wait_for 20 local_node "$name"; done
export_pair KERNEL OURS
declare -A node=([usbip_host]=$(remote_node KERNEL) [farhub]=$(remote_node OURS) [direct]=$(local_node DIRECT))

warm_up "${node[farhub]}" "${node[usbip_host]}"

sides=(usbip_host farhub direct)
for round in 1 2; do
    for way in IN OUT; do
        for size in 1024 16384 65536 1048576; do
            for depth in 1 2 8; do
                for side in "${sides[@]}"; do bulk "$way" "$size" "$depth" "$side" "${node[$side]}"; done
            done
        done
    done
    # As a driver in the kernel does it: without a copy between the kernel and the program, which costs both sides the same.
    for way in IN OUT; do
        for depth in 1 8; do
            for side in "${sides[@]}"; do bulk "$way" 65536 "$depth" "$side" "${node[$side]}" -m; done
        done
    done
    for side in "${sides[@]}"; do control "$side" "${node[$side]}"; done
    all_right "round $round"
    sides=(usbip_host farhub) # once is enough without USB/IP
done
end_pair
