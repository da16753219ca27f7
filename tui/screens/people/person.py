"""The card of a person: what they chose to share, when they are there, and what I noted for myself."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from store.records import Member, Reminder
from store.rules.reminders import next_morning, open_reminders, their_time
from tui.commands import Command, bindings, commands, hint
from tui.screens.people.words import Row, card_rows, now_words, own_rows, reach_words
from tui.screens.window import Window
from tui.widgets.frame import KeyBar

_OTHERS = ("thank", "note", "remind", "remind_at", "done", "suggest")
"""Commands that make no sense on my own card."""


class Fact(Horizontal):
    """A row of the card; words that need several lines stay beside their title."""

    def __init__(self, row: Row) -> None:
        super().__init__(classes="" if row.words else "heading")
        self._row = row

    def compose(self) -> ComposeResult:
        """Title and words."""
        yield Static(Content(self._row.title), classes="title", markup=False)
        if self._row.words:
            yield Static(Content.styled(self._row.words, self._row.style), classes="words", markup=False)


class PersonScreen(Window[None]):
    """Shows the card of the member of that id; left and right go to the next one."""

    CSS_PATH = "people.tcss"
    AUTO_FOCUS = "VerticalScroll"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("person"),
    ]
    place = "person"

    window = getters.query_one("#window", Vertical)
    head = getters.query_one("#head", Static)
    facts = getters.query_one(VerticalScroll)
    keys = getters.query_one(KeyBar)

    def __init__(self, member: str) -> None:
        super().__init__()
        self._whose = member
        self._shown: tuple[str, tuple[Row, ...]] | None = None

    def compose(self) -> ComposeResult:
        """Name and clock, what they share, the keys."""
        with Vertical(id="window"):
            yield Static(id="head", markup=False)
            yield VerticalScroll()
            yield KeyBar(())

    def on_mount(self) -> None:
        """Shows the card, and again whenever something of it changes."""
        for known in ("view", "hidden", "moment"):
            self.watch(self.app, known, self._show)

    @property
    def member(self) -> Member | None:
        """Whose card it is; None for someone whom the file does not know."""
        return self.app.snapshot.members.get(self._whose) if self.app.snapshot is not None else None

    @property
    def _now(self) -> datetime:
        return self.app.clock.now()

    @property
    def _mine(self) -> bool:
        return self.app.team is not None and self._whose == self.app.team.me

    async def _show(self) -> None:
        snapshot, private, member = self.app.snapshot, self.app.private, self.member
        if snapshot is None or private is None or member is None:
            return
        now, here = self._now, self.app.timezone
        rows = (
            *card_rows(snapshot, member, now),
            *(() if self._mine else own_rows(private, member, now, here, self.app.hidden)),
        )
        self.window.border_title = Content(f"@{member.handle}")
        self.head.update(self._head(member, now_words(snapshot, member, now, here)))
        self.keys.keys = tuple(c for c in commands("person") if c.bar and self._makes_sense(c))
        if self._shown != (member.id, rows):
            kept = self._shown is not None and self._shown[0] == member.id
            self._shown = (member.id, rows)
            await self.facts.remove_children()
            await self.facts.mount_all(Fact(row) for row in rows)
            if not kept:
                self.facts.scroll_home(animate=False)

    def _head(self, member: Member, words: str) -> Content:
        parts: list[Content | str | tuple[str, str]] = [(member.name, "bold $primary")]
        if say := member.card.get("say"):
            parts.append(Content.styled(f"  say “{say}”", "$text-muted"))
        if member.pronouns:
            parts.append(Content.styled(f"  {member.pronouns}", "$text-muted"))
        return Content.assemble(*parts, "\n", Content(words))

    def _makes_sense(self, command: Command) -> bool:
        if self._mine:
            return command.id not in _OTHERS
        return command.id != "edit"

    def _about_me(self) -> bool:
        """Says that this is my own card, where a command is about others."""
        if self._mine:
            self.notify(hint("This is your own card. Press {person.edit} to change it."), markup=False)
        return self._mine

    # Commands

    def action_thank(self) -> None:
        """Opens the composer for them."""
        if not self._about_me():
            self.app.action_thank(self._whose)

    async def action_note(self) -> None:
        """Opens the field for a private note about them."""
        if not self._about_me():
            await self.app.run_action(f"app.note('{self._whose}')")

    def action_remind(self) -> None:
        """Reminds me when their next working day begins."""
        snapshot, notebook, member = self.app.snapshot, self.app.notebook, self.member
        if snapshot is None or notebook is None or member is None or self._about_me():
            return
        at = next_morning(snapshot, member, self._now)
        kept: list[Reminder] = []

        def remind() -> None:
            kept.append(notebook.remind(member.id, f"Get in touch with {member.name}", at))

        def undo() -> str:
            notebook.remove_reminder(kept[-1].id)
            return "a reminder"

        words = f"You are reminded at {their_time(at, member, self._now)}. R sets one for another time."
        self.app.do(remind, lambda _: self.app.notify(words, markup=False), undo=undo)

    def action_remind_at(self) -> None:
        """Asks what to be reminded of, and when."""
        if self.member is not None and not self._about_me():
            from tui.screens.people.remind import RemindScreen

            self.app.push_screen(RemindScreen(self._whose))

    def action_done(self) -> None:
        """Marks the first of my reminders about them as done."""
        notebook, private = self.app.notebook, self.app.private
        if notebook is None or private is None or self._about_me():
            return
        first = next(iter(open_reminders(private, self._whose)), None)
        if first is None:
            self.notify(hint("You have no reminder about them. Press {person.remind} for one."), markup=False)
            return

        def undo() -> str:
            notebook.reopen_reminder(first.id)
            return "a reminder that was done"

        job = partial(notebook.finish_reminder, first.id, self.today)
        self.app.do(job, lambda _: self.app.notify("Done.", markup=False), undo=undo)

    def action_copy(self) -> None:
        """Puts how to reach them on the clipboard."""
        if self.app.snapshot is not None and self.member is not None:
            words = reach_words(self.app.snapshot, self.member, self._now, self.app.timezone)
            self.app.copy(words, "How to reach them is on the clipboard.")

    def action_absent(self) -> None:
        """Asks from when to when they are away."""
        if self.member is not None:
            from tui.screens.people.away import AwayScreen

            self.app.push_screen(AwayScreen(self._whose))

    def action_suggest(self) -> None:
        """No suggestion about them for me, or again some."""
        notebook, private, member = self.app.notebook, self.app.private, self.member
        if notebook is None or private is None or member is None or self._about_me():
            return
        on = member.id not in private.muted_members
        words = (
            f"No suggestion about {member.name} for you. Nobody else knows. s takes that back."
            if on
            else f"Suggestions may be about {member.name} again."
        )

        def undo() -> str:
            notebook.mute("member", member.id, not on)
            return "what may be suggested"

        self.app.do(
            partial(notebook.mute, "member", member.id, on),
            lambda _: self.app.notify(words, markup=False),
            undo=undo,
        )

    def action_edit(self) -> None:
        """Opens the form of my own card."""
        if not self._mine:
            self.notify("Everyone writes their own card; only they can change it.", markup=False)
            return
        self.app.action_my_card()

    async def action_previous_person(self) -> None:
        """The card before, by the alphabet."""
        await self._go(-1)

    async def action_next_person(self) -> None:
        """The card after, by the alphabet."""
        await self._go(1)

    async def _go(self, by: int) -> None:
        if self.app.snapshot is None:
            return
        people = [m.id for m in self.app.snapshot.active(self.today)]
        here = people.index(self._whose) if self._whose in people else -1
        if people:
            self._whose = people[(here + by) % len(people)]
            await self._show()
