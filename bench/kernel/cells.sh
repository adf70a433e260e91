# What the scenarios here share: gadgets, exporting one by each side, measuring cells. Sourced in the guest.
# shellcheck shell=bash disable=SC2154 # the lab's own variables: logs, hub, background_pids

measures=$logs/measures.jsonl
farhub_port=3241 # usbipd has 3240
cells=0 wrong=0

# row WHAT SIDE VALUE UNIT: one measure. The runner fills in the boot.
row() {
    printf '{"group":"%s","what":"%s","side":"%s","value":%s,"unit":"%s","boot":0,"round":%s}\n' \
        "${group:?}" "$1" "$2" "$3" "$4" "${round:-1}" >>"$measures"
}

# field NAME JSON: a number of a tool's line.
field() { [[ $2 =~ \"$1\":([0-9.]+) ]] && echo "${BASH_REMATCH[1]}"; }

# measured PROGRAM ARGUMENT…: sets $json to the line it prints. Everything a tool says is kept in cells.log.
measured() {
    cells=$((cells + 1))
    pause 0.5 # idle, so it costs no time; what .NET wants to compile again after the cell before is compiled now
    if json=$(limit 300 "$@" 2>&1); then printf '%s: %s\n' "$*" "$json" >>"$logs/cells.log"; return 0; fi
    wrong=$((wrong + 1))
    not_ok "$* (${json:0:200})"
    return 1
}

# all_right TEXT: what was measured since the last call was all complete and right.
all_right() {
    check_equal "$1: $cells cells, every transfer complete and right" "$wrong" 0
    cells=0 wrong=0
}

# size_name BYTES
size_name() {
    if (($1 >= 1 << 20)); then echo "$(($1 >> 20)) MiB"; elif (($1 >= 1 << 10)); then echo "$(($1 >> 10)) KiB"; else echo "$1 B"; fi
}

# bulk IN|OUT SIZE DEPTH SIDE NODE [OPTION…]: measures a cell and writes its rows.
bulk() {
    local way=$1 size=$2 depth=$3 side=$4 node=$5 what direction=()
    what="$way $(size_name "$size") depth $depth"
    shift 5
    [[ ${1-} != -m ]] || what+=", shared memory"
    [[ $way == IN ]] || direction=(-o)
    measured usbbench "$node" "${direction[@]}" -s "$size" -d "$depth" -t "${cell_seconds:-0.3}" "$@" || return 1
    if ((size < 4096)); then row "$what" "$side" "$(field perSecond "$json")" URB/s; else row "$what" "$side" "$(field mbPerSecond "$json")" MB/s; fi
    row "$what" "$side" "$(field cpuMsPerMb "$json")" "CPU ms/MB"
    ((depth > 1)) || row "$what" "$side" "$(field p50us "$json")" "us p50"
}

# control SIDE NODE
control() {
    measured usbbench "$2" -c -t "${cell_seconds:-0.3}" || return 1
    row control "$1" "$(field perSecond "$json")" URB/s
    row control "$1" "$(field p50us "$json")" "us p50"
}

# warm_up NODE…: passes unmeasured, and after each a while for a .NET program to compile again, better, what it found it uses
# often; it does so in two steps.
warm_up() {
    local pass target way size depth
    for pass in 1 2 3; do
        for target in "$@"; do
            for way in '' -o; do
                for size in 1024 65536 1048576; do
                    for depth in 1 8; do limit 300 usbbench "$target" $way -s "$size" -d "$depth" -t 0.03; done
                done
            done
            limit 300 usbbench "$target" -c -t 0.03
        done >/dev/null
        pause 1 # costs no time: the guest's clock skips it
        note "pass $pass unmeasured"
    done
}

# --- gadgets -----------------------------------------------------------------------------------------------------------

# gadget_start NAME UDC FUNCTION [ATTRIBUTE=VALUE…]: a configfs gadget with one function; NAME is its serial number.
gadget_start() {
    local dir=/sys/kernel/config/usb_gadget/$1 serial=$1 udc=$2 function=$3 attribute
    shift 3
    mkdir -p "$dir/strings/0x409" "$dir/configs/c.1/strings/0x409" "$dir/functions/$function" || return 1
    echo 0x0525 >"$dir/idVendor"
    echo 0xa4a0 >"$dir/idProduct"
    echo "$serial" >"$dir/strings/0x409/serialnumber"
    for attribute in "$@"; do echo "${attribute#*=}" >"$dir/functions/$function/${attribute%%=*}" || return 1; done
    ln -s "$dir/functions/$function" "$dir/configs/c.1/" && echo "$udc" >"$dir/UDC"
}

# source_sink NAME UDC: gadget zero. Pattern 2 leaves the data alone, so that making and checking it costs nothing.
source_sink() { gadget_start "$1" "$2" "SourceSink.$1" pattern=2 bulk_qlen=32; }

# local_id NAME, remote_node NAME, local_node NAME
local_id() { bus_id local 0525:a4a0 "$1"; }
local_node() { usb_node local 0525:a4a0 "$1"; }
remote_node() { usb_node remote 0525:a4a0 "$1"; }

# --- both sides at once ------------------------------------------------------------------------------------------------

# attach_from PORT BUSID: the stock client for both sides. It fails at random while another port is enumerating (see stock_attach).
attach_from() {
    local attempt out
    for attempt in 1 2 3 4 5; do
        out=$(limit 60 usbip --tcp-port "$1" attach -r "$hub" -b "$2" 2>&1) && return 0
        [[ $out == *'open vhci_driver'* ]] || break
        pause 1
    done
    printf '%s (attempt %s)\n' "$out" "$attempt"
    return 1
}

# serve_farhub ARGUMENT…: farhub serve on its own port.
serve_farhub() {
    background hub farhub serve --listen "$hub:$farhub_port" "$@"
    wait_for 60 listening "$farhub_port"
}

# export_pair KERNELS OURS: the gadgets of these names, one by usbipd and usbip_host, one by farhub, both attached by `usbip attach`.
export_pair() {
    echo 0 >/sys/module/usbcore/parameters/usbfs_memory_mb # for usbbench with eight times 1 MiB
    modprobe vhci_hcd
    must "usbipd starts" start_usbipd
    must "usbip bind $1" usbip bind -b "$(local_id "$1")"
    must "farhub serves $2" serve_farhub --share "$(local_id "$2")"
    must "usbip attach to usbipd" attach_from 3240 "$(local_id "$1")"
    must "its twin is there" wait_for 30 remote_node "$1"
    must "usbip attach to farhub" attach_from "$farhub_port" "$(local_id "$2")"
    must "its twin is there" wait_for 30 remote_node "$2"
}

# end_pair: nothing was left behind or lost on the way.
end_pair() {
    check "no twin went away meanwhile" eval "! grep -E 'USB disconnect|cannot find a urb' <(dmesg)"
    threads_of hub
    check "usbip detach" stock_detach_all
    check "SIGTERM ends the hub with exit code 0" stop_hub
    stop usbipd
}

# threads_of NAME: what each thread of a background program did, into threads.log.
threads_of() {
    local task
    for task in "/proc/${background_pids[$1]}"/task/*; do
        printf '%s %s' "$(<"$task/comm")" "$(awk '{ print "ticks", $14, $15 }' <(sed 's/.*) /x x /' "$task/stat"))"
        awk '/ctxt/ { printf " %s %s", $1, $2 } END { print "" }' "$task/status"
    done >>"$logs/threads.log"
}
