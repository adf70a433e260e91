# lab: about    mixed traffic of the kernel's own drivers through farhub, cut off in every way, for as long as one wants
# lab: needs    farhub
# lab: disk     stick 256M
# lab: device   usb-storage,id=stick,bus=usb.0,port=1,drive=stick,serial=LAB0001
# lab: device   usb-tablet
# shellcheck shell=bash disable=SC2154
# bench/soak puts `minutes=N` and the limit before this.

modprobe -a usb_storage sd_mod usbtest vhci_hcd
must "the disk is there locally" wait_for 20 disk local
must "gadget zero appears on dummy_hcd" start_gadget_zero
# Garbage is collected every megabyte, so that what grows is what is kept: the hub makes so little that it would not collect for an hour.
export DOTNET_GCgen0size=100000 # hexadecimal
must "farhub serve listens" start_hub --share all

census() { # handles, threads, private KiB of the hub
    local pid=${background_pids[hub]} fds tasks
    fds=(/proc/"$pid"/fd/*) tasks=(/proc/"$pid"/task/*)
    echo "${#fds[@]} ${#tasks[@]} $(awk '/^Private_/ { sum += $2 } END { print sum }' "/proc/$pid/smaps_rollup")"
}

# compare_disk: a megabyte written at a random place and read back, again and again until somebody takes the disk away.
compare_disk() {
    local device=$1 place
    # Once it is gone the local disk may have its name.
    while [[ -b $device && $(where "/sys/class/block/${device##*/}") == remote ]]; do
        place=$((RANDOM % 200))
        dd if=/lab/data of="$device" bs=128K count=8 skip=$((RANDOM % 200)) seek=$((place * 8)) oflag=direct conv=notrunc,nocreat status=none || return 0
        dd if="$device" of=/tmp/back bs=1M count=1 skip="$place" iflag=direct status=none || return 0
        rounds_of_disk=$((rounds_of_disk + 1))
        grep -qF "$(md5sum </tmp/back)" /tmp/sums || { echo "place $place reads back wrong" >>/tmp/wrong; return 1; }
    done
}
# What may read back: every megabyte of the data that begins at a multiple of 128 KiB.
for ((i = 0; i < 200; i++)); do dd if=/lab/data bs=128K count=8 skip="$i" status=none | md5sum; done >/tmp/sums

attach_both() {
    local way=$1 device
    for device in "$(bus_id local 0525:a4a0)" "$(bus_id local 46f4:0001)"; do
        if [[ $way == stock ]]; then stock_attach "$device"; else attach "$device"; fi || return 1
    done
    wait_for 20 driven_by usbtest remote 0525:a4a0 && wait_for 20 disk remote
}

cut_connections() { ss -K state established dport = 3240 >/dev/null; }
pull_disk() { monitor device_del stick; }
plug_disk() { monitor "device_add usb-storage,id=stick,bus=usb.0,port=1,drive=stick,serial=LAB0001" && wait_for 20 bus_id local 46f4:0001; }
everything_free() { ports_free && [[ $(hub_log | grep -c '^.*attached ') -eq $(hub_log | grep -c '^.*detached ') ]]; }

census >/tmp/censuses
ends=(detach cut pull unload)
round=0
until=$((SECONDS + minutes * 60))
while ((SECONDS < until)); do
    round=$((round + 1))
    end=${ends[RANDOM % 4]}
    way=$([[ $((RANDOM % 2)) == 0 ]] && echo stock || echo farhub)
    check "round $round: attached by $way" attach_both "$way" || break
    (rounds_of_disk=0; compare_disk "$(disk remote)"; echo "$rounds_of_disk" >/tmp/disk-rounds) >/dev/null 2>&1 &
    disk_pid=$!
    if ((RANDOM % 2)); then # to the end, then disconnect with the disk in full run
        check "round $round: usbtest passes beside the disk" prints '^usbtest: 24 passed, 0 failed, 6 unsupported' limit 120 usbtest "$(usb_node remote 0525:a4a0)"
    else # cut off at some point of it
        # Not 10 to 12, 15, 16, 22 to 24, 27 and 28: they wait for their URBs without a limit and with the device locked, and a vhci_hcd that is detached
        # gives most URBs back only from a disconnect, which wants that lock. Whoever detaches a device in one of them has a process in state D for
        # ever, with every hub.
        background usbtest usbtest "$(usb_node remote 0525:a4a0)" cases=0-9,13-14,17-21,25-26,29
    fi
    case $end in
        detach) detach_all ;;
        cut) cut_connections ;;
        pull) pull_disk && wait_for 20 gone bus_id remote 46f4:0001 && plug_disk && cut_connections ;;
        unload) stock_detach_all ;;
    esac >/dev/null 2>&1
    check "round $round: all ports are free within 20 s of $end" wait_for 20 ports_free || break
    wait "$disk_pid"
    [[ -z ${background_pids[usbtest]-} ]] || { stop usbtest KILL; unset 'background_pids[usbtest]'; }
    check "round $round: what was written read back, $(cat /tmp/disk-rounds) times" test ! -e /tmp/wrong || break
    check "round $round: the hub has given everything back" wait_for 20 everything_free || break
    census >>/tmp/censuses
    note "round $round: handles, threads, KiB of the hub: $(tail -n 1 /tmp/censuses)"
done
cp /tmp/censuses "$logs/"

# steady COLUMN SLACK: the median of the last third of the rests is not above that of the first third, the first fifth being warm-up.
steady() {
    awk -v column="$1" -v slack="$2" '
        { value[NR] = $column }
        function median(from, to,   i, j, t, n, v) {
            for (i = from; i <= to; i++) v[++n] = value[i]
            for (i = 1; i <= n; i++) for (j = i + 1; j <= n; j++) if (v[j] < v[i]) { t = v[i]; v[i] = v[j]; v[j] = t }
            return v[int((n + 1) / 2)]
        }
        END {
            start = int(NR / 5) + 1; third = int((NR - start + 1) / 3); if (third < 1) exit 2
            before = median(start, start + third - 1); after = median(NR - third + 1, NR)
            print "from " before " to " after
            exit after > before * (1 + slack) + 1
        }' /tmp/censuses
}
check "the hub has no more handles than before" steady 1 0
check "the hub has no more threads than before" steady 2 0.2
check "the hub has no more memory than before" steady 3 0.1
check "SIGTERM ends the hub with exit code 0" stop_hub
