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
from store.team import Team
from store.text import fold
from tui.commands import Command, bindings, commands, hint
from tui.screens.choose import ChooseScreen
from tui.screens.people.words import Row, card_rows, now_words, own_rows, reach_words
from tui.screens.pick_person import Choice, PickPersonScreen
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
        snapshot = self.app.snapshot
        if snapshot is None:
            return None
        return snapshot.members.get(snapshot.same_as.get(self._whose, self._whose))

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

    def action_part(self) -> None:
        """Asks before someone is marked as left; for someone who left, welcomes them back."""
        team, member = self.app.team, self.member
        if team is None or member is None:
            return
        if member.left is not None:
            words = f"{member.name} is back."
            job = partial(team.welcome_back, member.id)
            self.app.do(job, lambda _: self.app.notify(words, markup=False), undo=team.undo)
            return
        if self._mine:
            self.notify("ctrl+p, “Leave this team” is the way for yourself.", markup=False)
            return

        def leave(way: str | None) -> None:
            if way == "left":
                self.app.do(partial(team.remove_member, member.id), self._gone, undo=team.undo)

        words = (
            "What they gave and held stays. They get no new roles and no new thanks. It can be taken back."
        )
        ways = (("stay", "No, they are here"), ("left", "Yes, they have left"))
        self.app.push_screen(ChooseScreen(f"Has {member.name} left the team?", ways, words), leave)

    def _gone(self, member: Member) -> None:
        self.app.notify(f"{member.name} has left the team. {hint('{undo}')} takes that back.", markup=False)
        self.dismiss(None)

    def action_same(self) -> None:
        """Asks who else this is: someone who joined twice. Where two were made one, parts them."""
        team, snapshot, member = self.app.team, self.app.snapshot, self.member
        if team is None or snapshot is None or member is None:
            return
        if member.id in snapshot.same_as.values():
            self._ask_to_part(team, member)
            return
        others = [m for m in snapshot.members.values() if m.id != member.id]
        first = fold(member.name).split()[:1]
        others.sort(key=lambda m: (fold(m.name).split()[:1] != first, m.handle))

        def then(other: str | None) -> None:
            if other is not None:
                self._ask_to_merge(team, member, snapshot.members[other])

        choices = [Choice(m.id, m.name, f"@{m.handle}", m.handle) for m in others]
        self.app.push_screen(PickPersonScreen(f"Who else is {member.name}?", choices), then)

    def _ask_to_merge(self, team: Team, one: Member, other: Member) -> None:
        def merge(way: str | None) -> None:
            if way in (one.id, other.id):
                stays, goes = (one, other) if way == one.id else (other, one)
                self.app.do(partial(team.merge_members, stays.id, goes.id), self._merged, undo=team.undo)

        words = (
            "Which card stays? All thanks, turns, days away and meetings of both count as theirs, on every "
            "machine. Nothing is deleted, and it can be taken back."
        )
        ways = [(m.id, f"@{m.handle}  {m.name}") for m in (one, other)]
        self.app.push_screen(ChooseScreen("One person, two entries", ways, words), merge)

    def _ask_to_part(self, team: Team, member: Member) -> None:
        def part(way: str | None) -> None:
            if way == "part":
                words = "They are two again. {hint('{undo}')} takes that back."
                job = partial(team.split_member, member.id)
                self.app.do(job, lambda _: self.app.notify(words, markup=False), undo=team.undo)

        ways = (("stay", "They are one person"), ("part", "They are two: part them again"))
        self.app.push_screen(ChooseScreen(f"{member.name} was made of two entries", ways), part)

    def _merged(self, member: Member) -> None:
        self._whose = member.id
        self.app.notify(f"Both are @{member.handle} now. {hint('{undo}')} takes that back.", markup=False)
        self.call_later(self._show)

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
