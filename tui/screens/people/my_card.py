"""My own card: a form with all its fields, the days that I share, and the days on which I am away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any, ClassVar, Final

from textual import events, getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Label, OptionList, Select, Static
from textual.widgets.option_list import Option

from store.errors import UsageError
from store.records import Member
from store.rules.milestones import coming, read_shared_day, shared_day_words
from store.rules.presence import day_words
from store.team.profile import CARD_FIELDS, as_written, value_of
from store.text import LINE_LIMIT, NAME_LIMIT, clean
from store.when import day_of
from tui.commands import bindings, commands, hint
from tui.screens.people.card_draft import (
    CHOICES,
    HELP,
    TITLES,
    meaning,
    parsed,
    place_words,
    range_words,
    remote_days,
)
from tui.screens.window import Window
from tui.widgets.field import Field
from tui.widgets.frame import KeyBar
from tui.widgets.weekdays import Weekdays

PLACE: Final = "my card"
"""Where the notebook keeps what I typed and did not save."""


class MyCardScreen(Window[None]):
    """Asks for all that stands on my card; everything is optional. Leaving keeps what was typed."""

    CSS_PATH = "people.tcss"
    AUTO_FOCUS = "#name"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("my_card"),
    ]
    place = "my_card"

    said = getters.query_one("#said", Static)
    remote = getters.query_one(Weekdays)
    milestones = getters.query_one("#milestones", OptionList)
    absences = getters.query_one("#absences", OptionList)

    def __init__(self) -> None:
        super().__init__()
        self._lists: tuple[object, ...] = ()

    @property
    def _me(self) -> Member:
        assert self.app.team is not None
        assert self.app.snapshot is not None
        return self.app.snapshot.members[self.app.team.me]

    # What it looks like

    def compose(self) -> ComposeResult:
        """A line for each field with what it is for or what is wrong beside it, two lists, two buttons."""
        values = {field.id: value_of(self._me, field.id) for field in CARD_FIELDS} | parsed(self._draft)
        with Vertical(id="window", classes="card") as window:
            window.border_title = "My card"
            window.border_subtitle = "everything is optional, and yours to change"
            with VerticalScroll(id="fields", can_focus=False):
                for field in CARD_FIELDS:
                    with Horizontal(classes="field"):
                        yield Label(TITLES.get(field.id, field.title), classes="label")
                        yield self._control(field.id, values[field.id], field.example)
                        yield Label("", id=f"{field.id}-note", classes="note", markup=False)
                yield Label("Days that I share: day and month, never an age", classes="heading")
                yield OptionList(id="milestones", markup=False, compact=True)
                with Horizontal(classes="field"):
                    yield Field(placeholder="24 May", id="shared-day", compact=True, max_length=30)
                    yield Field(
                        placeholder="what it is", id="shared-text", compact=True, max_length=LINE_LIMIT
                    )
                    yield Button("Share it", id="share-it", compact=True)
                yield Label("Days away: without a reason", classes="heading")
                yield OptionList(id="absences", markup=False, compact=True)
                with Horizontal(classes="field"):
                    yield Button("I am away …", id="away", compact=True)
                    yield Button("I am back", id="back", compact=True)
            yield Static(id="said", markup=False)
            with Horizontal(id="buttons"):
                yield Button("Save", id="save", variant="primary", compact=True)
                yield Button("Back", id="leave", compact=True)
                yield Button("Start over", id="over", compact=True)
            yield KeyBar(commands("my_card"))

    def _control(self, field: str, value: str, example: str) -> Widget:
        if field == "place":
            days = Weekdays(id=field)
            days.set_reactive(Weekdays.days, remote_days(value))
            return days
        if field in CHOICES:
            known = [word for _, word in CHOICES[field]]
            chosen = value if value in known else known[0]
            return Select(CHOICES[field], value=chosen, allow_blank=False, id=field, compact=True)
        limit = NAME_LIMIT if field in ("name", "pronouns", "hours") else LINE_LIMIT
        return Field(value, placeholder=example, id=field, compact=True, max_length=limit)

    def on_mount(self) -> None:
        """Says what is what, and follows the lists."""
        self._show()
        self.watch(self.app, "view", self._show_lists)
        if self._draft:
            self._say("What you typed before is back. Start over forgets it.")

    def _show_lists(self) -> None:
        snapshot, me = self.app.snapshot, self._me
        if snapshot is None:
            return
        today = self.app.clock.today(me.timezone)
        when = {m.id: day for day, m in coming(snapshot, me.id, today)}
        shared = sorted((m for m in snapshot.milestones if m.member == me.id), key=lambda m: (m.month, m.day))
        away = sorted(
            (a for a in snapshot.absences if a.member == me.id and (a.last is None or a.last >= today)),
            key=lambda a: a.first,
        )
        lists = (tuple(shared), tuple(away), today)
        if lists == self._lists:
            return
        self._lists = lists
        self._fill(
            self.milestones,
            [
                (
                    m.id,
                    f"{shared_day_words(m)}: {m.text}",
                    day_words(when[m.id], today) if m.id in when else "over",
                )
                for m in shared
            ],
            "None. Write a day and what it is below, and press enter.",
        )
        self._fill(
            self.absences,
            [(a.id, range_words(a.first, a.last), "now" if a.covers(today) else "") for a in away],
            "None.",
        )
        self.query_one("#back", Button).display = any(a.covers(today) for a in away)

    @staticmethod
    def _fill(found: OptionList, rows: Iterable[tuple[str, str, str]], empty: str) -> None:
        at = found.highlighted or 0
        options = [
            Option(Content.assemble(Content(words), "  ", Content.styled(note, "$text-muted")), identity)
            for identity, words, note in rows
        ]
        found.set_options(options or [Option(Content.styled(empty, "$text-muted"), disabled=True)])
        found.highlighted = min(at, len(options) - 1) if options else None

    # What stands in it

    @property
    def _draft(self) -> str:
        return self.app.private.drafts.get(PLACE, "") if self.app.private else ""

    def _values(self) -> dict[str, str]:
        """What stands in the form, by field."""
        found = {}
        for field in CARD_FIELDS:
            control = self.query_one(f"#{field.id}")
            if isinstance(control, Weekdays):
                found[field.id] = place_words(control.days)
            elif isinstance(control, Select):
                found[field.id] = str(control.value)
            elif isinstance(control, Input):
                found[field.id] = control.value.strip()
        return found

    def _changed(self) -> dict[str, str]:
        """What differs from my card as it is."""
        return {f: v for f, v in self._values().items() if v != value_of(self._me, f)}

    def _wrong(self, changed: dict[str, str]) -> dict[str, str]:
        """What cannot be, by field."""
        wrong = {}
        for field, value in changed.items():
            try:
                as_written(field, value, self._me)
            except UsageError as error:
                wrong[field] = str(error)
        return wrong

    def _show(self) -> None:
        """Says beside each field what is wrong, else what it means."""
        values, wrong = self._values(), self._wrong(self._changed())
        for field in CARD_FIELDS:
            note = self.query_one(f"#{field.id}-note", Label)
            words = wrong.get(field.id) or self._meaning(field.id, values[field.id])
            note.update(Content.styled(words, "$text-error" if field.id in wrong else "$text-muted"))
            note.set_class(field.id in wrong, "-wrong")
        self._explain(self.focused, wrong)

    def _meaning(self, field: str, value: str) -> str:
        return meaning(field, value, self.app.clock.now())

    def _explain(self, focused: Widget | None, wrong: dict[str, str] | None = None) -> None:
        """The whole sentence for the field one is in: beside it there is little room."""
        field = focused.id if focused is not None else None
        if field in HELP:
            found = self._wrong(self._changed()) if wrong is None else wrong
            if field in found:
                self._say(found[field], "$text-error")
            else:
                meaning = self._meaning(field, self._values()[field])
                self._say(HELP[field] if meaning == HELP[field] else f"{HELP[field]} {meaning}")
        elif field in ("milestones", "absences"):
            self._say("x takes the chosen line back.")
        elif field in ("shared-day", "shared-text"):
            self._explain_shared()

    def _explain_shared(self) -> None:
        typed = self.query_one("#shared-day", Field).value
        try:
            day = read_shared_day(typed, self.today) if typed.strip() else None
        except UsageError as error:
            self._say(str(error), "$text-error")
            return
        if day is None:
            self._say("The team sees the day; on it, amity may suggest a kind word to someone.")
        elif day.year is not None:
            self._say(f"{day_of(date(day.year, day.month, day.day), year=True)}, that day alone.")
        elif (day.month, day.day) == (2, 29):
            self._say("Every 29 February; in years without one, the 28th.")
        else:
            self._say(f"Every {day_of(date(2000, day.month, day.day))}.")

    def _say(self, words: str, style: str = "$text-muted") -> None:
        self.said.update(Content.styled(words, style))

    @on(Input.Changed)
    @on(Select.Changed)
    @on(Weekdays.Changed)
    def _typed(self, _: Any) -> None:
        self._show()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Explains the field that one is in."""
        self._explain(event.widget)

    # Commands

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        if event.input.id == "shared-text":
            self._share()
        else:
            self.focus_next()

    @on(Button.Pressed, "#save")
    def action_save(self) -> None:
        """Saves the card and closes; stays where something cannot be."""
        changed, team = self._changed(), self.app.team
        wrong = self._wrong(changed)
        if wrong:
            field, words = next(iter(wrong.items()))
            self.query_one(f"#{field}").focus()
            self._say(words, "$text-error")
            return
        if team is None:
            return
        if not changed:
            self._saved(True)
            return

        def save() -> bool:
            team.write_card(changed)
            return team.note_public_holidays() if "holidays" in changed else True

        self.app.do(save, self._saved, undo=team.undo)

    def _saved(self, holidays_known: bool) -> None:
        self._keep("")
        words = "Your card is saved."
        if not holidays_known:
            from store.exchange.holidays import INSTALL

            words += f" The holidays of your region are not known here. Install {INSTALL} and save it again."
        self.app.notify(words, markup=False)
        self.dismiss(None)

    @on(Button.Pressed, "#share-it")
    def _share(self) -> None:
        """Shares a day with the team, at once."""
        team = self.app.team
        day, text = self.query_one("#shared-day", Field), self.query_one("#shared-text", Field)
        if team is None:
            return
        try:
            shared = read_shared_day(day.value, self.today)
        except UsageError as error:
            day.focus()
            self._say(str(error), "$text-error")
            return
        if not clean(text.value):
            text.focus()
            self._say("Say what the day is, in a few words.", "$text-warning")
            return
        job = partial(team.share_milestone, shared.month, shared.day, text.value, shared.year)
        day.value = text.value = ""
        day.focus()
        self.app.do(job, undo=team.undo)

    def action_take_back(self) -> None:
        """Takes the chosen day back, or ends the chosen absence."""
        team, focused = self.app.team, self.focused
        if team is None or not isinstance(focused, OptionList):
            self._say(hint("Choose a day that you share, or days away, and press {my_card.take_back} there."))
            return
        chosen = focused.highlighted_option
        if chosen is not None and chosen.id is not None:
            job = team.unshare_milestone if focused.id == "milestones" else team.cancel_absence
            self.app.do(partial(job, chosen.id), undo=team.undo)

    @on(Button.Pressed, "#away")
    def _away(self) -> None:
        self.app.action_away()

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        team = self.app.team
        if team is not None:
            today = self.app.clock.today(self._me.timezone)
            self.app.do(partial(team.set_back, team.me, today), undo=team.undo)

    @on(Button.Pressed, "#over")
    async def _start_over(self) -> None:
        """Forgets what was typed."""
        me = self._me
        for field in CARD_FIELDS:
            control, value = self.query_one(f"#{field.id}"), value_of(me, field.id)
            if isinstance(control, Weekdays):
                control.days = remote_days(value)
            elif isinstance(control, (Select, Input)):
                control.value = value
        self._keep("")
        self._show()

    @on(Button.Pressed, "#leave")
    def action_leave(self) -> None:
        """Goes back; what was typed is kept."""
        self._keep("\n".join(f"{field}={value}" for field, value in self._changed().items()))
        self.dismiss(None)

    def _keep(self, draft: str) -> None:
        notebook = self.app.notebook
        if notebook is not None and draft != self._draft:
            self.app.do(partial(notebook.set_draft, PLACE, draft or None))
