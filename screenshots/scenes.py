"""What each picture shows: a screen, its size, and the keys that lead to it. Clock and team never change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from textual.widgets import Input, TextArea

from store.clock import Clock
from store.demo import build_demo, build_empty
from store.exchange.places import Place
from store.settings import Home
from tui.app import AmityApp
from tui.opening import open_desk
from tui.screens.setup import SetupScreen

NOW: Final = datetime.fromisoformat("2026-11-23T09:12:00+01:00")
FOLDER: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture at `now`: `team` is demo, empty (only me) or none, `keys` are pressed one by one."""

    name: str
    size: tuple[int, int] = (80, 24)
    keys: tuple[str, ...] = ()
    team: str = "demo"
    theme: str = "amity-dark"
    now: datetime = NOW

    @property
    def file(self) -> Path:
        """Where the picture stands."""
        return FOLDER / f"{self.name}-{self.size[0]}x{self.size[1]}.svg"


_BOTH: Final = ((80, 24), (120, 40))
_MEET: Final = ("2", "m", "space", "space", "p", *"Rename the import?", "enter", "escape")
_NOTE: Final = ("N", "n", *"eli", "enter", *"Sings in a choir now", "tab", *"after his vacation")
SCENES: Final = (
    *(Scene("today", size) for size in _BOTH),
    *(Scene("roles", size, ("2",)) for size in _BOTH),
    *(Scene("meeting", size, _MEET, now=NOW.replace(minute=36)) for size in _BOTH),
    *(Scene("kudos", size, ("3",)) for size in _BOTH),
    Scene("digest", keys=("3", "d", "left")),
    *(Scene("cards", size, ("3", "c", "enter")) for size in _BOTH),
    *(Scene("hand", size, ("U",)) for size in _BOTH),
    Scene("promises", (120, 40), ("P", "n", *"notes for Noor by next mon")),
    Scene("promise-moved", (120, 40), ("P", "down", "m", *"next fri")),
    Scene("notebook", keys=("N",)),
    Scene("note", keys=_NOTE),
    Scene("coffee", keys=("C",)),
    Scene("look-back", keys=("L",)),
    *(Scene("settings", size, ("S", "down", "down")) for size in _BOTH),
    *(Scene("leave", size, ("ctrl+p", *"leave this team", "enter")) for size in _BOTH),
    Scene("person", keys=("E", *"li", "enter")),
    Scene("my-card", (120, 40), ("M",)),
    Scene("card", keys=("3", "c", "down", "enter")),
    Scene("composer", keys=("k", *"chi", "enter", *"noor", "enter", "ctrl+t")),
    *(Scene("backups", size, ("ctrl+p", *"backups", "enter", "n", "enter")) for size in _BOTH),
    Scene("help", keys=("question_mark",)),
    Scene("setup", team="none"),
    Scene("empty", team="empty"),
    Scene("light", (120, 40), ("3",), theme="amity-light"),
)


_PLACES: Final = [Place("Dropbox", Path.home() / "Dropbox"), Place("Nextcloud", Path.home() / "Nextcloud")]


def _app(scene: Scene, root: Path) -> AmityApp:
    home, clock = Home(root / "config", root / "data"), Clock(scene.now)
    if scene.team == "demo":
        build_demo(home, root / "Harbour", clock)
    elif scene.team == "empty":
        build_empty(home, root / "Harbour", clock)
    return AmityApp(open_desk(home, clock))


async def draw(scene: Scene, root: Path) -> str:
    """The picture as SVG, drawn with everything below `root`."""
    app = _app(scene, root)
    async with app.run_test(size=scene.size) as pilot:
        app.theme = scene.theme
        await settle(app, pilot.pause)
        for key in scene.keys:
            await pilot.press(key)
            await settle(app, pilot.pause)
        if isinstance(app.screen, SetupScreen):  # not what this machine knows about whoever sits at it
            app.screen.you_step.me.value, app.screen.you_step.timezone.value = (
                "Ana Lindqvist",
                "Europe/Berlin",
            )
            app.screen.folder_step.offer(_PLACES, [])
            app.screen.folder_step.folder.value = "~/Dropbox/Harbour"
            app.screen.folder_step.look_around()
        for typing in (*app.screen.query(Input), *app.screen.query(TextArea)):
            typing.cursor_blink = False
        if app.team is not None:
            app.do(app.team.sync)  # not while something waits to go out: that would depend on the moment
        await settle(app, pilot.pause)
        # Without this, some SVG readers drop the spaces at the ends of each piece of a line.
        picture = app.export_screenshot(title="amity").replace("<text ", '<text xml:space="preserve" ')
    if app.team is not None:
        app.team.close()
    return picture


async def settle(app: AmityApp, pause: object) -> None:
    """Waits until no job runs and everything is painted."""
    assert callable(pause)
    for _ in range(3):
        await app.workers.wait_for_complete()
        await pause()
