# What scenarios do to USB devices: find them, export and attach them, by stock tools and by farhub. Sourced in the guest.
# shellcheck shell=bash
#
# Hub and client are the same guest (127.0.0.1). A device is "local" where it is really plugged in and "remote" where its
# twin appears on vhci_hcd.

hub=127.0.0.1

# where SYSFS_PATH: local or remote.
where() { case $(readlink -f "$1") in *vhci_hcd*) echo remote ;; *) echo local ;; esac; }

# bus_id local|remote VID:PID [SERIAL]: such as 2-1.
bus_id() {
    local device
    for device in /sys/bus/usb/devices/*-*; do
        [[ $device != *:* && -r $device/idVendor ]] || continue
        [[ $(where "$device") == "$1" && "$(<"$device/idVendor"):$(<"$device/idProduct")" == "$2" ]] || continue
        [[ -z ${3-} || $(cat "$device/serial" 2>/dev/null) == "$3" ]] || continue
        basename "$device"
        return 0
    done
    return 1
}

# usb_node local|remote VID:PID: the usbfs node, such as /dev/bus/usb/002/003.
usb_node() {
    local device
    device=/sys/bus/usb/devices/$(bus_id "$@") || return 1
    printf '/dev/bus/usb/%03d/%03d\n' "$(<"$device/busnum")" "$(<"$device/devnum")"
}

# Several kinds of children of a USB device, all found in the same way: disk local|remote prints /dev/sda …
child() {
    local class=$1 place=$2 entry
    for entry in /sys/class/$class/$3; do
        [[ -e $entry && $(readlink -f "$entry") == */usb* && $(where "$entry") == "$place" ]] || continue
        basename "$entry"
        return 0
    done
    return 1
}
# A disk counts as there once it has a size: sd_mod makes the entry before it has asked.
disk() {
    local name
    name=$(child block "$1" 'sd?') && (($(<"/sys/class/block/$name/size") > 0)) && [[ -b /dev/$name ]] && echo "/dev/$name"
}
tty() { local name; name=$(child tty "$1" 'ttyUSB*') && echo "/dev/$name"; }
sound_card() { child sound "$1" 'card?'; }

# event_of local|remote NAME: the input device whose name has NAME in it, such as event3.
event_of() {
    local entry
    for entry in /sys/class/input/event*; do
        [[ $(where "$entry") == "$1" && $(cat "$entry/device/name") == *"$2"* ]] || continue
        basename "$entry"
        return 0
    done
    return 1
}

# device_of SYSFS_PATH: the bus id of the USB device that something hangs on.
device_of() {
    local path
    path=$(readlink -f "$1")
    while [[ $path != / && ! -e $path/busnum ]]; do path=$(dirname "$path"); done
    basename "$path"
}

gone() { ! "$@" >/dev/null; }

# driver_of BUSID: the driver of its first interface, "" without.
driver_of() { basename "$(readlink "/sys/bus/usb/devices/$1:1.0/driver" 2>/dev/null)"; }
# driven_by DRIVER local|remote VID:PID
driven_by() { [[ $(driver_of "$(bus_id "${@:2}")") == "$1" ]]; }

# --- the stock tools -------------------------------------------------------------------------------------------------

start_usbipd() {
    modprobe usbip_host
    background usbipd usbipd
    wait_for 10 listening 3240
}

# listening PORT: without connecting, which the server would see.
listening() { grep -qi ":$(printf '%04X' "$1") [0-9A-F:]* 0A " /proc/net/tcp /proc/net/tcp6; }

# stock_attach BUSID: `usbip attach` aborts at random while another port is enumerating ("open vhci_driver"): a race of its
# own, not of the server's, so only that is tried again.
stock_attach() {
    local attempt out
    for attempt in 1 2 3 4 5; do
        out=$(limit 30 usbip attach -r "$hub" -b "$1" 2>&1) && { printf '%s\n' "$out"; return 0; }
        [[ $out == *'open vhci_driver'* ]] || break
        pause 1
    done
    printf '%s (attempt %s)\n' "$out" "$attempt"
    return 1
}

# The vhci ports in use, one a line.
used_ports() { awk '$3 == "006" || $3 == "005" { print $2 + 0 }' /sys/devices/platform/vhci_hcd.0/status*; }
ports_free() { [[ -z $(used_ports) ]]; }
stock_detach_all() {
    local port
    for port in $(used_ports); do limit 20 usbip detach -p "$port" || return 1; done
}

# --- farhub ----------------------------------------------------------------------------------------------------------

# start_hub ARGUMENT…: farhub serve, in the background as "hub".
start_hub() {
    background hub farhub serve "$@"
    wait_for 120 listening 3240 && return 0
    local task
    for task in /proc/"${background_pids[hub]}"/task/*; do # where it hangs
        echo "$(<"$task/comm"): $(<"$task/wchan")"
        cat "$task/stack"
    done
    return 1
}

# stop_hub: SIGTERM; the hub gives its devices back and ends by itself, with exit code 0.
stop_hub() {
    kill -TERM "${background_pids[hub]}"
    finish hub 30
}

hub_log() { cat "$logs/hub.log"; }

# hub_stays_below MEGABYTES: its resident memory.
hub_stays_below() {
    local kilobytes
    kilobytes=$(awk '/^VmRSS/ { print $2 }' "/proc/${background_pids[hub]}/status")
    echo "$kilobytes kB"
    ((kilobytes < $1 * 1024))
}

# attach DEVICE: bus id or VID:PID.
attach() { limit 60 farhub attach "$hub" "$1"; }
detach_all() { limit 60 farhub detach --all; }

# read_sector BUSID: imports a disk without vhci_hcd, reads its first sector, lets go of it.
read_sector() { limit 40 usbip-raw "$hub" "$1" sector 0 | md5sum; return "${PIPESTATUS[0]}"; }

# --- gadget zero on dummy_hcd: the device that the kernel's usbtest suite is made for --------------------------------------

gadget=/sys/kernel/config/usb_gadget/zero

start_gadget_zero() {
    modprobe -a dummy_hcd libcomposite usb_f_ss_lb || return 1
    mkdir -p "$gadget/strings/0x409" "$gadget/configs/c.1/strings/0x409" "$gadget/functions/SourceSink.0" || return 1
    echo 0x0525 >"$gadget/idVendor"
    echo 0xa4a0 >"$gadget/idProduct"
    echo LABZERO >"$gadget/strings/0x409/serialnumber"
    ln -s "$gadget/functions/SourceSink.0" "$gadget/configs/c.1/" || return 1
    echo dummy_udc.0 >"$gadget/UDC" && wait_for 10 bus_id local 0525:a4a0
}
# As if pulled out.
stop_gadget_zero() { echo >"$gadget/UDC" && wait_for 10 gone bus_id local 0525:a4a0; }

# --- disks -----------------------------------------------------------------------------------------------------------

# fill_disk DEVICE: partition, ext4, 32 MB of random data, through to the device.
fill_disk() {
    local device=$1
    echo 'type=83' | sfdisk -q "$device" && wait_for 10 test -b "${device}1" &&
        mkfs.ext4 -q -F "${device}1" && mkdir -p /mnt/disk && mount "${device}1" /mnt/disk || return 1
    cp /lab/data /mnt/disk/data && umount /mnt/disk && flush_disk "$device"
}

# verify_disk DEVICE: what fill_disk wrote is there, byte for byte, and the file system is clean.
verify_disk() {
    local device=$1 status=0
    wait_for 10 test -b "${device}1" && fsck.ext4 -f -n "${device}1" && mkdir -p /mnt/disk &&
        mount -o ro "${device}1" /mnt/disk || return 1
    cmp /lab/data /mnt/disk/data || status=1
    umount /mnt/disk
    return "$status"
}

# flush_disk DEVICE: forget what is cached of it, so that the next read goes to the device.
flush_disk() { sync "$1" && blockdev --flushbufs "$1"; }
