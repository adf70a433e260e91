# lab: about    farhub's software loopback device against a bare C server, both asked by the same client over TCP
# lab: needs    farhub
# lab: clock    instructions
# lab: include  cells.sh
# lab: limit    1500
# shellcheck shell=bash

# shellcheck source=cells.sh
. /lab/cells.sh
group=limit

must "farhub serves" serve_farhub --virtual loopback
background limit /lab/bin/limit -p 3242 # by path: guest.sh has a function of this name
must "the bare server listens" wait_for 30 listening 3242
declare -A port=([limit]=3242 [farhub]=$farhub_port) server=([limit]=${background_pids[limit]} [farhub]=${background_pids[hub]})

# load_on SIDE OPTION…
load_on() { measured load -p "${port[$1]}" -P "${server[$1]}" -t 0.5 "${@:2}"; }

for _ in 1 2 3; do # as warm_up does; and what runs once a connection counts as used often after thirty
    for way in '' -o; do
        for size in 64 65536 1048576; do
            for depth in 1 8 32; do load -p "$farhub_port" $way -s "$size" -d "$depth" -t 0.03; done
        done
    done >/dev/null
    for ((i = 0; i < 40; i++)); do load -p "$farhub_port" -t 0.001; done >/dev/null
    pause 1
done

for round in 1 2; do
    for side in limit farhub; do
        load_on "$side" -s 64 -d 1 && row "IN 64 B depth 1" "$side" "$(field p50us "$json")" "us p50" &&
            row "IN 64 B depth 1" "$side" "$(field urbsPerSecond "$json")" URB/s
    done
    for side in limit farhub; do load_on "$side" -s 64 -d 32 && row "IN 64 B depth 32" "$side" "$(field urbsPerSecond "$json")" URB/s; done
    for size in 65536 1048576; do
        for way in IN OUT; do
            option=''
            [[ $way == IN ]] || option=-o
            for side in limit farhub; do
                load_on "$side" $option -s "$size" -d 8 || continue
                row "$way $(size_name "$size") depth 8" "$side" "$(field mbPerSecond "$json")" MB/s
                ((size > 65536)) || row "$way $(size_name "$size") depth 8" "$side" "$(field cpuSecondsPerGb "$json")" "server CPU s/GB"
            done
        done
    done
    all_right "round $round"
done
threads_of hub
check "SIGTERM ends the hub with exit code 0" stop_hub
stop limit
