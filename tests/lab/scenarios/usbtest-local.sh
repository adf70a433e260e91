# lab: about    the kernel's usbtest suite on gadget zero without USB/IP: what the device itself can do
# shellcheck shell=bash

modprobe -a usbtest
must "gadget zero appears on dummy_hcd" start_gadget_zero
check "24 cases pass, 6 need endpoints it does not have" \
    prints "^usbtest: 24 passed, 0 failed, 6 unsupported" limit 80 usbtest "$(usb_node local 0525:a4a0)"
check "the gadget goes away" stop_gadget_zero
