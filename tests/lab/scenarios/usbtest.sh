# lab: about    the kernel's usbtest suite through farhub serve and vhci_hcd, three rounds
# lab: needs    farhub
# lab: limit    400
# shellcheck shell=bash

modprobe -a usbtest vhci_hcd
must "gadget zero appears on dummy_hcd" start_gadget_zero
must "farhub serve listens" start_hub --share 0525:a4a0
must "farhub attach" attach 0525:a4a0
must "its twin is there" wait_for 10 bus_id remote 0525:a4a0
check "usbtest, not the hub, drives the twin" wait_for 10 driven_by usbtest remote 0525:a4a0
for round in 1 2 3; do
    check "round $round: 24 cases pass, 6 need endpoints it does not have" \
        prints '^usbtest: 24 passed, 0 failed, 6 unsupported' limit 80 usbtest "$(usb_node remote 0525:a4a0)"
done
check "the twin never went away" eval "! grep -E 'USB disconnect|cannot find a urb' <(dmesg)"
check "farhub detach --all" detach_all
check "the port is free" wait_for 10 ports_free
check "SIGTERM ends the hub with exit code 0" stop_hub
check "the gadget is back with its driver" wait_for 10 driven_by usbtest local 0525:a4a0
check "24 cases pass locally afterwards" \
    prints '^usbtest: 24 passed, 0 failed, 6 unsupported' limit 80 usbtest "$(usb_node local 0525:a4a0)"
