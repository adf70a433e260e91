# lab: about    a managed hub and the stock client: addresses, one-time codes, a second person, windows, port power, replug, audit
# lab: needs    farhub
# lab: disk     stick 64M
# lab: device   usb-hub,id=hub,bus=usb.0,port=1,port-power=on
# lab: device   usb-storage,id=stick,bus=usb.0,port=1.2,drive=stick,serial=LAB0001
# lab: limit    1200
# shellcheck shell=bash

modprobe -a usb_storage sd_mod vhci_hcd veth
must "the disk is there locally" wait_for 20 disk local

# Two clients, each at an address of its own.
client() { # NAME NUMBER
    ip netns add "$1" && ip link add "$1" type veth peer name eth0 netns "$1" &&
        ip addr add "10.9.$2.1/24" dev "$1" && ip link set "$1" up &&
        ip -n "$1" addr add "10.9.$2.2/24" dev eth0 && ip -n "$1" link set eth0 up && ip -n "$1" link set lo up
}
must "a client at 10.9.1.2" client right 1
must "a client at 10.9.2.2" client wrong 2
at_right() { limit 60 ip netns exec right "$@"; }
at_wrong() { limit 60 ip netns exec wrong "$@"; }
lists() { "$1" usbip list -r "$2" 2>&1 | grep -q "stick:"; }
attach_right() {
    local out
    for _ in 1 2 3; do # as stock_attach
        out=$(at_right usbip attach -r 10.9.1.1 -b stick 2>&1) && { wait_for 20 disk remote; return; }
        [[ $out == *'open vhci_driver'* ]] || break
        pause 1
    done
    printf '%s\n' "$out"
    return 1
}

# --- first start -----------------------------------------------------------------------------------------------------

export FARHUB_SOCKET=/tmp/hub/control.sock HOME=/tmp
must "farhub serve listens" start_hub --managed --state /tmp/hub
fingerprint=$(sed -n 's/.*its certificate: \([0-9A-F]*\) .*/\1/p' "$logs/hub.log")
token=$(sed -n 's/.*farhub setup --token \([^ ]*\).*/\1/p' "$logs/hub.log")
f() { limit 60 farhub "$@"; }
with_input() { local text=$1; shift; printf '%s\n' "$text" | limit 120 "$@"; }
must "the first admin is made with the printed token" with_input "an admin's password" farhub setup --name boss --token "$token" --password-stdin
check "... which is good once" refuses with_input "an admin's password" farhub setup --name boss2 --token "$token" --password-stdin
must "a user is made" f user add anna
must "... with a password" with_input "anna's own password" farhub user password anna --password-stdin

# --- a share, one address ----------------------------------------------------------------------------------------------

must "a share by VID:PID and serial" f share add stick --id 46f4:0001 --serial LAB0001 --note "the lab's disk"
check "nobody sees it yet" gone lists at_right 10.9.1.1
must "one address may use it" f grant add right --shares stick --from 10.9.1.2
check "from the other address it is not even listed" gone lists at_wrong 10.9.2.1
check "... and refused" refuses at_wrong usbip attach -r 10.9.2.1 -b stick
check "... as if it did not exist" prints 'refused stick to 10.9.2.2.*not for 10.9.2.2' hub_log
check "from the right one it is listed" lists at_right 10.9.1.1
check "usbip attach works there" attach_right
check "the disk reads" limit 30 dd "if=$(disk remote)" of=/dev/null bs=256K count=8 iflag=direct
check "the lease says who has it" prints '^stick +10.9.1.2' f lease list
check "usbip detach" stock_detach_all
check "the share is free again" wait_for 20 prints '^stick +free' f share list

# --- one-time codes ------------------------------------------------------------------------------------------------------

# hotp HEXKEY HEXMESSAGE sha1|sha256 DIGITS: what an authenticator computes.
hotp() {
    local mac offset
    mac=$(printf '%b' "$(sed 's/../\\x&/g' <<<"$2")" | openssl dgst "-$3" -mac HMAC -macopt "hexkey:$1" | sed 's/.* //')
    offset=$((16#${mac: -1} * 2))
    printf "%0$4d\n" $(((16#${mac:offset:8} & 0x7fffffff) % 10 ** $4))
}
# with_totp COMMAND…: with a code at the end that was not used yet. A busy machine may be too late with one, so it has three tries.
with_totp() {
    local step
    for _ in 1 2 3; do
        while step=$(($(date +%s) / 30)) && ((step <= last_step)); do pause 1; done
        last_step=$step
        "$@" "$(totp "$anna_key")" && return
    done
    return 1
}
last_step=0
totp() { hotp "$1" "$(printf '%016x' $(($(date +%s) / 30)))" sha1 6; }
# ocra HEXKEY QUESTION: OCRA-1:HOTP-SHA256-8:QN08.
ocra() {
    local suite question
    suite=$(printf 'OCRA-1:HOTP-SHA256-8:QN08' | od -An -tx1 | tr -d ' \n')
    question=$(printf '%x' "$((10#$2))")
    question=$question$(printf '0%.0s' $(seq $((256 - ${#question}))))
    hotp "$1" "${suite}00$question" sha256 8
}
field() { sed -n "s/^ *\"$1\": \"\(.*\)\",\{0,1\}\$/\1/p"; }
# enrol USER KIND: sets $id and $key.
enrol() {
    local answer
    answer=$(f otp add --user "$1" --kind "$2" --json) || return 1
    id=$(field id <<<"$answer") key=$(field key <<<"$answer")
    [[ -n $id && -n $key ]]
}
log_in() { with_input "$2" env XDG_CONFIG_HOME="/tmp/$1" farhub login 127.0.0.1 --user "$1" --password-stdin --fingerprint "$fingerprint" "${@:3}"; }
anna() { XDG_CONFIG_HOME=/tmp/anna f "$@"; }

must "anna logs in at the secure door" log_in anna "anna's own password"
must "a TOTP generator for anna" enrol anna totp
anna_key=$key
must "... confirmed with its first code" with_totp anna otp confirm "$id" --hub 127.0.0.1 --code
must "the grant now asks anna for a code" f grant change right --users anna --from none --proof code
check "the share is closed to the stock client" gone lists at_right 10.9.1.1
check "a wrong code does not open it" refuses anna unlock 127.0.0.1 stick --address 10.9.1.2 --code 000000
check "a right code opens it" with_totp anna unlock 127.0.0.1 stick --address 10.9.1.2 --code
check "... for that address alone" gone lists at_wrong 10.9.2.1
check "usbip attach works" attach_right
check "the lease is anna's" prints '^stick +anna' f lease list
check "usbip detach" stock_detach_all
wait_for 20 prints '^stick +free' f share list >/dev/null
check "it was open for one import: the next is refused" refuses at_right usbip attach -r 10.9.1.1 -b stick

# --- a challenge, and a second person -------------------------------------------------------------------------------------

must "a group that approves" f group add bosses --members boss
must "a HOTP generator for the boss" enrol boss hotp
boss_key=$key
must "the boss logs in" log_in boss "an admin's password"
boss() { XDG_CONFIG_HOME=/tmp/boss f "$@"; }
must "... and confirms it" boss otp confirm "$id" --code "$(hotp "$boss_key" "$(printf '%016x' 0)" sha1 6)" --hub 127.0.0.1
answer=$(with_totp anna otp add --kind ocra --json --hub 127.0.0.1 --code)
id=$(field id <<<"$answer") ocra_key=$(field key <<<"$answer")
must "an OCRA token for anna" test -n "$ocra_key"
question=$(anna otp confirm "$id" --hub 127.0.0.1 | sed -n 's/^challenge for .*: //p')
must "... confirmed by its answer" anna otp confirm "$id" --code "$(ocra "$ocra_key" "$question")" --hub 127.0.0.1
must "the grant asks for a challenge and a second person" f grant change right --proof challenge --approved-by bosses
question=$(anna unlock 127.0.0.1 stick --address 10.9.1.2 | sed -n 's/^challenge for .*: //p')
check "the hub asks anna's token a question" test -n "$question"
check "the answer alone opens nothing: it waits for the second person" refuses anna unlock 127.0.0.1 stick --address 10.9.1.2 --answer "$(ocra "$ocra_key" "$question")"
check "... as the stock client sees" gone lists at_right 10.9.1.1
waiting=$(boss approval list --hub 127.0.0.1 | awk '/bosses/ { print $1 }')
check "the boss sees what waits" test -n "$waiting"
check "the boss approves with a code of their own" boss approval approve "$waiting" --code "$(hotp "$boss_key" "$(printf '%016x' 1)" sha1 6)" --hub 127.0.0.1
check "usbip attach works" attach_right

# --- a window ends ---------------------------------------------------------------------------------------------------------

minute=$(date -u -d "@$(($(date +%s) + 90))" +%H:%M)
must "a window that ends within two minutes" f schedule add soon --windows "daily 00:00-$minute"
must "... for the share" f share change stick --schedule soon
check "the device stays while it is open" disk remote
check "and leaves the client when it ends" wait_for 130 gone disk remote
check "the hub says why" prints 'detached stick .*the lease is over' hub_log
must "open again, for one address" f share change stick --schedule none
must "..." f grant change right --users none --from 10.9.1.2 --proof none --approved-by none

# --- port power, another port -----------------------------------------------------------------------------------------------

before=$(<"/sys/bus/usb/devices/$(bus_id local 46f4:0001)/devnum")
check "the port is power-cycled" f share power-cycle stick
check "the device came anew" wait_for 30 eval '[[ $(<"/sys/bus/usb/devices/$(bus_id local 46f4:0001)/devnum") != "$before" ]]'
port=$(bus_id local 46f4:0001)
must "the disk is pulled out" monitor device_del stick
check "the share is missing" wait_for 20 prints '^stick +missing' f share list
must "... and plugged into another port" monitor "device_add usb-storage,id=stick,bus=usb.0,port=1.4,drive=stick,serial=LAB0001"
must "the kernel sees it" wait_for 20 bus_id local 46f4:0001
check "at another port" test "$(bus_id local 46f4:0001)" != "$port"
check "the same share has it" wait_for 20 prints '^stick +free' f share list
check "... under the same name for the stock client" attach_right
check "usbip detach" stock_detach_all

# --- what was written down -----------------------------------------------------------------------------------------------------

check "the audit says who was refused and why" prints 'import.refuse +shares/stick .*not for 10.9.2.2' f audit list
check "... who approved" prints 'boss' f audit list --object "unlocks/$waiting"
check "... that the window ended" prints 'lease.remove .*its time was over' f audit list
check "... that the port was power-cycled" prints 'share.power-cycle' f audit list
check "the chain of the audit holds" f audit verify
check "why? says so too" prints '^No: .*not for 10.9.2.2' eval 'f why stick --address 10.9.2.2 || true'
check "SIGTERM ends the hub with exit code 0" stop_hub
check "the disk is back locally" wait_for 30 disk local
