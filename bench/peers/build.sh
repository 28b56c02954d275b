#!/bin/sh
# Assembles the EL2 handler for QEMU into a flat binary, which runs at 0x40200000.
#
#   sh bench/peers/build.sh [FOLDER]      into FOLDER, else into prebuilt/ beside this file
#
# Needs aarch64-linux-gnu-as (Debian, Ubuntu: binutils-aarch64-linux-gnu).
set -eu

here=$(cd "$(dirname "$0")" && pwd)
out=${1:-$here/prebuilt}
objects=$(mktemp -d)
trap 'rm -rf "$objects"' EXIT
mkdir -p "$out"

aarch64-linux-gnu-as -o "$objects/qemu-el2.o" "$here/qemu-el2.S"
aarch64-linux-gnu-ld -Ttext=0x40200000 -o "$objects/qemu-el2.elf" "$objects/qemu-el2.o"
aarch64-linux-gnu-objcopy -O binary "$objects/qemu-el2.elf" "$out/qemu-el2.bin"
chmod 644 "$out/qemu-el2.bin"
