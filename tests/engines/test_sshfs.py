"""A folder on a server, reached through sshfs: no events, no locks, and files that are read in part."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from store.clock import Clock
from store.settings import Home
from store.sync.document import is_sound
from store.team import Team
from store.team.people import NewMember
from tests.engines.ledger import Ledger
from tests.engines.people import NAMES, agree, begin, open_dashboards, seat, typing, until
from tests.needs import needs

MakeHome = Callable[[str], Home]

_SERVER = """\
HostKey {root}/host
AuthorizedKeysFile {root}/person.pub
StrictModes no
UsePAM no
Subsystem sftp internal-sftp
"""
_CLIENT = """\
Host server
  ProxyCommand {sshd} -i -f {root}/sshd.conf
  User {user}
  IdentityFile {root}/person
  IdentitiesOnly yes
  StrictHostKeyChecking no
  UserKnownHostsFile /dev/null
  LogLevel ERROR
"""


class Server:
    """A folder, and for each mount an OpenSSH server that ssh starts and that ends with the connection."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "served"
        self.folder.mkdir(parents=True)
        for name in ("host", "person"):
            command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(root / name)]
            subprocess.run(command, check=True, timeout=30)
        if os.geteuid() == 0:  # where no init system starts it, nobody else makes the place that it asks for
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        sshd = shutil.which("sshd")  # it insists on its whole path
        (root / "sshd.conf").write_text(_SERVER.format(root=root))
        (root / "ssh.conf").write_text(_CLIENT.format(root=root, sshd=sshd, user=getpass.getuser()))

    @contextmanager
    def mounted(self, name: str) -> Iterator[Path]:
        """The folder as another machine sees it."""
        mount = self.root / name
        mount.mkdir()
        command = ["sshfs", "-F", str(self.root / "ssh.conf"), f"server:{self.folder}", str(mount)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        try:
            yield mount
        finally:
            subprocess.run(["fusermount3", "-u", str(mount)], check=True, timeout=30)


@pytest.fixture
def server(tmp_path: Path) -> Server:
    needs("sshfs", "fusermount3", "sshd")
    if not os.access("/dev/fuse", os.W_OK) and not os.environ.get("AMITY_ENGINES"):
        pytest.skip("needs /dev/fuse, which this machine or container does not offer")
    return Server(tmp_path / "server")


def gather(folders: list[Path], make_home: MakeHome) -> list[Team]:
    """Two machines on one folder, each by its own way; the team is large enough to be read in pieces."""
    first = begin(folders[0], make_home(NAMES[0]))
    first.add_members([NewMember(f"Colleague {number}") for number in range(1000)])
    assert first.sync(30.0).status.condition == "in step"
    until(lambda: (folders[1] / "amity.json").read_bytes() == first.replica.data)
    second = Team.join(make_home(NAMES[1]), Clock(), folders[1], NAMES[1])
    return [Team.open(make_home(NAMES[0]), Clock(), folders[0]), second]


def test_one_on_the_server_and_one_beside_it(server: Server, make_home: MakeHome, ledger: Ledger) -> None:
    """With amity's own timing throughout."""
    ledger.title = "sshfs, one machine on the server, one mounted"
    with server.mounted("mount") as mount:
        people = seat(gather([server.folder, mount], make_home), ledger)
        with open_dashboards(people):
            with typing(people, pause=0.4):
                threading.Event().wait(15)
            agree(people, ledger)


def test_two_mounts_in_a_hurry(server: Server, make_home: MakeHome, ledger: Ledger) -> None:
    """They replace the file many times faster than amity does, and somebody reads it all the time."""
    ledger.title = "sshfs, two mounts, replaced as fast as can be"
    with server.mounted("one") as one, server.mounted("two") as two:
        people = seat(gather([one, two], make_home), ledger, gather=0.1, poll=0.1, audit=0.3)
        with open_dashboards(people):
            with typing(people, pause=0.3), reading(one / "amity.json", ledger):
                threading.Event().wait(15)
            agree(people, ledger)


@contextmanager
def reading(file: Path, ledger: Ledger) -> Iterator[None]:
    """Reads the file for as long as the block lasts, as a program would that believes what it reads."""
    stop = threading.Event()
    chance = Random(3)

    def read() -> None:
        while not stop.wait(chance.uniform(0.0, 0.02)):
            data = file.read_bytes()
            ledger.saw_read(torn=not is_sound(data))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield
    finally:
        stop.set()
        reader.join()
