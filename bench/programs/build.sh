#!/bin/sh
# Compiles the programs: NAME.bin for a bare machine, user.elf with all of them for qemu-aarch64.
#
#   sh bench/programs/build.sh [FOLDER]      into FOLDER, else into prebuilt/ beside this file
#
# Needs aarch64-linux-gnu-gcc (Debian, Ubuntu: gcc-aarch64-linux-gnu).
set -eu

here=$(cd "$(dirname "$0")" && pwd)
out=${1:-$here/prebuilt}
objects=$(mktemp -d)
trap 'rm -rf "$objects"' EXIT
mkdir -p "$out"

# No library, no vectors beyond what copies need, no unaligned access: the machine runs with its MMU off.
flags="-O2 -std=c11 -Wall -Wextra -Werror -ffreestanding -fno-builtin -fno-tree-vectorize -fno-tree-slp-vectorize
  -fno-tree-loop-distribute-patterns -fno-pic -fno-pie -fno-stack-protector -fno-asynchronous-unwind-tables
  -mstrict-align -mno-outline-atomics"

# object NAME SOURCE ARCHITECTURE [FLAG...]
object() {
  name=$1 source=$2 architecture=$3
  shift 3
  aarch64-linux-gnu-gcc $flags "-march=$architecture" "$@" -c "$here/$source" -o "$objects/$name.o"
}

# program NAME SOURCE ARCHITECTURE
program() {
  object "$1" "$2" "$3"
  object "$1-user" "$2" "$3" "-Drun=run_$1"
  aarch64-linux-gnu-ld --no-warn-rwx-segments -T "$here/bare.ld" -o "$objects/$1.elf" "$objects/bare.o" "$objects/$1.o"
  aarch64-linux-gnu-objcopy -O binary "$objects/$1.elf" "$out/$1.bin"
}

object bare bare.S armv8-a
object user user.c armv8-a
program hash hash.c armv8-a
program sort sort.c armv8-a
program crc crc.c armv8-a+crc
program bignum bignum.c armv8-a
program strings strings.c armv8-a
program atomics atomics.c armv8.1-a
program exclusives atomics.c armv8-a
aarch64-linux-gnu-ld -z max-page-size=4096 -s -o "$out/user.elf" "$objects/user.o" "$objects"/*-user.o
chmod 644 "$out"/*.bin
