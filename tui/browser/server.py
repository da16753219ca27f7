"""A web server for one person on this machine: textual-serve behind an address that nobody can guess.

Each request is asked three things: whether it comes to a name of this machine itself (else a page from
elsewhere could have a name of its own point here), whether it knows the secret part of the address, and,
where a browser says so, whether it comes from the page at the address.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import socket
from collections.abc import Awaitable, Callable
from hmac import compare_digest
from pathlib import Path
from typing import Final

from aiohttp import web
from textual_serve.app_service import AppService
from textual_serve.server import Server

HOST: Final = "127.0.0.1"
"""The only address that is listened on."""

GOODBYE: Final = 5.0
"""Seconds that the dashboards get to bring to the folder what waits, once the server ends."""

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def listen(port: int) -> socket.socket:
    """A socket on this machine's own address; with port 0 on a free one. Raises `OSError`."""
    return socket.create_server((HOST, port), reuse_port=False)


class Visit(AppService):
    """One dashboard, as a program of its own."""

    async def stop(self) -> None:
        """Asks it to end, as q does, and waits for that; one that does not end in time is ended."""
        process = self._process
        if process is not None and process.returncode is None:
            await self.send_meta({"type": "quit"})
            if process.stdin is not None:
                process.stdin.close()
            try:
                await asyncio.wait_for(process.wait(), GOODBYE)
            except TimeoutError:
                process.kill()
        await super().stop()


def _cells(request: web.Request, name: str, usual: int) -> int:
    """How many cells the page has, within reason."""
    asked = request.query.get(name, "")
    return min(max(int(asked), 1), 1000) if asked.isdecimal() and len(asked) < 6 else usual


class OwnServer(Server):
    """Shows whoever knows its `address` the dashboard; each visit is a program of its own."""

    def __init__(self, command: str, sock: socket.socket) -> None:
        self._sock = sock
        self._secret = secrets.token_urlsafe(24)
        self._visits: set[asyncio.Task[object]] = set()
        self._endings: set[asyncio.Task[None]] = set()
        port = sock.getsockname()[1]
        super().__init__(command, HOST, port, "amity", templates_path=Path(__file__).with_name("templates"))
        own = self.public_url.removeprefix("http://")
        self._names = {own, own.replace(HOST, "localhost")}

    @property
    def address(self) -> str:
        """Where the dashboard is."""
        return f"{self.public_url}/{self._secret}/"

    def serve(self, debug: bool = False) -> None:
        """Serves until it is stopped from the keyboard, or asked to end."""
        self.debug = debug
        # What a stranger sends in no sense of HTTP is refused; it is no traceback in the terminal.
        logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
        web.run_app(
            self._make_app(),
            sock=self._sock,
            loop=asyncio.new_event_loop(),
            print=None,
            access_log=None,
            shutdown_timeout=GOODBYE,
        )

    async def _make_app(self) -> web.Application:
        whole = web.Application(middlewares=[self._guard])
        inner = await super()._make_app()
        inner.router.add_get("/amity.js", self._script)
        whole.add_subapp(f"/{self._secret}", inner)
        return whole

    async def _script(self, _request: web.Request) -> web.FileResponse:
        return web.FileResponse(Path(self.templates_path) / "amity.js")

    async def on_startup(self, _app: web.Application) -> None:
        """Says nothing: whoever started the server does."""

    async def on_shutdown(self, _app: web.Application) -> None:
        """Ends the dashboards that are open."""
        for visit in self._visits:
            visit.cancel()
        if self._visits:
            await asyncio.wait(self._visits, timeout=GOODBYE)
        if self._endings:
            await asyncio.wait(self._endings, timeout=2 * GOODBYE)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Opens a dashboard for a visit, and ends it with the visit, also one that is hardly begun."""
        page = web.WebSocketResponse(heartbeat=15)
        await page.prepare(request)

        async def close() -> None:
            await page.close()

        dashboard = Visit(
            self.command,
            write_bytes=page.send_bytes,
            write_str=page.send_str,
            close=close,
            download_manager=self.download_manager,
        )
        visit = asyncio.current_task()
        assert visit is not None
        self._visits.add(visit)
        try:
            await dashboard.start(_cells(request, "width", 80), _cells(request, "height", 24))
            await self._process_messages(page, dashboard)
        except asyncio.CancelledError:
            pass  # the server ends
        finally:
            ending = asyncio.create_task(dashboard.stop())
            self._endings.add(ending)
            with contextlib.suppress(asyncio.CancelledError):  # the server ends meanwhile, and waits for it
                await asyncio.shield(ending)
                self._endings.discard(ending)
            self._visits.discard(visit)
            await page.close()
        return page

    @web.middleware
    async def _guard(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        ours = request.host in self._names and origin in (None, self.public_url)
        secret = request.path.removeprefix("/").partition("/")[0]
        if not (ours and compare_digest(secret.encode(), self._secret.encode())):
            raise web.HTTPNotFound
        is_page = request.path.strip("/") == secret
        if is_page and f"http://{request.host}{request.path}" != self.address:
            raise web.HTTPFound(self.address)  # typed without the slash, or with localhost
        answer = await handler(request)
        if not answer.prepared:
            answer.headers.update(self._headers())
        return answer

    def _headers(self) -> dict[str, str]:
        """What a browser may do with the page: nothing that leads away from this machine."""
        sockets = self.public_url.replace("http", "ws", 1)
        policy = (
            f"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
            f"font-src 'self'; connect-src 'self' {sockets}; base-uri 'none'; form-action 'none'; "
            "frame-ancestors 'none'"
        )
        return {
            "Content-Security-Policy": policy,
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        }
