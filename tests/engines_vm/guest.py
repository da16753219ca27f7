"""A virtual machine as a process of the host: start it, hear what it reports, cut its power."""

from __future__ import annotations

import contextlib
import queue
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import orjson

from tests.engines_vm.kernel import Kernel

MEMORY: Final = "1536"
Report = dict[str, Any]


class GuestError(Exception):
    """The guest failed, fell silent, or ended too early."""


class Guest:
    """One run of a virtual machine; `words` say what it does, `disks` are its drives.

    The serial line carries a report a line; all that programs and the kernel say goes to `log`.
    """

    def __init__(
        self, kernel: Kernel, log: Path, words: Sequence[str], disks: Sequence[str | Path] = ()
    ) -> None:
        self.log = log
        drives = [f"file={disk},if=virtio,format=raw,cache=writeback" for disk in disks]
        self.process = subprocess.Popen(
            [
                *("nice", "-n", "10", "qemu-system-x86_64", "-accel", "tcg", "-smp", "1", "-m", MEMORY),
                *("-display", "none", "-no-reboot", "-nodefaults", "-nic", "none"),
                *("-serial", "stdio", "-serial", f"file:{log}"),
                *("-kernel", str(kernel.image), "-initrd", str(kernel.initial)),
                *("-append", f"console=ttyS1 quiet panic=-1 -- {' '.join(words)}"),
                "-virtfs",
                "local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap",
                *(word for drive in drives for word in ("-drive", drive)),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
        )
        self._said: queue.Queue[bytes] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cut()

    def cut(self) -> list[Report]:
        """Takes the power away at once; what was reported before and not yet heard."""
        self.process.kill()
        self.process.wait()
        self._listener.join()
        rest = []
        with contextlib.suppress(queue.Empty):
            while line := self._said.get_nowait():
                rest.append(line)
        return [report for line in rest if (report := _parsed(line))]

    def reports(self, seconds: float) -> Iterator[Report]:
        """What it reports, until it has done what it was asked for. Raises `GuestError` after that time."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                line = self._said.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise self._error(f"was not done after {seconds:.0f} s") from None
            if not line:
                raise self._error("ended too early")
            report = _parsed(line)
            if "failed" in report:
                raise self._error(str(report["failed"]))
            if "done" in report:
                return
            if report:
                yield report

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._said.put(line)
        self._said.put(b"")

    def _error(self, what: str) -> GuestError:
        tail = self.log.read_text("utf-8", "replace")[-3000:] if self.log.exists() else ""
        return GuestError(f"The guest {what}\n{tail}")


def _parsed(line: bytes) -> Report:
    """A report; empty for the half of one that a cut leaves, and for what the firmware says."""
    try:
        report = orjson.loads(line)
    except orjson.JSONDecodeError:
        return {}
    return report if isinstance(report, dict) else {}
