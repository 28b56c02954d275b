"""A peer of the benchmark: Unicorn's Python binding, with a hook that reads and writes x0-x17.

    python3 unicorn_peer.py WORD...     the words are the guest's loop, at GUEST

bench/README.md has the protocol. The hook does what libunicorn.c's does: xi += i from x2 on. Python's integers do not
wrap, and the binding takes 64 bits of them.
"""

import sys
import time

import unicorn
from unicorn import arm64_const as arm64

GUEST = 0x80000000
RAM_SIZE = 0x1000000
EXCP_SMC = 13
FFA_SUCCESS = 0x84000061
FFA_FEATURES = 0x84000064
FFA_MEM_SHARE = 0x84000073
MASK = (1 << 64) - 1
PASSED = [arm64.UC_ARM64_REG_X0 + i for i in range(18)]


class Peer:
    def __init__(self, words):
        self.traps = 0
        self.unexpected = None
        self.end = GUEST + 4 * len(words)
        self.engine = unicorn.Uc(unicorn.UC_ARCH_ARM64, unicorn.UC_MODE_LITTLE_ENDIAN)
        self.engine.mem_map(GUEST, RAM_SIZE)
        self.engine.mem_write(GUEST, b"".join(int(word, 16).to_bytes(4, "little") for word in words))
        self.engine.hook_add(unicorn.UC_HOOK_INTR, self.on_trap)

    def on_trap(self, engine, number, _user):
        if number != EXCP_SMC:
            self.unexpected = number
            engine.emu_stop()
            return
        self.traps += 1
        values = [engine.reg_read(register) for register in PASSED]
        values[0] = FFA_SUCCESS
        for i in range(2, 18):
            values[i] = (values[i] + i) & MASK
        for register, value in zip(PASSED, values):
            engine.reg_write(register, value)

    def serve(self, n):
        """Runs n trips and returns the sum of x2 to x17."""
        self.traps = 0
        for register in PASSED:
            self.engine.reg_write(register, 0)
        self.engine.reg_write(arm64.UC_ARM64_REG_X19, n)
        self.engine.reg_write(arm64.UC_ARM64_REG_X20, FFA_FEATURES)
        self.engine.reg_write(arm64.UC_ARM64_REG_X21, FFA_MEM_SHARE)
        self.engine.emu_start(GUEST, self.end)
        if self.unexpected is not None:
            sys.exit(f"unicorn peer: unexpected exception {self.unexpected}")
        return sum(self.engine.reg_read(register) for register in PASSED[2:]) & MASK


def main():
    peer = Peer(sys.argv[1:])
    print(f"trapline-peer 1 unicorn {unicorn.__version__} from Python, x0-x17 read and written", flush=True)
    for line in sys.stdin:
        n = int(line, 16)
        if n == 0:
            break
        start = time.perf_counter_ns()
        check = peer.serve(n)
        elapsed = time.perf_counter_ns() - start
        print(f"{peer.traps:016x} {elapsed:016x} {check:016x}", flush=True)


main()
