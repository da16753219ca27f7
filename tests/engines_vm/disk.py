"""A disk with a cache of its own, as disks have: what was not flushed may be gone after a power cut.

It speaks the network block device protocol (NBD, fixed newstyle) on a socket in the file system; the virtual
machine takes it for its drive. So it is known to the byte what the system had flushed when the power went.
"""

from __future__ import annotations

import mmap
import random
import socket
import struct
import subprocess
import threading
from pathlib import Path
from typing import BinaryIO, Final

from tests.engines_vm.kernel import PATH

MAKERS: Final = {
    "ext4": ("mkfs.ext4", "-q", "-F", "-b", "4096"),
    "btrfs": ("mkfs.btrfs", "-q", "-f"),
    "xfs": ("mkfs.xfs", "-q", "-f"),
}
"""How an image gets a file system, as Debian makes it."""

MEGABYTES: Final = {"ext4": 64, "btrfs": 128, "xfs": 300}
"""The least that they take, about."""

BLOCK: Final = 4096
"""What such a disk writes whole or not at all."""

TURN: Final = 0.008
"""Seconds that a flush takes: one turn of a disk, in which the power may go as well."""

_MEGABYTE: Final = 1024 * 1024
_NEGOTIATE: Final = 0x49484156454F5054
_READ, _WRITE, _LEAVE, _FLUSH = range(4)
_GO: Final = 7
_ACKNOWLEDGED, _EXPORT, _UNSUPPORTED = 1, 3, 0x80000001
_FLAGS: Final = 1 | 4
"""It has flags, and it can be asked to flush."""


def formatted(image: Path, system: str = "ext4") -> Path:
    """A new image with an empty file system in it."""
    with image.open("wb") as file:
        file.truncate(MEGABYTES[system] * _MEGABYTE)
    subprocess.run([*MAKERS[system], image], check=True, capture_output=True, env={"PATH": PATH})
    return image


class Disk:
    """A drive over an image. The image gets what was flushed; `settle` decides about the rest."""

    def __init__(self, image: Path) -> None:
        self.image = image
        self.socket = image.with_suffix(".socket")
        self._size = image.stat().st_size
        self._seen = mmap.mmap(-1, self._size)
        with image.open("rb") as file:
            for offset in range(0, self._size, _MEGABYTE):
                piece = file.read(_MEGABYTE)
                if piece.count(0) < len(piece):  # what is never touched takes no memory
                    self._seen[offset : offset + len(piece)] = piece
        self._unflushed: list[tuple[int, bytes]] = []
        self._dead = threading.Event()
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(self.socket))
        self._listening.listen(1)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def drive(self) -> str:
        """What the virtual machine takes it by."""
        return f"nbd:unix:{self.socket}"

    def cut(self) -> None:
        """Takes the power away: from now on nothing reaches the image, and no flush is done."""
        self._dead.set()

    def settle(self, kept: float) -> int:
        """After the machine is gone too: keeps each unflushed block with that probability; how many went."""
        self._thread.join()
        lost = 0
        with self.image.open("r+b") as file:
            for offset, data in self._unflushed:
                for start in range(0, len(data), BLOCK):
                    if random.random() < kept:
                        file.seek(offset + start)
                        file.write(data[start : start + BLOCK])
                    else:
                        lost += 1
        return lost

    def _serve(self) -> None:
        connection, _ = self._listening.accept()
        self._listening.close()
        with connection, connection.makefile("rb") as asked:
            try:
                self._greet(asked, connection)
                while self._answer(asked, connection):
                    pass
            except (ConnectionError, struct.error):
                return  # the machine is dead

    def _greet(self, asked: BinaryIO, connection: socket.socket) -> None:
        """Comes to terms: the machine asks for what it knows, and in the end for the disk."""
        connection.sendall(b"NBDMAGIC" + struct.pack(">QH", _NEGOTIATE, 1))
        asked.read(4)
        wanted = 0
        while wanted != _GO:
            _, wanted, length = struct.unpack(">QII", asked.read(16))
            asked.read(length)
            if wanted != _GO:
                connection.sendall(_reply(wanted, _UNSUPPORTED))
        connection.sendall(_reply(_GO, _EXPORT, struct.pack(">HQH", 0, self._size, _FLAGS)))
        connection.sendall(_reply(_GO, _ACKNOWLEDGED))

    def _answer(self, asked: BinaryIO, connection: socket.socket) -> bool:
        """One request; False for the last, which may be cut off."""
        command: int
        _, _, command, cookie, offset, length = struct.unpack(">IHHQQI", asked.read(28))
        answer = struct.pack(">IIQ", 0x67446698, 0, cookie)
        if command == _READ:
            answer += self._seen[offset : offset + length]
        elif command == _WRITE:
            data = asked.read(length)
            if len(data) < length:
                return False
            self._seen[offset : offset + length] = data
            self._unflushed.append((offset, data))
        elif command == _FLUSH:
            if self._dead.wait(TURN):
                return False
            self._flush()
        connection.sendall(answer)
        return command != _LEAVE

    def _flush(self) -> None:
        with self.image.open("r+b") as file:
            for offset, data in self._unflushed:
                file.seek(offset)
                file.write(data)
        self._unflushed.clear()


def _reply(wanted: int, kind: int, data: bytes = b"") -> bytes:
    return struct.pack(">QIII", 0x3E889045565A9, wanted, kind, len(data)) + data
