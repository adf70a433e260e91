# lab: about    two mass-storage gadgets on memory, driven by usb-storage: farhub against usbipd and usbip_host
# lab: needs    farhub
# lab: clock    instructions
# lab: include  cells.sh
# lab: limit    1500
# shellcheck shell=bash

# shellcheck source=cells.sh
. /lab/cells.sh
group=storage

# disk_gadget NAME UDC
disk_gadget() {
    truncate -s 64M "/dev/shm/$1" && fallocate -l 64M "/dev/shm/$1" &&
        gadget_start "$1" "$2" "mass_storage.$1" "lun.0/file=/dev/shm/$1"
}
# disk_of REMOTE_OR_LOCAL NAME: such as /dev/sda, once it has a size.
disk_of() {
    local entry
    for entry in "/sys/bus/usb/devices/$(bus_id "$1" 0525:a4a0 "$2")":1.0/host*/target*/*/block/sd*; do
        [[ -e $entry ]] && (($(<"$entry/size") > 0)) && echo "/dev/${entry##*/}"
    done | grep .
}

modprobe dummy_hcd is_super_speed=1 num=3
modprobe -a libcomposite usb_f_mass_storage usb_storage sd_mod
must "gadget KERNEL" disk_gadget KERNEL dummy_udc.0
must "gadget OURS" disk_gadget OURS dummy_udc.1
must "gadget DIRECT" disk_gadget DIRECT dummy_udc.2
for name in KERNEL OURS DIRECT; do must "$name is a disk" wait_for 60 disk_of local "$name"; done
export_pair KERNEL OURS
must "usbip_host's twin is a disk" wait_for 60 disk_of remote KERNEL
must "farhub's twin is a disk" wait_for 60 disk_of remote OURS
declare -A disk=([usbip_host]=$(disk_of remote KERNEL) [farhub]=$(disk_of remote OURS) [direct]=$(disk_of local DIRECT))
for side in usbip_host farhub direct; do
    check "$side: filled" diskbench "${disk[$side]}" fill
    grep -H . "/sys/block/${disk[$side]#/dev/}"/queue/max_{sectors_kb,segments} >>"$logs/cells.log"
done
for _ in 1 2 3; do # as warm_up does
    for how in read write; do
        check "$how unmeasured" eval "diskbench ${disk[farhub]} $how -t 0.1 && diskbench ${disk[farhub]} $how -r -s 4096 -t 0.1"
    done
    pause 1
done

sides=(usbip_host farhub direct)
for round in 1 2; do
    for side in "${sides[@]}"; do
        for how in read write; do
            for option in '' -l; do
                measured diskbench "${disk[$side]}" "$how" $option -s 1048576 -t 0.6 &&
                    row "$how 1 MiB${option:+, contiguous memory}" "$side" "$(field mbPerSecond "$json")" MB/s &&
                    row "$how 1 MiB${option:+, contiguous memory}" "$side" "$(field cpuMsPerMb "$json")" "CPU ms/MB"
            done
            measured diskbench "${disk[$side]}" "$how" -r -s 4096 -t 0.4 &&
                row "random 4 KiB $how" "$side" "$(field perSecond "$json")" IOPS
        done
        measured diskbench "${disk[$side]}" read -t 0.2 # all that was written is right
    done
    all_right "round $round"
    sides=(usbip_host farhub) # once is enough without USB/IP
done
end_pair
