# lab: about    scratch
# lab: disk     stick 128M
# lab: device   usb-storage,drive=stick,serial=LAB0001
t() { local a b; a=$(</proc/uptime); "$@"; b=$(</proc/uptime); note "${a%% *} ${b%% *} $*"; }
t cp /lab/data /tmp/data
t cp /tmp/data /tmp/data2
t cmp /tmp/data /tmp/data2
t sha256sum /tmp/data
modprobe -a usb_storage sd_mod
t wait_for 20 disk local
d=$(disk local)
t dd if=/tmp/data of=$d bs=1M conv=fsync
t dd if=/dev/zero of=$d bs=1M count=32 oflag=direct
t dd of=/dev/null if=$d bs=1M count=32 iflag=direct
t mkfs.ext4 -q -F $d
t modprobe -a vhci_hcd
t modprobe -a dummy_hcd
t modprobe -a snd_usb_audio
