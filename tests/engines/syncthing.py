"""Real Syncthing nodes on loopback. Each keeps everything below one folder, and ends with its test."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Final

from tests.engines.people import until

_KEY: Final = "amity"
"""Opens a node's own interface; it listens on loopback only, for as long as the test."""

_FOLDER = """\
<folder id="team" path="{path}" type="sendreceive" fsWatcherEnabled="true" fsWatcherDelayS="1">
  <maxConflicts>{conflicts}</maxConflicts>
  {members}
</folder>
"""
_DEVICE = '<device id="{id}" name="{name}"><address>{address}</address></device>'
_CONFIG = """\
<configuration version="36">
{folder}
{devices}
<gui enabled="true" tls="false"><address>127.0.0.1:{interface}</address><apikey>{key}</apikey></gui>
<options>
  <listenAddress>tcp://127.0.0.1:{port}</listenAddress>
  <globalAnnounceEnabled>false</globalAnnounceEnabled>
  <localAnnounceEnabled>false</localAnnounceEnabled>
  <relaysEnabled>false</relaysEnabled>
  <natEnabled>false</natEnabled>
  <stunServer></stunServer>
  <crashReportingEnabled>false</crashReportingEnabled>
  <startBrowser>false</startBrowser>
  <urAccepted>-1</urAccepted>
  <autoUpgradeIntervalH>0</autoUpgradeIntervalH>
  <reconnectionIntervalS>1</reconnectionIntervalS>
</options>
</configuration>
"""


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Node:
    """One machine's Syncthing, with the folder that it keeps."""

    def __init__(self, root: Path) -> None:
        self.home = root / "syncthing"
        self.folder = root / "team"
        self.folder.mkdir(parents=True)
        self.port, self.interface = free_port(), free_port()
        self.environment = {**os.environ, "HOME": str(root), "STNODEFAULTFOLDER": "1", "STNOUPGRADE": "1"}
        self._run("generate")
        self.id = self._run("serve", "--device-id").strip()

    def _run(self, *words: str) -> str:
        command = ["syncthing", *words, f"--home={self.home}"]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=True, timeout=30
        ).stdout

    def introduce(self, nodes: Sequence[Node], conflicts: int) -> None:
        """Says who takes part. Of two nodes only the earlier one dials: when both do, each waits for long."""
        members, dials = [], True
        for node in nodes:
            dials = dials and node is not self
            address = "dynamic" if dials else f"tcp://127.0.0.1:{node.port}"
            members.append(_DEVICE.format(id=node.id, name=node.folder.parent.name, address=address))
        named = "\n".join(f'<device id="{node.id}"></device>' for node in nodes)
        config = _CONFIG.format(
            folder=_FOLDER.format(path=self.folder, conflicts=conflicts, members=named),
            devices="\n".join(members),
            interface=self.interface,
            key=_KEY,
            port=self.port,
        )
        (self.home / "config.xml").write_text(config, "utf-8")

    @contextmanager
    def running(self) -> Iterator[None]:
        """It runs for as long as the block lasts."""
        command = ["syncthing", "serve", f"--home={self.home}", "--no-browser", "--no-restart"]
        with (self.home / "log").open("wb") as log:
            process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
        try:
            until(lambda: process.poll() is not None or self._answers(), 30, lambda: self._log)
            assert process.poll() is None, self._log
            yield
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    @property
    def _log(self) -> str:
        return (self.home / "log").read_text("utf-8", "replace")[-2000:]

    def _answers(self) -> bool:
        try:
            self.ask("GET", "system/ping")
        except (OSError, HTTPException):
            return False
        return True

    def ask(self, method: str, what: str) -> None:
        """Asks its own interface for something, which must not refuse."""
        connection = HTTPConnection("127.0.0.1", self.interface, timeout=10)
        try:
            connection.request(method, f"/rest/{what}", headers={"X-API-Key": _KEY})
            answer = connection.getresponse()
            data = answer.read()
        finally:
            connection.close()
        assert answer.status == 200, (what, answer.status, data)

    def pause(self) -> None:
        """Cuts it off from the others."""
        self.ask("POST", "system/pause")

    def resume(self) -> None:
        """Lets it find the others again."""
        self.ask("POST", "system/resume")
