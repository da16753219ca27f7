"""Prints two tables: shares of servers, and power cuts. The exit code is 1 when amity lost anything."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.engines_vm import cuts, shares
from tests.engines_vm.disk import MAKERS
from tests.engines_vm.guest import GuestError
from tests.engines_vm.kernel import Kernel, missing, prepare


def main() -> int:
    """Measures what was asked for, one guest after the other."""
    parser = argparse.ArgumentParser(prog="python -m tests.engines_vm", description=__doc__)
    parser.add_argument(
        "what",
        nargs="*",
        choices=[*shares.SERVERS, "cuts", []],
        help="what to measure; everything if not given",
    )
    parser.add_argument("--changes", type=int, default=20, help="changes that each machine makes in a share")
    parser.add_argument("--cuts", type=int, default=3, help="how often the power of each file system is cut")
    asked = parser.parse_args()
    if sentence := missing():
        print(sentence)
        return 2
    what = asked.what or [*shares.SERVERS, "cuts"]
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="amity-vm-") as temporary:
        scratch = Path(temporary)
        kernel = prepare(scratch)
        print(f"Kernel {kernel.image.name.removeprefix('vmlinuz-')}\n", flush=True)
        try:
            servers = [server for server in shares.SERVERS if server in what]
            well = _shares(kernel, scratch, servers, asked.changes) if servers else True
            if "cuts" in what:
                well &= _cuts(kernel, scratch, asked.cuts)
        except GuestError as error:
            print(error)
            return 1
    print(f"{time.monotonic() - began:.0f} s")
    return 0 if well else 1


def _shares(kernel: Kernel, scratch: Path, servers: list[str], changes: int) -> bool:
    print(shares.HEADER, flush=True)
    measured = []
    for server in servers:
        for found in shares.measure(kernel, scratch, server, changes):
            print(found.row, flush=True)
            measured.append(found)
    print("\nWhat was said about the folders:")
    for found in measured:
        for sentence, times in found.said.items():
            print(f"  {times} × {sentence}")
    print()
    return all(found.well for found in measured)


def _cuts(kernel: Kernel, scratch: Path, number: int) -> bool:
    print(cuts.HEADER, flush=True)
    tolls = []
    for system in MAKERS:
        for toll in cuts.measure(kernel, scratch, system, number):
            print(toll.row, flush=True)
            tolls.append(toll)
    print()
    contrast = [toll for toll in tolls if toll.store != "amity"]
    if all(toll.is_none for toll in contrast):
        print("Nothing failed where it should: these cuts prove nothing, make more of them.")
        return False
    return all(toll.is_none for toll in tolls if toll.store == "amity")


if __name__ == "__main__":
    sys.exit(main())
