"""One tab of a real browser, driven through the DevTools protocol, and the text in its terminal."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, Final

import aiohttp
import pyte

from tests.needs import needs

_CHROMIUM: Final = (
    *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--disable-dev-shm-usage", "--remote-debugging-port=0", "--window-size=1200,800", "about:blank"),
)
PATIENCE: Final = 30.0

_KEYS: Final = {"Enter": (13, "\r"), "Escape": (27, ""), "Tab": (9, ""), "ArrowDown": (40, "")}


class Tab:
    """A page, and the terminal in it as the browser was told to draw it."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._number = 0
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self.columns, self.rows = 0, 0
        self._screen = pyte.Screen(300, 100)
        self._stream = pyte.ByteStream(self._screen)
        self._news = asyncio.Event()
        self.asked: list[str] = []
        """The addresses that the page asked for."""

    async def listen(self) -> None:
        """Takes in what the browser says, until it ends."""
        async for message in self._socket:
            event = json.loads(message.data)
            match event:
                case {"id": number}:
                    self._answers.pop(number).set_result(event.get("result", event.get("error")))
                case {"method": "Network.webSocketFrameReceived", "params": {"response": frame}}:
                    if frame["opcode"] == 2:
                        self._stream.feed(base64.b64decode(frame["payloadData"]))
                    self._news.set()
                case {"method": "Network.requestWillBeSent", "params": {"request": request}}:
                    self.asked.append(request["url"])

    async def say(self, method: str, **words: Any) -> Any:
        """Calls a method of the protocol."""
        self._number += 1
        answer = self._answers[self._number] = asyncio.get_running_loop().create_future()
        await self._socket.send_str(json.dumps({"id": self._number, "method": method, "params": words}))
        return await asyncio.wait_for(answer, PATIENCE)

    @property
    def text(self) -> str:
        """What stands in the terminal."""
        return "\n".join(line.rstrip() for line in self._screen.display).rstrip()

    async def see(self, fits: Callable[[str], object]) -> str:
        """Waits until the terminal's text fits, and gives it."""

        async def wait() -> None:
            while not fits(self.text):
                self._news.clear()
                with contextlib.suppress(TimeoutError):  # what is waited for may not be in the terminal
                    await asyncio.wait_for(self._news.wait(), 0.2)

        try:
            await asyncio.wait_for(wait(), PATIENCE)
        except TimeoutError:
            raise AssertionError(f"this is all that is there:\n{self.text}") from None
        return self.text

    async def press(self, key: str) -> None:
        """Presses a key: a character, or one of those that have a name."""
        code, text = _KEYS[key] if key in _KEYS else (ord(key.upper()) * key.isalnum(), key)
        words: dict[str, Any] = {
            "key": key,
            "windowsVirtualKeyCode": code,
            **({"text": text} if text else {}),
        }
        await self.say("Input.dispatchKeyEvent", type="keyDown", **words)
        await self.say("Input.dispatchKeyEvent", type="keyUp", **words)

    async def chord(self, key: str) -> None:
        """Presses a key together with ctrl."""
        words = {"key": key, "windowsVirtualKeyCode": ord(key.upper()), "modifiers": 2}
        await self.say("Input.dispatchKeyEvent", type="rawKeyDown", **words)
        await self.say("Input.dispatchKeyEvent", type="keyUp", **words)

    async def type(self, text: str) -> None:
        """Types a text."""
        for character in text:
            await self.press(character)

    async def picture(self) -> bytes:
        """What the page looks like, as PNG."""
        return base64.b64decode((await self.say("Page.captureScreenshot"))["data"])


@contextlib.asynccontextmanager
async def open_tab(address: str, place: Path) -> AsyncIterator[Tab]:
    """A new browser with one tab at that address."""
    needs("chromium")
    program = await asyncio.create_subprocess_exec(
        *_CHROMIUM,
        f"--user-data-dir={place}",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        assert program.stderr is not None
        port = await asyncio.wait_for(_port(program.stderr), PATIENCE)
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
                pages = [page for page in await answer.json() if page["type"] == "page"]
            async with session.ws_connect(pages[0]["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                tab = Tab(socket)
                listening = asyncio.create_task(tab.listen())
                for domain in ("Network", "Page"):
                    await tab.say(f"{domain}.enable")
                await tab.say("Page.navigate", url=address)
                yield tab
                listening.cancel()
    finally:
        program.terminate()
        await program.wait()


async def _port(errors: asyncio.StreamReader) -> str:
    """The port that the browser listens on, which it says on stderr."""
    while line := await errors.readline():
        if b"DevTools listening on" in line:
            return line.decode().split("127.0.0.1:")[1].split("/")[0]
    raise AssertionError("the browser did not start")
