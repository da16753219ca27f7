"""No number per person on any screen, in any export, on the command line (rule R4).

The program is walked through, command by command and key by key, on a team whose numbers betray themselves.
New commands and keys are walked through as well; one whose words nobody knows yet has to be named in `WORDS`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import chain, combinations, product
from pathlib import Path

import click
import orjson
import pytest
from textual._callback import invoke
from textual.binding import Binding
from textual.pilot import Pilot
from textual.screen import ModalScreen

from store.clock import Clock
from store.notebook import Notebook
from store.settings import Home
from tests.busy import CARD, GAVE, GOT, JOINED, KUDOS, NOTE, NOW, SECRET, build_busy, numbers_of_people
from tests.tui.walls import settle
from tui.app import AmityApp
from tui.cli import amity, run
from tui.commands import EVERYWHERE, commands
from tui.opening import Desk
from tui.palette import TeamCommands

PEOPLE = [f"@{handle}" for handle in GAVE]

WORDS = {
    "@h": PEOPLE,
    "HANDLE": PEOPLE,
    "@h [@h…] TEXT": ["@ben Thanks"],
    "@x,@y": ["@ana,@ben"],
    "CARD": [CARD],
    "CHOICE": ["off"],
    "DATE": ["today"],
    "DAY": ["24 May"],
    "DAY|FILE": ["FILE"],
    "EMOJI": ["me-too"],
    "FIELD": ["hours"],
    "FILE": ["FILE"],
    "FILE.ics": ["FILE"],
    "FOLDER": ["FOLDER"],
    "FROM": ["today"],
    "H": ["nia"],
    "HH:MM": ["10:00"],
    "ID": [KUDOS],
    "MEETING": ["Standup"],
    "NAME": ["Nia"],
    "NAME_OR_HANDLE": ["@ana"],
    "NAME_OR_ID": ["Harbour"],
    "NOTE": [NOTE],
    "OCCASION": ["Birthday"],
    "PROMISE": ["p-"],
    "PATH": ["OWN"],
    "ROLE": ["facilitator"],
    "RRULE": ["FREQ=WEEKLY"],
    "SETTING": ["clock_24h"],
    "TEXT": ["Well done"],
    "TO": ["2026-11-30"],
    "TZ": ["Europe/Berlin"],
    "URL": ["https://harbour.example/1"],
    "WHEN": ["2026-12-01"],
    "VALUE": ["help"],
    "WORD": ["craft"],
    "WORDS": ["thank"],
    "a,b": ["facilitator"],
    "mon,wed": ["mon"],
}
"""What to say for each kind of word that a command takes, by its metavar."""

NEVER_RUN = {"amity demo": "opens the dashboard", "amity serve": "opens it in a browser"}

REFUSED = {
    "amity coffee met": "there is no chat of yours",
    "amity people merge": "is one entry already",
    "amity people split": "has one entry alone",
    "amity import team": "there is no such file",
    "amity init": "there is a team already",
    "amity meetings import": "there is no file",
    "amity milestones remove": "there is none",
    "amity people import": "there is no file",
    "amity restore": "the file is of no team",
    "amity status answer": "nobody has offered a hand",
    "amity status fine": "no flag is up",
    "amity status offer": "nobody could use a hand",
    "amity reminders done": "there is none",
    "amity reminders move": "there is none",
    "amity reminders remove": "there is none",
}
"""Commands that only refuse here; what they say is looked at as well."""


def test_the_numbers_betray_themselves(tmp_path: Path) -> None:
    snapshot = build_busy(Home(tmp_path / "config", tmp_path / "data"), tmp_path / "shared").snapshot()
    for handle in GAVE:
        me = f"m-{handle}"
        assert sum(k.giver == me for k in snapshot.kudos) == GAVE[handle]
        assert sum(me in k.to for k in snapshot.kudos) == GOT[handle]
        assert sum(r.member == me for k in snapshot.kudos for r in k.reactions) == JOINED[handle]
    assert len(SECRET) == 12
    assert numbers_of_people("Ben gave 103, got 2127 times at 10:01 (113)\n2026-101") == {103, 113}


# The command line


def leaves(command: click.Command, path: str = "amity") -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from leaves(found, f"{path} {name}")
    else:
        yield path, command


LEAVES = dict(leaves(amity))


def values(path: str, parameter: click.Parameter, command: click.Command) -> list[list[str]]:
    """All that can be said for a parameter, each as words."""
    option = [parameter.opts[-1]] if isinstance(parameter, click.Option) else []
    if isinstance(parameter, click.Option) and parameter.is_flag:
        return [option]
    kind = parameter.type
    if isinstance(kind, click.Choice):
        return [[*option, str(choice)] for choice in kind.choices]
    if isinstance(kind, click.IntRange):
        return [[*option, "3"]]
    name = parameter.make_metavar(click.Context(command)).strip("[]") if not option else parameter.metavar
    if "@h [" in parameter.make_metavar(click.Context(command)):
        name = "@h [@h…] TEXT"
    if isinstance(kind, click.Path) and name not in WORDS:
        name = "FILE"
    if name == "ID" and path.startswith("amity cards"):
        name = "CARD"
    if name == "ID" and path.startswith("amity promises"):
        name = "PROMISE"
    if name == "ID" and path.startswith("amity notes"):
        name = "NOTE"
    assert name in WORDS, f"{path}: say in WORDS what can stand for {name}"
    several = isinstance(parameter, click.Argument) and parameter.nargs != 1
    return [[*option, *(word.split(" ") if several else [word])] for word in WORDS[name]]


def calls(path: str, command: click.Command) -> Iterator[list[str]]:
    """The command with each of its words, each option, and options two at a time where they are few."""
    needed = [p for p in command.params if p.required]
    free = [p for p in command.params if p not in needed and p.expose_value]
    bases = [list(chain(*words)) for words in product(*(values(path, p, command) for p in needed))]
    yield from bases
    extras = {p.name: values(path, p, command) for p in free}
    for options in extras.values():
        yield from ([*bases[0], *option] for option in options)
    few = [p.name for p in free if isinstance(p.type, click.Choice) or getattr(p, "is_flag", False)]
    for one, other in combinations(few, 2):
        yield from ([*bases[0], *a, *b] for a, b in product(extras[one], extras[other]))


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The busy team, its home and its folder, to begin each command with."""
    place = tmp_path_factory.mktemp("busy")
    team = build_busy(Home(place / "home/config", place / "home/data"), place / "shared")
    assert team.status.condition == "in step"
    shutil.copytree(place, place.with_name(f"{place.name}-kept"))
    return place


@pytest.mark.parametrize("path", [path for path in LEAVES if path not in NEVER_RUN])
def test_b5c_no_number_on_the_command_line(
    path: str, pristine: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """`total` of `kudos list --json` is the length of the list that was asked for, as the contract says."""
    monkeypatch.setenv("AMITY_HOME", str(pristine / "home"))
    monkeypatch.setenv("AMITY_NOW", NOW.isoformat())
    file = pristine / "file"
    stand_in = {"FOLDER": str(pristine / "shared"), "FILE": str(file), "OWN": str(pristine / "own")}
    (pristine / "own").mkdir(exist_ok=True)
    answered = 0
    for words in calls(path, LEAVES[path]):
        for form in ([], ["--json"]):
            for part in ("home", "shared"):
                shutil.rmtree(pristine / part, ignore_errors=True)
                shutil.copytree(pristine.with_name(f"{pristine.name}-kept") / part, pristine / part)
            file.unlink(missing_ok=True)
            typed = [*path.split(" ")[1:], *form, *(stand_in.get(word, word) for word in words)]
            code = run(typed)
            out, err = capfd.readouterr()
            answered += code == 0
            if path == "amity kudos list" and form:
                document = orjson.loads(out)
                del document["total"]
                out = orjson.dumps(document).decode()
            said = out + err + (file.read_text("utf-8") if file.exists() else "")
            assert not numbers_of_people(said.replace(str(pristine), "")), (typed, said)
    assert answered or path in REFUSED


# The screens


def dashboard(pristine: Path) -> AmityApp:
    home, clock = Home(pristine / "home/config", pristine / "home/data"), Clock(NOW)
    team = build_busy(home, pristine / "shared")
    return AmityApp(Desk(team, Notebook.open(home, clock, team.id, team.folder), home, clock))


def seen(app: AmityApp) -> str:
    """All that the app shows and told, and what it put on the clipboard."""
    strips = app.screen._compositor.render_strips(app.size)
    lines = ["".join(segment.text for segment in strip) for strip in strips]
    tips = [str(widget.tooltip) for widget in app.screen.query("*") if widget.tooltip]
    return "\n".join([*lines, *tips, *(n.message for n in app._notifications), app.clipboard])


def keys_of(screen: ModalScreen[object]) -> list[str]:
    """The keys of a window, but for those that leave it."""
    found = [b for many in screen._bindings.key_to_bindings.values() for b in many]
    return [
        b.key
        for b in found
        if isinstance(b, Binding)
        and not any(word in b.action for word in ("leave", "dismiss", "close", "quit"))
    ]


OF_THE_MACHINE = {"SettingsScreen", "SetupScreen", "BackupsScreen", "FolderScreen"}
"""Windows about this machine and its files: they are looked at, but not walked through key by key."""


async def home_again(pilot: Pilot[None], mode: str) -> None:
    """Back to a tab without any window."""
    while isinstance(pilot.app.screen, ModalScreen) or len(pilot.app.screen_stack) > 1:
        pilot.app.pop_screen()
        await settle(pilot)
    await pilot.app.run_action(mode)
    await settle(pilot)


@pytest.mark.parametrize("mode", ["today", "roles", "kudos", EVERYWHERE])
async def test_b5c_no_number_on_a_screen(mode: str, tmp_path: Path) -> None:
    app = dashboard(tmp_path)
    windows: set[str] = set()

    def check(*path: str) -> None:
        assert not numbers_of_people(seen(app).replace(str(tmp_path), "")), (path, seen(app))

    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await settle(pilot)
        tab = "today" if mode == EVERYWHERE else mode
        for command in (c for c in commands(mode) if c.id not in ("quit", "undo")):
            action = f"{'app' if command.where == EVERYWHERE else 'screen'}.{command.id}"
            await home_again(pilot, tab)
            await app.run_action(action)
            await settle(pilot)
            check(mode, command.id)
            window = app.screen
            if not isinstance(window, ModalScreen) or type(window).__name__ in windows | OF_THE_MACHINE:
                continue
            windows.add(type(window).__name__)
            for key in keys_of(window):
                if app.screen is not window:  # the key before led somewhere
                    await home_again(pilot, tab)
                    await app.run_action(action)
                    await settle(pilot)
                    window = app.screen
                await pilot.press(key)
                await settle(pilot)
                check(mode, command.id, key)
    assert windows or mode == "today"
    assert app.team is not None
    app.team.close()


async def test_b5c_no_number_in_the_palette(tmp_path: Path) -> None:
    app = dashboard(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        entries = list(TeamCommands(app.screen)._entries())
        words = [f"{entry.words} {entry.help}" for entry in entries]
        for mode in ("today", "roles", "kudos"):
            await app.run_action(mode)
            await settle(pilot)
            words += [f"{c.title} {c.help}" for c in app.get_system_commands(app.screen)]
            assert not numbers_of_people(seen(app).replace(str(tmp_path), ""))
        assert len(words) > len(PEOPLE)
        assert not numbers_of_people("\n".join(words))
        for entry in entries:  # cards of people, the composer, the roles of a meeting
            await invoke(entry.run)
            await settle(pilot)
            assert not numbers_of_people(seen(app).replace(str(tmp_path), "")), entry.words
            await home_again(pilot, "today")
    assert app.team is not None
    app.team.close()
