"""The dashboard in a real browser, and who may not see it."""

from __future__ import annotations

import asyncio
import os
import re
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import orjson
import pyte
import pytest

from store.clock import Clock
from store.demo import build_demo
from store.settings import Home
from tests.cli.machine import Machine
from tests.page.tab import open_tab
from tui.browser.server import HOST

WORDS = "You stayed calm when the import broke."


class Served:
    """A running `amity serve` on a team."""

    def __init__(self, machine: Machine, *more: str) -> None:
        self.machine, self.said = machine, ""
        self.program = machine.start("serve", "--port", "0", *more)
        assert self.program.stdout is not None
        found = re.search(r"http://(127\.0\.0\.1:\d+)/([\w-]{32})/", self.program.stdout.readline())
        assert found is not None
        self.address, self.place, self.secret = found[0], found[1], found[2]

    def children(self) -> list[int]:
        """The programs that it started and that still run."""
        task = Path(f"/proc/{self.program.pid}/task")
        return [int(p) for t in task.iterdir() for p in (t / "children").read_text().split()]

    def end(self) -> int:
        """Stops it from the keyboard, and gives its exit code."""
        if self.program.poll() is None:
            self.program.send_signal(signal.SIGINT)
        self.said = self.program.communicate(timeout=30)[1] or self.said
        return self.program.returncode


@pytest.fixture
def machine(tmp_path: Path, clock: Clock) -> Machine:
    home = tmp_path / "ana"
    build_demo(Home(home / "config", home / "data"), tmp_path / "shared", clock)
    return Machine(home, tmp_path / "shared")


@pytest.fixture
def served(machine: Machine) -> Iterator[Served]:
    served = Served(machine)
    yield served
    served.end()


def documents(folder: Path, table: str) -> list[dict[str, object]]:
    found = orjson.loads((folder / "amity.json").read_bytes())[table].values()
    return list(found)


async def test_a_morning_in_the_browser(served: Served, tmp_path: Path) -> None:
    folder = served.machine.folder
    async with open_tab(served.address, tmp_path / "profile") as tab:
        await tab.see(lambda text: "Today" in text and "Why?" in text and "Harbour" in text)
        await tab.press("2")
        await tab.see(lambda text: "Facilitator" in text and "Ahead" in text)
        await tab.press("t")
        await tab.see(lambda text: "took it" in text)
        await tab.press("k")
        await tab.see(lambda text: "Three questions" in text)
        await tab.type("chi")
        await tab.see(lambda text: "chi" in text)
        await tab.press("Enter")
        await tab.press("Tab")
        await tab.type(WORDS)
        await tab.see(lambda text: WORDS in text)
        await tab.chord("s")
        await tab.see(lambda text: "Three questions" not in text)
        await tab.press("q")
        await tab.see(lambda _: not served.children())
        assert {re.sub(r"^(https?|ws)://([^/]+)/.*", r"\2", asked) for asked in tab.asked} == {served.place}
    assert [k["to"] for k in documents(folder, "kudos") if k["text"] == WORDS] == [["m-chi"]]
    (today,) = (o for o in documents(folder, "occurrences") if o["id"] == "s-standup:2026-11-23")
    assert today["changes"] == {"facilitator": "m-ana"}
    assert today["pins"]
    assert served.end() == 0


async def test_a_folder_of_any_name(tmp_path: Path, clock: Clock) -> None:
    home, folder = tmp_path / "ana", tmp_path / "R&D $(touch x) %PATH% 'y'"
    build_demo(Home(home / "config", home / "data"), folder, clock)
    served = Served(Machine(home, folder), "--folder", str(folder))
    try:
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(f"http://{served.place}/{served.secret}/ws?width=80&height=24") as visit,
        ):
            screen = pyte.Screen(80, 24)
            stream = pyte.ByteStream(screen)
            while "Harbour" not in screen.display[0]:
                stream.feed(await visit.receive_bytes(timeout=30))
    finally:
        served.end()


async def test_nobody_else_is_let_in(served: Served) -> None:
    inside, socket_path = (
        f"http://{served.place}/{served.secret}",
        f"http://{served.place}/{served.secret}/ws",
    )
    strangers = [
        (f"http://{served.place}/", {}),
        (f"http://{served.place}/ws", {}),
        (f"http://{served.place}/static/js/textual.js", {}),
        (f"http://{served.place}/{served.secret[:-1]}x/", {}),
        (f"{inside}/", {"Host": "evil.example"}),
        (f"{inside}/", {"Host": f"evil.example:{served.place.partition(':')[2]}"}),
        (socket_path, {"Origin": "http://evil.example", "Upgrade": "websocket", "Connection": "Upgrade"}),
        (socket_path, {"Origin": "http://localhost:1", "Upgrade": "websocket", "Connection": "Upgrade"}),
        (socket_path, {"Origin": "null", "Upgrade": "websocket", "Connection": "Upgrade"}),
    ]
    async with aiohttp.ClientSession() as session:
        for address, headers in strangers:
            async with session.get(address, headers=headers) as answer:
                assert answer.status == 404, (address, headers)
        for typed in (inside, f"{inside.replace(HOST, 'localhost')}/"):
            async with session.get(typed, allow_redirects=False) as answer:
                assert (answer.status, answer.headers["Location"]) == (302, served.address)
        async with session.get(served.address) as answer:
            assert answer.status == 200
            page = await answer.text()
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert not re.findall(r"(?:src|href|url\()[=\"' ]*https?://(?!127\.0\.0\.1)", page)
    assert not served.children()
    port = int(served.place.partition(":")[2])
    for nonsense in (
        f"CONNECT x:1 HTTP/1.1\r\nHost: {served.place}\r\n\r\n".encode(),
        "GET /é HTTP/1.1\r\n\r\n".encode(),
    ):
        with socket.create_connection((HOST, port), timeout=5) as stranger:
            stranger.sendall(nonsense)
            assert stranger.recv(99)[9:12] in (b"404", b"400")
    with pytest.raises(OSError, match="refused"):
        socket.create_connection((_other_address(), port), timeout=5)
    assert (served.end(), served.said) == (0, "")


def _other_address() -> str:
    """An address of this machine that is another than the one that is listened on."""
    return "127.0.0.2" if os.name == "posix" else "::1"


async def read(visit: aiohttp.ClientWebSocketResponse) -> None:
    """Does as a browser does, until the visit is over."""
    async for _ in visit:
        pass


async def test_stopped_it_takes_its_dashboards_along(served: Served) -> None:
    socket_path = f"http://{served.place}/{served.secret}/ws"
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{socket_path}?width=80&height=24") as first,
        session.ws_connect(socket_path) as second,
    ):
        await first.receive_bytes()
        await second.receive_bytes()
        children = served.children()
        assert len(children) == 2
        ended, *_ = await asyncio.gather(asyncio.to_thread(served.end), read(first), read(second))
        assert ended == 0
    assert not [child for child in children if Path(f"/proc/{child}").exists()]


async def test_a_visit_that_is_over_before_it_began_leaves_no_dashboard_behind(served: Served) -> None:
    seen: set[int] = set()
    async with aiohttp.ClientSession() as session:
        for pause in range(12):
            visit = await session.ws_connect(f"http://{served.place}/{served.secret}/ws")
            await asyncio.sleep(pause / 40)  # to be at different points of its start, not to wait
            seen |= set(served.children())
            await visit.close()
    assert await asyncio.to_thread(served.end) == 0
    assert seen
    assert not [process for process in seen if Path(f"/proc/{process}").exists()]


async def test_killed_it_leaves_no_dashboard_behind(served: Served) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"http://{served.place}/{served.secret}/ws") as visit,
    ):
        await visit.receive_bytes()
        (child,) = served.children()
        served.program.kill()
        await asyncio.wait_for(asyncio.to_thread(_wait_for_the_end_of, child), 20)


def _wait_for_the_end_of(process: int) -> None:
    descriptor = os.pidfd_open(process)
    select.select([descriptor], [], [], 20)
    os.close(descriptor)
    assert not Path(f"/proc/{process}/exe").exists()


def test_a_port_that_is_taken(served: Served, machine: Machine) -> None:
    port = served.place.partition(":")[2]
    refused = machine.run("serve", "--port", port, code=1)
    assert f"Port {port} cannot be used" in refused.stderr


def test_without_its_package_it_says_what_to_install(machine: Machine) -> None:
    program = "import sys; sys.modules['aiohttp'] = None\nfrom tui.cli import run; sys.exit(run(['serve']))"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=machine.environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "pipx inject amity textual-serve" in done.stderr
