"""One card in full: all its words, who joined in, and the exact time."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from store.finding import place_of
from store.records import ME_TOO, Kudos
from store.wall import answers, find
from tui.commands import bindings, commands
from tui.widgets.card import Reader, ago, exactly, people
from tui.widgets.frame import KeyBar
from tui.widgets.thread import thread

if TYPE_CHECKING:
    from tui.app import AmityApp


WIDTH = 76
"""Cells of the window, where there is room."""


class OpenCardScreen(ModalScreen[str | None]):
    """Shows a kudos whole. The result says what to do: "reply", "edit", "remove", "older", "newer", None."""

    CSS_PATH = "open_card.tcss"
    AUTO_FOCUS = "VerticalScroll"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("card"),
        Binding("ctrl+z", "app.undo", "Undo my last change", show=False, id="undo"),
    ]

    window = getters.query_one("#window", Vertical)

    if TYPE_CHECKING:

        @property
        def app(self) -> AmityApp:  # type: ignore[override]
            """The app, with its own type."""

    def __init__(self, kudos: Kudos) -> None:
        super().__init__()
        self.kudos = kudos

    def compose(self) -> ComposeResult:
        """The people as the title, the words, then when and who joined in, then the keys."""
        me = self.app.team.me if self.app.team else ""
        barred = set()
        if me != self.kudos.giver:
            barred = {"edit"} if me in self.kudos.to else {"edit", "remove"}
        keys = [c for c in commands("card") if c.bar and c.id not in barred]
        with Vertical(id="window"):
            with VerticalScroll():
                yield Static(id="words", markup=False)
            yield Static(id="facts", markup=False)
            yield KeyBar(keys)

    def on_mount(self) -> None:
        """Shows the card, and again whenever it changes."""
        self.watch(self.app, "view", self._show)

    def _show(self) -> None:
        snapshot, team = self.app.snapshot, self.app.team
        if snapshot is None or team is None:
            return
        place = place_of(snapshot.kudos, self.kudos)
        if place is None:
            self.dismiss(None)
            self.app.notify("This kudos was taken back in the meantime.", markup=False)
            return
        known = self.kudos = snapshot.kudos[place]
        reader = Reader(snapshot.members, team.me, self.app.clock.now(), self.app.timezone)
        self.window.border_title = people(known, reader)
        self.query_one("#words", Static).update(Content(known.text))
        wall, width = snapshot.kudos, min(WIDTH, self.app.size.width * 94 // 100) - 6
        answered = find(wall, known.reply) if known.reply else None
        lines = [*thread(answered, answers(wall, known.id), reader, width), *_facts(known, reader)]
        self.query_one("#facts", Static).update(Content("\n").join(lines))

    def action_react(self) -> None:
        """Asks for an emoji to add, or to take back."""
        from tui.screens.kudos.react import ReactScreen

        self.app.push_screen(ReactScreen(self.kudos))

    def action_reply(self) -> None:
        """Asks for thanks in answer to it."""
        self.dismiss("reply")

    def action_me_too(self) -> None:
        """Adds my name, or takes it back."""
        from tui.screens.kudos.react import toggle

        toggle(self.app, self.kudos, ME_TOO)

    def action_older(self) -> None:
        """Goes on to the next card."""
        self.dismiss("older")

    def action_newer(self) -> None:
        """Goes to the card before."""
        self.dismiss("newer")

    def action_edit(self) -> None:
        """Asks for other words."""
        self.dismiss("edit")

    def action_remove(self) -> None:
        """Takes it off the wall."""
        self.dismiss("remove")

    def action_close(self) -> None:
        """Goes back to the wall."""
        self.dismiss(None)

    @on(KeyBar.Pressed)
    async def _run_command(self, event: KeyBar.Pressed) -> None:
        await self.run_action(event.command.id)


def _facts(kudos: Kudos, reader: Reader) -> list[Content]:
    """The lines below the words: who joined in, what it was for, when."""
    lines = [Content(f"{emoji} {reader.names(members)}") for emoji, members in kudos.joined.items()]
    if kudos.link:
        lines.append(Content(kudos.link))
    theme = Content.styled(f"{kudos.theme} · " if kudos.theme else "", "$secondary")
    when = f"{exactly(kudos.given, reader.timezone)} · {ago(kudos.given, reader.now)}"
    lines.append(Content.assemble(theme, (when, "$text-muted")))
    if kudos.edited is not None:
        lines.append(Content.styled(f"words changed {ago(kudos.edited, reader.now)}", "$text-muted"))
    return lines
