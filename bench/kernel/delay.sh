# lab: about    bulk IN on gadget zero over a network with delay: farhub against usbipd and usbip_host
# lab: needs    farhub
# lab: clock    instructions
# lab: include  cells.sh
# lab: limit    1500
# shellcheck shell=bash

# shellcheck source=cells.sh
. /lab/cells.sh
group=delay

modprobe dummy_hcd is_super_speed=1 num=2
modprobe -a libcomposite usb_f_ss_lb sch_netem
must "gadget KERNEL" source_sink KERNEL dummy_udc.0
must "gadget OURS" source_sink OURS dummy_udc.1
for name in KERNEL OURS; do must "$name appears" wait_for 20 local_node "$name"; done
export_pair KERNEL OURS
declare -A node=([usbip_host]=$(remote_node KERNEL) [farhub]=$(remote_node OURS))
warm_up "${node[farhub]}" "${node[usbip_host]}"

# Each packet waits on its way out of lo, so a round trip waits twice.
for microseconds in 250 500 2500 5000; do
    must "delay: $microseconds us each way" tc qdisc replace dev lo root netem delay "${microseconds}us" limit 100000
    rtt=$(awk "BEGIN { print $microseconds / 500 }")
    for cell in '65536 1' '65536 4' '65536 16' '1024 1'; do
        read -r size depth <<<"$cell"
        for side in usbip_host farhub; do
            measured usbbench "${node[$side]}" -s "$size" -d "$depth" -t 0.5 || continue
            what="RTT $rtt ms, IN $(size_name "$size") depth $depth"
            if ((size < 4096)); then row "$what" "$side" "$(field perSecond "$json")" URB/s; else row "$what" "$side" "$(field mbPerSecond "$json")" MB/s; fi
        done
    done
done
all_right "with delay"
check "no delay again" tc qdisc del dev lo root
end_pair
