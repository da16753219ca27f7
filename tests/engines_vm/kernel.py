"""Debian's own kernel, unpacked into a cache folder and never installed, and the start of a guest with it."""

from __future__ import annotations

import gzip
import platform
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

from platformdirs import user_cache_path

PROGRAMS: Final = {
    "apt-get": "apt",
    "apt-cache": "apt",
    "dpkg-deb": "dpkg",
    "qemu-system-x86_64": "qemu-system-x86",
    "busybox": "busybox-static",
    "depmod": "kmod",
    "mkfs.ext4": "e2fsprogs",
    "mkfs.btrfs": "btrfs-progs",
    "mkfs.xfs": "xfsprogs",
    "ip": "iproute2",
    "rpc.nfsd": "nfs-kernel-server",
    "mount.nfs": "nfs-common",
    "smbd": "samba",
    "mount.cifs": "cifs-utils",
}
"""What host and guest call, and the package of Debian that brings it."""

META_PACKAGE: Final = "linux-image-amd64"
REPOSITORY: Final = Path(__file__).parents[2]
PATH: Final = "/usr/sbin:/usr/bin:/sbin:/bin"

_FIRST: Final = ("virtio_pci", "virtio_blk", "9pnet_virtio", "9p", "overlay")
"""Modules that the guest needs before it has the host's root; it loads all others from there by itself."""

_INIT: Final = """\
#!/bin/busybox sh
busybox mkdir -p /proc /dev /host /memory /root
busybox mount -t proc proc /proc
busybox mount -t devtmpfs dev /dev
while read module; do busybox insmod "/$module"; done < /modules
busybox mount -t 9p -o ro,trans=virtio,version=9p2000.L,msize=512000,cache=loose host /host
busybox mount -t tmpfs memory /memory
busybox mkdir /memory/changed /memory/work
busybox mount -t overlay -o lowerdir=/host,upperdir=/memory/changed,workdir=/memory/work overlay /root
busybox mount -t proc proc /root/proc
busybox mount -t sysfs sys /root/sys
busybox mount -t devtmpfs dev /root/dev
busybox mount -t tmpfs run /root/run
busybox mkdir -p /root/lib/modules
busybox mount --bind /host{modules} /root/lib/modules
set -- {python} -m tests.engines_vm.inside "$@"
exec busybox switch_root -c /dev/ttyS1 /root /usr/bin/env -C {repository} PATH={path} "$@"
"""


class Kernel(NamedTuple):
    """A kernel, and the archive of its first files."""

    image: Path
    initial: Path


def missing() -> str:
    """A sentence that says what to install, empty when all is here."""
    if platform.machine() != "x86_64":
        return "This needs a machine with an x86-64 processor: the guest runs the programs of the host."
    packages = {package for name, package in PROGRAMS.items() if shutil.which(name, path=PATH) is None}
    return f"On Debian: apt-get install {' '.join(sorted(packages))}" if packages else ""


def prepare(scratch: Path) -> Kernel:
    """The kernel, downloaded once, and an archive that starts this checkout's code."""
    root = _unpacked(user_cache_path("amity-engines-vm", appauthor=False))
    (image,) = (root / "boot").glob("vmlinuz-*")
    initial = scratch / "initial.gz"
    initial.write_bytes(gzip.compress(_archive(root / "lib" / "modules"), 1))
    return Kernel(image, initial)


def _unpacked(cache: Path) -> Path:
    depends = _output("apt-cache", "depends", META_PACKAGE)
    package = next(
        word for word in depends.split() if word.startswith("linux-image-") and word != META_PACKAGE
    )
    root = cache / package
    if not root.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as temporary:
            fresh = Path(temporary) / "root"
            subprocess.run(
                ["apt-get", "-qq", "-o", "APT::Sandbox::User=root", "download", package],
                cwd=temporary,
                check=True,
            )
            (archive,) = Path(temporary).glob("*.deb")
            subprocess.run(["dpkg-deb", "-x", archive, fresh], check=True)
            (modules,) = (fresh / "lib" / "modules").iterdir()
            subprocess.run(["depmod", "-b", fresh, modules.name], check=True, env={"PATH": PATH})
            fresh.rename(root)
    return root


def _archive(modules: Path) -> bytes:
    """The first files in the form that kernels unpack: a shell, a few modules, and what to do with them."""
    (version,) = modules.iterdir()
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        (root / "bin").mkdir()
        shutil.copy(shutil.which("busybox", path=PATH) or "", root / "bin" / "busybox")
        (root / "bin" / "sh").symlink_to("busybox")
        needed = _closure(version)
        for path in needed:
            shutil.copy(version / path, root / Path(path).name)
        (root / "modules").write_text("".join(f"{Path(path).name}\n" for path in needed), "utf-8")
        init = root / "init"
        init.write_text(
            _INIT.format(
                modules=shlex.quote(str(modules)),
                repository=shlex.quote(str(REPOSITORY)),
                python=shlex.quote(sys.executable),
                path=PATH,
            ),
            "utf-8",
        )
        init.chmod(0o755)
        names = "\n".join(str(path.relative_to(root)) for path in root.rglob("*"))
        command = ["busybox", "cpio", "-o", "-H", "newc"]
        return subprocess.run(command, cwd=root, input=names.encode(), capture_output=True, check=True).stdout


def _closure(version: Path) -> list[str]:
    """The first modules and all that they stand on, in the order to load them in."""
    needs = {}
    for line in (version / "modules.dep").read_text("utf-8").splitlines():
        path, _, others = line.partition(":")
        needs[Path(path).name.partition(".")[0].replace("-", "_")] = [path, *others.split()]
    paths = [path for name in _FIRST for path in reversed(needs[name])]
    return list(dict.fromkeys(paths))


def _output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
