# Settings shared by `prepare` and `run`. Sourced, not executed.
# shellcheck shell=bash disable=SC2034

lab=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repo=$(cd "$lab/../.." && pwd)

# Everything the lab downloads, builds and logs. Outside git.
cache=${LAB_CACHE:-$repo/artifacts/lab}

# The kernels, newest first. A label is what scenarios name; the pattern is the Debian package it comes from.
kernel_labels=(6.12 6.1)
declare -A kernel_packages=(
    [6.12]='linux-image-6\.12\.[0-9]+(\+deb[0-9]+)?-amd64-unsigned'
    [6.1]='linux-image-6\.1\.[0-9]+-[0-9]+-amd64-unsigned'
)

say() { printf 'lab: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
