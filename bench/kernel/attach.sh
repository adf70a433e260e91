# lab: about    how long until an attached device can be used, and sixty attaches back to back: farhub attach against usbip attach
# lab: needs    farhub
# lab: clock    instructions
# lab: include  cells.sh
# lab: limit    1500
# shellcheck shell=bash

# shellcheck source=cells.sh
. /lab/cells.sh
group=attach
attaches=60
driver='' # of what is attached; none at first

stock() { usbip --tcp-port "$farhub_port" attach -r "$hub" -b "$1"; }
ours() { farhub attach "$hub:$farhub_port" "$1"; }
# id NUMBER: the bus id of the software device of this number, from 1. usable NUMBER: its twin has an interface, and its driver where
# there is one for it. Built-ins only.
id() { echo "200-$1"; }
usable() {
    local serial device
    printf -v serial 'F0C8%02X' "$1"
    for device in /sys/bus/usb/devices/*-*/serial; do
        [[ -r $device && $(<"$device") == "$serial" ]] || continue
        device=${device%/serial}
        [[ -e $device/${device##*/}:1.0${driver:+/driver} ]] && return 0
    done
    return 1
}
none_attached() { ! compgen -G '/sys/bus/usb/devices/*-*/serial' >/dev/null; }
milliseconds() { echo "$(((${EPOCHREALTIME/./} - $1) / 1000)).$((((${EPOCHREALTIME/./} - $1) % 1000) / 100))"; }

# timed SIDE COMMAND…: runs until the device 200-1 can be used and the command has ended.
timed() {
    local side=$1 started=${EPOCHREALTIME/./} tries=0
    shift
    { time "$@" >>"$logs/cells.log" 2>&1 || return 1; } 2>/tmp/time
    until usable 1; do ((++tries < 2000)) && pause 0.005 || return 1; done
    row "attach until usable${driver:+, with a driver}" "$side" "$(milliseconds "$started")" ms
    row "the command's processor time${driver:+, with a driver}" "$side" "$(awk '{ print 1000 * ($1 + $2) }' /tmp/time)" ms
}

# started SIDE COMMAND…: what the program needs to do nothing.
started() {
    local side=$1 started=${EPOCHREALTIME/./}
    shift
    "$@" >/dev/null 2>&1
    row "start of the program" "$side" "$(milliseconds "$started")" ms
}

TIMEFORMAT='%U %S'
modprobe vhci_hcd
virtual=()
for ((i = 0; i < attaches; i++)); do virtual+=(--virtual loopback); done
must "farhub serves $attaches loopbacks" serve_farhub "${virtual[@]}"
check "farhub list names the last one" prints "$(id "$attaches")" limit 60 farhub list "$hub:$farhub_port"

# alternately: both sides, three times and once unmeasured before, to have the files in memory.
alternately() {
    local side command
    for round in 0 1 2 3; do
        if ((round == 0)); then measures=/dev/null; else measures=$logs/measures.jsonl; fi
        for side in 'usbip attach' farhub; do
            command=stock
            [[ $side == farhub ]] && command=ours
            check "round $round: $side until it is usable" timed "$side" "$command" "$(id 1)"
            check "... and detached" stock_detach_all
            wait_for 20 none_attached >/dev/null && wait_for 20 ports_free >/dev/null
        done
        started "usbip attach" usbip version
        started farhub farhub --version
    done
}
# Programs come from the machine's disk, and the guest's clock would skip what lies between asking for a page and having it, up to
# the next timer. Something that is always ready to run keeps it from being idle.
background spinner chrt --idle 0 bash -c 'while :; do :; done'
# Without a driver farhub waits a second for one: udev may still be loading it. The stock tool waits for nothing.
alternately
driver=usbtest
must "a driver for the loopback" modprobe usbtest vendor=0x1209 product=0x0001
alternately
stop spinner

# Detaching one after the other, and waiting for the end of it.
detach_everything() { stock_detach_all && wait_for 60 none_attached && wait_for 60 ports_free; }
count_usable() { local i n=0; for ((i = 1; i <= attaches; i++)); do if usable "$i"; then n=$((n + 1)); fi; done; echo "$n usable"; ((n == $1)); }

round=1
for side in 'usbip attach' farhub; do
    command=stock
    [[ $side == farhub ]] && command=ours
    failed=0
    begun=${EPOCHREALTIME/./}
    for ((i = 1; i <= attaches; i++)); do "$command" "$(id "$i")" >>"$logs/cells.log" 2>&1 || failed=$((failed + 1)); done
    row "$attaches attaches back to back" "$side" "$(milliseconds "$begun")" ms
    row "$attaches attaches back to back" "$side" "$failed" failed
    [[ $side != farhub ]] || check_equal "farhub attach failed no time" "$failed" 0
    check "$side: what did not fail can be used" wait_for 60 count_usable $((attaches - failed))
    check "all detached" detach_everything
done
check "SIGTERM ends the hub with exit code 0" stop_hub
