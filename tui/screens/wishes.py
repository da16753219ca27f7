"""Not for me: what amity shall not suggest, for how long it shall be quiet, and taking that back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import ClassVar, Final, NamedTuple

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from store import content
from store.content import Catalogue
from store.notebook import Notebook
from store.records import Private, Snapshot
from store.rules.suggestion import Pick
from store.rules.suggestion.wording import in_general
from store.rules.suggestion.wording import on as day_words
from store.today import decline
from tui.commands import bindings
from tui.screens.window import Window

QUIET: Final = (("for today and tomorrow", 1), ("for a week", 7), ("for four weeks", 28))
"""How long it can be quiet, in words and in days after today."""

LONGEST: Final = (15, 10, 5, 2)
"""Minutes that the longest suggestion may take."""


class Wish(NamedTuple):
    """A line to choose: its words, what it does, how that is taken back, and what is said then."""

    words: Content
    job: Callable[[], object]
    undo: Callable[[], str | None]
    said: str


class WishesScreen(Window[None]):
    """What amity shall not suggest. `pick` is what it suggests at the moment. All of this is private."""

    CSS_PATH = "wishes.tcss"
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("wishes"),
    ]
    place = "wishes"

    lines = getters.query_one(OptionList)

    def __init__(self, pick: Pick | None) -> None:
        super().__init__()
        self._pick = pick
        self._wishes: list[Wish | None] = []

    def compose(self) -> ComposeResult:
        """The lines, in a window."""
        with Vertical() as window:
            window.border_title = "Not for me"
            window.border_subtitle = "enter choose · esc back"
            yield OptionList(markup=False, compact=True)

    def on_mount(self) -> None:
        """Follows the notebook."""
        self.watch(self.app, "view", self._show)

    def _show(self) -> None:
        app = self.app
        if app.team is None or app.notebook is None or app.snapshot is None or app.private is None:
            return
        groups = (
            ("", self._about_pick(app.snapshot)),
            ("Quiet, no suggestions", _silence(app.notebook, app.private, self.today)),
            ("How long at most", _lengths(app.notebook, app.private)),
            (
                "What you asked for: choose to take it back",
                _asked(app.notebook, app.private, app.snapshot, self._catalogue),
            ),
        )
        options: list[Option] = []
        self._wishes = []
        for title, wishes in groups:
            found = list(wishes)
            if found and title:
                options.append(Option(Content.styled(f"\n{title}", "bold $text-muted"), disabled=True))
                self._wishes.append(None)
            options += [Option(wish.words) for wish in found]
            self._wishes += found
        at = self.lines.highlighted
        self.lines.set_options(options)
        first = next(n for n, wish in enumerate(self._wishes) if wish is not None)
        self.lines.highlighted = at if at is not None and at < len(options) else first

    @property
    def _catalogue(self) -> Catalogue:
        """All actions, also those that the team made."""
        return self.app.day.words.catalogue if self.app.day is not None else content.catalogue()

    def _about_pick(self, snapshot: Snapshot) -> Iterator[Wish]:
        pick, team, notebook = self._pick, self.app.team, self.app.notebook
        if pick is None or team is None or notebook is None:
            return
        person = snapshot.members.get(pick.member or "")
        lines = [
            ("action", pick.action, "Never suggest this one again", "This one will not come again."),
            ("principle", pick.principle, f"Nothing about “{pick.title}”", f"Nothing about “{pick.title}”."),
        ]
        if person is not None:
            lines.append(
                ("member", person.id, f"Nothing about {person.name}", f"Nothing about {person.name} for now.")
            )
        for kind, identity, words, said in lines:
            job = partial(decline, team, notebook, self.app.clock, kind, identity)
            yield Wish(
                Content(words), job, _undo(partial(notebook.mute, kind, identity, on=False), said), said
            )

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        wish = self._wishes[event.option_index]
        if wish is not None:
            self.app.do(wish.job, lambda _: self.app.notify(wish.said, markup=False), undo=wish.undo)
            self._pick = None


def _undo(call: Callable[[], object], what: str) -> Callable[[], str | None]:
    def undo() -> str:
        call()
        return what

    return undo


def _silence(notebook: Notebook, private: Private, today: date) -> Iterator[Wish]:
    before = private.silent_until
    if before is not None and before >= today:
        return
    for words, days in QUIET:
        until = today + timedelta(days=days)
        said = f"Quiet until {day_words(until)}."
        yield Wish(
            Content.assemble(words.capitalize(), (f"   until {day_words(until)}", "$text-muted")),
            partial(notebook.silence, until),
            _undo(partial(notebook.silence, before), "the silence"),
            said,
        )


def _lengths(notebook: Notebook, private: Private) -> Iterator[Wish]:
    before = private.max_minutes
    after = LONGEST[(LONGEST.index(before) + 1) % len(LONGEST)] if before in LONGEST else LONGEST[0]
    yield Wish(
        Content.assemble(
            f"Suggestions of up to {before} minutes", (f"   choose for {after} minutes", "$text-muted")
        ),
        partial(notebook.limit_minutes, after),
        _undo(partial(notebook.limit_minutes, before), "how long at most"),
        f"Suggestions take {after} minutes at most, from the next one on.",
    )


def _asked(notebook: Notebook, private: Private, snapshot: Snapshot, known: Catalogue) -> Iterator[Wish]:
    """What was asked for earlier, each to be taken back."""
    if private.silent_until is not None:
        until = private.silent_until
        yield Wish(
            Content(f"Quiet until {day_words(until)}"),
            partial(notebook.silence, None),
            _undo(partial(notebook.silence, until), "the end of the silence"),
            "Suggestions come again.",
        )
    muted = (
        ("action", private.muted_actions, {a.id: in_general(a) for a in known.actions.values()}),
        ("principle", private.muted_principles, {p.id: p.title for p in known.principles.values()}),
        ("member", private.muted_members, {m.id: m.name for m in snapshot.members.values()}),
    )
    for kind, identities, names in muted:
        for identity in sorted(identities, key=lambda i: names.get(i, i)):
            name = names.get(identity, identity)
            yield Wish(
                Content.assemble(("Never: " if kind == "action" else "Nothing about ", "$text-muted"), name),
                partial(notebook.mute, kind, identity, on=False),
                _undo(partial(notebook.mute, kind, identity), "what you took back"),
                "It may be suggested again.",
            )
