"""Starting the servers of the system in the guest, and mounting what they serve as several clients do."""

from __future__ import annotations

import contextlib
import socket
import time
from pathlib import Path
from typing import Final

from tests.engines_vm.inside.lines import run

_EXPORT: Final = "{served} 10.77.0.0/16(rw,sync,no_root_squash,no_subtree_check,fsid=0)\n"
_SAMBA: Final = """\
[global]
private dir = {private}
state directory = {private}
cache directory = {private}
lock directory = {private}
pid directory = {private}
ncalrpc dir = {private}
disable netbios = yes
server min protocol = SMB3_11
load printers = no
[team]
path = {served}
read only = no
"""


def start(kind: str, served: Path) -> None:
    """Serves the folder by `nfs3`, `nfs4.2` or `smb3.1.1`, each with the settings that Debian brings.

    `nfs4.2-leaseless` is a server that gives no delegations: with one, a client answers for a file alone, and
    the server has to take it back before another client may replace the file.
    """
    socket.sethostname("guest")
    run("ip", "link", "set", "lo", "up")
    if kind.startswith("nfs"):
        Path("/etc/exports").write_text(_EXPORT.format(served=served), "utf-8")
        run("modprobe", "nfsd")
        run("mount", "-t", "nfsd", "nfsd", "/proc/fs/nfsd")
        run("rpcbind", "-w")
        run("exportfs", "-a")
        run("rpc.mountd")
        if kind.endswith("-leaseless"):
            Path("/proc/sys/fs/leases-enable").write_text("0", "ascii")
        # Debian waits 90 s for clients from before a restart; here there was nothing before.
        run("rpc.nfsd", "--grace-time", "10", "8")
    else:
        private = Path("/run/samba")
        private.mkdir(mode=0o700)
        Path("/etc/samba/smb.conf").write_text(_SAMBA.format(served=served, private=private), "utf-8")
        run("smbpasswd", "-s", "-a", "root", text="amity\namity\n")
        run("smbd", "--daemon")
        _wait_for_port(445)


def connect(kind: str, number: int, name: str, served: Path) -> Path:
    """Mounts what is served as one more client, with a network and a host name of its own."""
    ours, theirs = f"10.77.{number}.1", f"10.77.{number}.2"
    run("ip", "netns", "add", name)
    run("ip", "link", "add", f"to-{name}", "type", "veth", "peer", "name", "eth0", "netns", name)
    run("ip", "addr", "add", f"{ours}/24", "dev", f"to-{name}")
    run("ip", "link", "set", f"to-{name}", "up")
    for words in ("link set lo up", f"addr add {theirs}/24 dev eth0", "link set eth0 up"):
        run("ip", "-n", name, *words.split())
    folder = Path("/mnt") / name
    folder.mkdir()
    version = kind.lstrip("nfsmb").removesuffix("-leaseless")
    if kind.startswith("nfs"):
        # Without locks of NFS 3: amity needs none there, and they want another two servers.
        options = f"vers={version}" + (",nolock" if version == "3" else "")
        path = served if version == "3" else "/"  # the export that NFS 4 takes for its root
        mount = f"mount -t nfs -o {options} {ours}:{path} {folder}"
    else:
        mount = f"mount -t cifs -o vers={version},username=root,password=amity //{ours}/team {folder}"
    run("nsenter", f"--net=/run/netns/{name}", "unshare", "--uts", "sh", "-c", f"hostname {name} && {mount}")
    return folder


def set_network(name: str, *, on: bool) -> None:
    """Takes the network away from a client, as when a laptop leaves the room, or brings it back."""
    run("ip", "link", "set", f"to-{name}", "up" if on else "down")


def _wait_for_port(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise TimeoutError(f"nobody listens on port {port}")
