# lab: about    a disk that is mounted on the hub is refused, with a reason; --force overrides
# lab: needs    farhub
# lab: disk     stick 64M
# lab: device   usb-storage,drive=stick,serial=LAB0001
# shellcheck shell=bash

modprobe -a usb_storage sd_mod vhci_hcd ext4
must "the disk is there locally" wait_for 20 disk local
id=$(bus_id local 46f4:0001)
local_disk=$(disk local)
mkdir -p /mnt/disk
mkfs.ext4 -q -F "$local_disk"
must "it is mounted on the hub" mount "$local_disk" /mnt/disk
cp /lab/guest.sh /mnt/disk/file

must "farhub serve listens" start_hub --share all
check "farhub devices says that it is mounted" prints "mounted" limit 30 farhub devices
check "an importer is refused" refuses read_sector "$id"
check "farhub attach is refused" refuses attach "$id"
check "the hub says why" prints "mounted" hub_log
check "the file system never noticed" eval 'cmp /lab/guest.sh /mnt/disk/file && touch /mnt/disk/more && sync -f /mnt/disk'
check "SIGTERM ends the hub with exit code 0" stop_hub
check_equal "usb-storage still drives the disk" "$(driver_of "$id")" usb-storage

must "farhub serve --force listens" start_hub --share all --force
umount /mnt/disk
check "not mounted, it can be taken" wait_for 10 read_sector "$id"
must "the disk comes back" wait_for 30 disk local
must "it is mounted again" mount -o ro "$(disk local)" /mnt/disk
check "mounted, but forced, it can be taken" wait_for 10 read_sector "$id"
umount -l /mnt/disk
check "SIGTERM ends the hub with exit code 0" stop_hub
