# lab: about    farhub at both ends, four classes attached at once: keyboard, tablet, serial port, sound card
# lab: needs    farhub
# lab: limit    400
# lab: device   usb-kbd
# lab: device   usb-tablet
# A null modem: the FTDI adapter's line is the guest's own ttyS1.
# lab: qemu     -chardev socket,id=line,path=@JOB@/line,server=on,wait=off -device usb-serial,chardev=line
# lab: qemu     -chardev socket,id=toline,path=@JOB@/line -serial chardev:toline
# Unmixed, and with room for all of it, so that the speaker's file is the very bytes that were played.
# lab: qemu     -audiodev wav,id=speaker,path=@JOB@/out/speaker.wav,out.mixing-engine=off -device usb-audio,audiodev=speaker,buffer=768000
# shellcheck shell=bash

modprobe -a usbhid hid_generic evdev ftdi_sio snd_usb_audio vhci_hcd
must "the devices are there locally" wait_for 20 eval 'tty local && sound_card local && event_of local Tablet && event_of local Keyboard'
tablet=$(device_of "/sys/class/input/$(event_of local Tablet)")
keyboard=$(device_of "/sys/class/input/$(event_of local Keyboard)")
must "farhub serve listens" start_hub --share all
must "farhub attach of the tablet" prints /dev/input attach "$tablet"
must "farhub attach of the keyboard" prints /dev/input attach "$keyboard"
must "farhub attach of the serial port, which names it" prints /dev/ttyUSB attach 0403:6001
must "farhub attach of the sound card" attach 46f4:0002
must "their twins are there" wait_for 20 eval \
    'tty remote && sound_card remote && event_of remote Tablet && event_of remote Keyboard'

# --- human interface: long-pending interrupt URBs ---
# events NAME COUNT: "ready" once open, then the next events of a remote input device, "type code value" each.
events() {
    local input
    exec {input}<"/dev/input/$(event_of remote "$1")"
    echo ready
    limit 60 head -c $((24 * $2)) <&"$input" | od -An -v -w24 -tu2 | awk '{ print $9, $10, $11 }'
}
background keys events Keyboard 3
background moves events Tablet 3
wait_for 20 grep -q ready "$logs/keys.log" && wait_for 20 grep -q ready "$logs/moves.log"
pause 3 # the interrupt URBs are pending by now, and stay so for a while
check "a key is pressed" monitor sendkey a
check "the tablet is touched" qmp '{"execute":"input-send-event","arguments":{"events":[
    {"type":"abs","data":{"axis":"x","value":12345}},{"type":"abs","data":{"axis":"y","value":23456}}]}}'
finish keys 60
finish moves 60
check "the key arrives: KEY_A down" grep -qx '1 30 1' "$logs/keys.log"
check "the touch arrives: ABS_X 12345" grep -qx '3 0 12345' "$logs/moves.log"
check "the touch arrives: ABS_Y 23456" grep -qx '3 1 23456' "$logs/moves.log"

# --- serial: bulk both ways, vendor requests ---
port=$(tty remote)
stty -F "$port" 115200 raw -echo
stty -F /dev/ttyS1 115200 raw -echo
head -c 8K /lab/data >/tmp/line
# across FROM TO: 8 KB from one end of the line to the other.
across() {
    local line reader
    exec {line}<"$2"
    limit 60 head -c 8192 <&"$line" >/tmp/arrived &
    reader=$!
    limit 60 cp /tmp/line "$1"
    wait "$reader"
    exec {line}<&-
    cmp /tmp/line /tmp/arrived
}
check "8 KB out of the serial port" across "$port" /dev/ttyS1
check "8 KB into the serial port" across /dev/ttyS1 "$port"

# --- sound: isochronous ---
card=$(sound_card remote)
head -c $((192000 * 3)) /lab/data >/tmp/noise
check "three seconds of sound are played" \
    limit 40 aplay -v -D "hw:${card#card}" -f S16_LE -r 48000 -c 2 -t raw --buffer-time=1000000 /tmp/noise
check "without an underrun" eval "! grep -i underrun '$logs/commands.log'"
check "the speaker got the very bytes" wait_for 15 cmp -i 0:44 -n $((192000 * 3)) /tmp/noise /out/speaker.wav

check "farhub detach --all" detach_all
check "all ports are free" wait_for 10 ports_free
check "SIGTERM ends the hub with exit code 0" stop_hub
check "the serial port is back locally" wait_for 20 tty local
