"""The form for a meeting, new or known, with the next five dates as one types."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Button, Input, Label, Select, SelectionList, Static
from textual.widgets.selection_list import Selection

from store.records import Meeting, Snapshot
from store.rules import calendar
from store.when import clock_words, day_of, time_of
from store.zones import zone, zone_names
from tui.commands import hint
from tui.screens.meeting_draft import EVERYONE, Draft, Field, check, draft_of, new_draft, next_days
from tui.widgets.checklist import Checklist
from tui.widgets.weekdays import Weekdays

if TYPE_CHECKING:
    from tui.app import AmityApp

REPEATS = (
    ("every weekday", "weekday"),
    ("every day", "day"),
    ("every week", "week"),
    ("every two weeks", "2weeks"),
    ("every month", "month"),
    ("by a rule of its own", "rule"),
)

NEW = ""
"""The key of a new meeting's draft."""


class MeetingFormScreen(ModalScreen[str | None]):
    """Asks for a meeting and saves it; the result is its id, None when the form was left.

    What was typed when it is left stays in `drafts`, by meeting id, and is there again the next time.
    """

    CSS_PATH = "meeting_form.tcss"
    AUTO_FOCUS = "#name"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-normal")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-middle")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", show=False),
        Binding("ctrl+s", "save", "Save", show=False),
    ]

    preview = getters.query_one("#preview", Static)
    repeats: getters.query_one[Select[str]] = getters.query_one("#repeats", Select)
    weekdays = getters.query_one(Weekdays)
    roles = getters.query_one("#roles", Checklist)
    people = getters.query_one("#people", Checklist)

    if TYPE_CHECKING:

        @property
        def app(self) -> AmityApp:  # type: ignore[override]
            """The app, with its own type."""

    def __init__(self, snapshot: Snapshot, meeting: Meeting | None, drafts: dict[str, Draft]) -> None:
        super().__init__()
        self._snapshot = snapshot
        self._meeting = meeting
        self._drafts = drafts
        self._zones: frozenset[str] = frozenset()
        self._touched: set[str] = set()
        self._rule = ""

    @property
    def _key(self) -> str:
        return self._meeting.id if self._meeting is not None else NEW

    def _fresh(self) -> Draft:
        """The form before anything was typed."""
        if self._meeting is not None:
            return draft_of(self._meeting)
        zone = self.app.timezone
        return new_draft(self._snapshot, self.app.clock.today(zone), zone)

    # What it looks like

    def compose(self) -> ComposeResult:
        """A line for each field with what is wrong beside it, two lists, the dates, two buttons."""
        draft = self._drafts.get(self._key) or self._fresh()
        window = Vertical(id="window")
        window.border_title = "New meeting" if self._meeting is None else "Edit meeting"
        window.border_subtitle = "ctrl+s save · esc back"
        with window:
            with VerticalScroll(id="fields", can_focus=False):
                yield from _field("Name", Input(draft.name, id="name", compact=True))
                yield from _field(
                    "Repeats",
                    Select(REPEATS, value=draft.repeats, allow_blank=False, id="repeats", compact=True),
                )
                days = Weekdays(id="days")
                days.set_reactive(Weekdays.days, draft.days)
                yield from _field("On", days)
                yield from _field("Rule", Input(draft.rule, id="rule", compact=True))
                yield from _field("From", Input(draft.first, id="first", compact=True, max_length=10))
                yield from _field("At", Input(draft.time, id="time", compact=True, max_length=5))
                yield from _field("Minutes", Input(draft.minutes, id="minutes", compact=True, max_length=4))
                yield from _field("Zone", Input(draft.zone, id="zone", compact=True))
                with Horizontal(id="lists"):
                    yield self._list("roles", "Roles", self._role_options(draft))
                    yield self._list("people", "People", self._people_options(draft))
            yield Static("", id="preview")
            with Horizontal(id="buttons"):
                yield Button("Save", id="save", variant="primary", compact=True)
                yield Button("Back", id="leave", compact=True)
                if self._meeting is not None:
                    yield Button("End this series", id="end", compact=True)
                if self._key in self._drafts:
                    yield Button("Start over", id="over", compact=True)

    def _list(self, name: str, title: str, options: Iterable[Selection[str]]) -> Widget:
        found = Checklist(*options, id=name, compact=True)
        found.border_title = title
        return found

    def _role_options(self, draft: Draft) -> list[Selection[str]]:
        known = self._snapshot.roles
        own = [role for role in draft.roles if role not in known]
        return [
            Selection(Content(known[role].name if role in known else role), role, role in draft.roles)
            for role in (*known, *own)
        ]

    def _people_options(self, draft: Draft) -> list[Selection[str]]:
        here = self._snapshot.active(self.app.clock.today(self.app.timezone))
        everyone = Selection(Content("Everyone"), EVERYONE, EVERYONE in draft.people)
        return [everyone, *(Selection(Content(m.name), m.id, m.id in draft.people) for m in here)]

    def on_mount(self) -> None:
        """Shows the dates, and learns the names of the zones off the event loop."""
        self._show()
        self.app.do(zone_names, self._zones_came)

    def _zones_came(self, names: list[str]) -> None:
        self._zones = frozenset(names)
        if self.is_mounted:
            self.query_one("#zone", Input).suggester = SuggestFromList(names, case_sensitive=False)
            self._show()

    # What stands in it

    def _typed(self, field: str) -> str:
        return self.query_one(f"#{field}", Input).value

    def _read(self) -> Draft:
        """The form as it stands."""
        chosen = set(self.roles.selected)
        before = self._meeting.roles if self._meeting is not None else ()
        return Draft(
            name=self._typed("name"),
            repeats=self.repeats.value,  # type: ignore[arg-type]  # one of REPEATS
            days=self.weekdays.days,
            rule=self._typed("rule"),
            first=self._typed("first"),
            time=self._typed("time"),
            minutes=self._typed("minutes"),
            zone=self._typed("zone"),
            # Roles keep their order; those that are added come after them, in the order of the list.
            roles=tuple(r for r in dict.fromkeys((*before, *self._options(self.roles))) if r in chosen),
            people=self._people(),
        )

    def _people(self) -> tuple[str, ...]:
        chosen = set(self.people.selected)
        if EVERYONE in chosen:
            return (EVERYONE,)
        before = self._meeting.members if self._meeting is not None else ()
        listed = self._options(self.people)
        # Those who left are not in the list; they stay in the record, where they do no harm.
        kept = tuple(p for p in before if p in chosen or p not in listed)
        return tuple(dict.fromkeys((*kept, *(p for p in listed if p in chosen)))) if chosen else ()

    @staticmethod
    def _options(found: Checklist) -> list[str]:
        return [found.get_option_at_index(i).value for i in range(found.option_count)]

    def _show(self) -> Meeting | None:
        """Shows what is wrong and the dates; the meeting if nothing is."""
        draft = self._read()
        for field, wanted in (("days", ("week", "2weeks")), ("rule", ("rule",))):
            self.query_one(f"#{field}-row").display = draft.repeats in wanted
        meeting, wrong = check(draft, self._zones, self._meeting)
        self._rule = meeting.rule if meeting else self._rule
        for label in self.query(".wrong").results(Label):
            field = (label.id or "").partition("-")[0]
            # A long sentence about the rule stands below; an empty name is no mistake before one typed.
            quiet = field == "rule" or (field == "name" and field not in self._touched)
            label.update(Content("" if quiet else _of(wrong, field)))
        self.people.border_subtitle = Content(_of(wrong, "people"))
        # What is wrong with a rule may be a long sentence: it gets the room of the dates.
        self.preview.update(self._dates(meeting) if meeting else _waiting(wrong.get("rule", "")))
        return meeting

    def _dates(self, meeting: Meeting) -> Content:
        """The rule in words, its next five dates, and the time on my clock if that is another."""
        today = self.app.clock.today(meeting.timezone)
        days = next_days(meeting, today)
        if not days:
            return Content("No date is left: choose a later end, or another rule.")
        held = (calendar.when(meeting, day)[0] for day in days)
        dates = ", ".join(day_of(day, "%a", "%b") for day in held)
        parts = [
            Content.styled(f"{calendar.describe(meeting.rule)}\n", "$text-muted"),
            Content.assemble(("Next  ", "bold"), dates),
        ]
        start = calendar.start_of(meeting, days[0])
        mine = start.astimezone(zone(self.app.timezone))
        if mine.utcoffset() != start.astimezone(zone(meeting.timezone)).utcoffset():
            _, there = calendar.when(meeting, days[0])
            parts.append(
                Content.styled(
                    f"\n{clock_words(there)} there is {mine:%a} {time_of(mine)} for you", "$text-muted"
                )
            )
        return Content.assemble(*parts)

    # What happens in it

    @on(Input.Changed)
    @on(Select.Changed)
    @on(Weekdays.Changed)
    @on(SelectionList.SelectedChanged, "#roles")
    def _changed(self, event: Any) -> None:
        if isinstance(event, Input.Changed) and event.input.has_focus:
            self._touched.add(event.input.id or "")
        if isinstance(event, Select.Changed) and event.value == "rule" and not self._typed("rule"):
            # The rule that the choice before stood for is the best start for one's own.
            self.query_one("#rule", Input).value = self._rule
        self._show()

    @on(SelectionList.SelectionToggled, "#people")
    def _person_toggled(self, event: SelectionList.SelectionToggled[str]) -> None:
        """Everyone, or these: never both."""
        toggled, chosen = event.selection.value, set(self.people.selected)
        others = chosen - {EVERYONE} if toggled == EVERYONE else {EVERYONE} & chosen
        if toggled in chosen:
            for value in others:
                self.people.deselect(value)
        self._show()

    @on(Input.Submitted)
    @on(Button.Pressed, "#save")
    def action_save(self) -> None:
        """Saves the meeting and closes the form; stays if something is wrong."""
        self._touched.add("name")
        meeting, team = self._show(), self.app.team
        if meeting is None or team is None:
            self._go_to_first_wrong()
            return

        def save() -> str:
            if self._meeting is not None:
                return team.edit_meeting(meeting).id
            return team.add_meeting(
                meeting.name,
                time=meeting.time,
                timezone=meeting.timezone,
                rule=meeting.rule,
                first=meeting.first,
                roles=meeting.roles,
                members=meeting.members,
                minutes=meeting.minutes,
            ).id

        self.app.do(save, self._saved, undo=team.undo)

    def _go_to_first_wrong(self) -> None:
        _, wrong = check(self._read(), self._zones, self._meeting)
        for widget in self.query("Input, Weekdays, #people"):
            if widget.id in wrong:
                widget.focus()
                return

    def _saved(self, meeting: str) -> None:
        self._drafts.pop(self._key, None)
        self.dismiss(meeting)

    @on(Button.Pressed, "#end")
    def _end(self) -> None:
        """Ends the series; what was held stays recorded."""
        team, meeting = self.app.team, self._meeting
        if team is not None and meeting is not None:
            self.app.do(
                lambda: team.remove_meeting(meeting.id),
                lambda _: self._ended(meeting.name),
                undo=team.undo,
            )

    def _ended(self, name: str) -> None:
        self.notify(f"{name} has ended. {hint('{undo}')} takes that back.", markup=False)
        self._drafts.pop(self._key, None)
        self.dismiss(None)

    @on(Button.Pressed, "#over")
    async def _start_over(self) -> None:
        """Forgets what was typed."""
        self._drafts.pop(self._key, None)
        self._touched.clear()
        await self.recompose()
        self._show()

    @on(Button.Pressed, "#leave")
    def action_leave(self) -> None:
        """Goes back; what was typed is kept."""
        draft = self._read()
        if draft != self._fresh():
            self._drafts[self._key] = draft
        else:
            self._drafts.pop(self._key, None)
        self.dismiss(None)


def _waiting(why: str) -> Content:
    """Stands where the dates will be."""
    if why:
        return Content.styled(why, "$text-error")
    return Content.styled("The next dates appear here.", "$text-muted")


def _of(wrong: Any, field: Field | str) -> str:
    return str(wrong.get(field, ""))


def _field(label: str, control: Widget) -> Iterable[Widget]:
    """A line: label, control, and what is wrong."""
    wrong = Label("", id=f"{control.id}-wrong", classes="wrong", markup=False)
    yield Horizontal(Label(label, classes="label"), control, wrong, id=f"{control.id}-row", classes="field")
