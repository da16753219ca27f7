"""A share that hangs: sshfs on an SFTP server of its own, which can be stopped and go on. No network."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.mounts import impossible
from tests.needs import needs

UNCACHED = "dir_cache=no,attr_timeout=0,entry_timeout=0"
"""So that every question reaches the server, and none is answered from what was seen before."""

_SERVERS = "/usr/lib/openssh:/usr/libexec/openssh:/usr/lib/ssh:/usr/libexec"


LONGEST = 50
"""Seconds after which a share goes on by itself: less than what any test waits for a program."""


class Share:
    """A mounted share. While it hangs, whatever touches it waits."""

    def __init__(self, path: Path, server: int) -> None:
        self.path = path
        self.server = server
        self._guard: subprocess.Popen[bytes] | None = None

    def hang(self) -> None:
        """From here on nothing is answered, for at most `LONGEST` seconds."""
        # Should it stop all threads of the tests, only another process can wake it again.
        words = ["sh", "-c", f"sleep {LONGEST}; kill -CONT {self.server}"]
        self._guard = subprocess.Popen(words, start_new_session=True)
        os.kill(self.server, signal.SIGSTOP)

    def go_on(self) -> None:
        """All that was asked is answered."""
        os.kill(self.server, signal.SIGCONT)
        guard, self._guard = self._guard, None
        if guard is not None:
            if guard.poll() is None:
                os.killpg(guard.pid, signal.SIGTERM)
            guard.wait()


@contextmanager
def share(root: Path) -> Iterator[Share]:
    """A folder below `root`, mounted through sshfs, for as long as it is needed."""
    needs("sshfs", "fusermount3", "sshd")
    server = shutil.which("sftp-server", path=_SERVERS)
    if server is None or not os.access("/dev/fuse", os.W_OK):
        impossible(
            "needs /dev/fuse and OpenSSH's sftp-server, which this machine or container does not offer"
        )
    there, here, begun, number = (root / name for name in ("there", "here", "ssh", "number"))
    there.mkdir(parents=True)
    here.mkdir()
    begun.write_text(f'#!/bin/sh\necho $$ > "{number}"\nexec {server}\n')
    begun.chmod(0o700)
    command = ["sshfs", "-o", f"ssh_command={begun},{UNCACHED}", f"nobody:{there}", str(here)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    mounted = Share(here, int(number.read_text()))
    try:
        yield mounted
    finally:
        mounted.go_on()
        subprocess.run(["fusermount3", "-uz", str(here)], check=True, timeout=60)
