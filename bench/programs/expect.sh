#!/bin/sh
# Prints expected.json: what each program returns, by QEMU, and the instructions that it takes, by libunicorn.
#
#   sh bench/programs/expect.sh > bench/programs/expected.json
#
# Needs qemu-aarch64 (Debian, Ubuntu: qemu-user), cc and libunicorn-dev.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cc -O2 -o "$work/libunicorn" "$here/../peers/libunicorn.c" -lunicorn

printf '{\n  "command": "sh bench/programs/expect.sh > bench/programs/expected.json",\n'
printf '  "emulator": "%s",\n' "$(qemu-aarch64 --version | head -n 1)"
printf '  "programs": {\n'
separator=
for image in "$here"/prebuilt/*.bin; do
  name=$(basename "$image" .bin)
  checksum=$(echo 1 | qemu-aarch64 "$here/prebuilt/user.elf" "$name" | tail -n 1 | cut -d ' ' -f 3)
  once=$("$work/libunicorn" count "$image" 1 | cut -d ' ' -f 2)
  twice=$("$work/libunicorn" count "$image" 2 | cut -d ' ' -f 2)
  printf '%b    "%s": { "checksum": "%s", "once": %d, "again": %d }' \
    "$separator" "$name" "$checksum" "$once" "$((twice - once))"
  separator=',\n'
done
printf '\n  }\n}\n'
