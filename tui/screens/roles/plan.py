"""What the Roles screen shows and how one chooses on it: a meeting, one of its days, one role."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from textual import getters, on
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from store.records import Meeting, Private, Snapshot
from store.team import Team
from store.when import day_of
from tui.commands import hint
from tui.screens.base import AmityScreen
from tui.screens.roles import views, words
from tui.screens.roles.agenda import Agenda, agenda, ends_of, is_time_to_pin, phase_of
from tui.widgets.ahead import Ahead
from tui.widgets.role_card import RoleCard
from tui.widgets.roster import RoleRows, Roster

if TYPE_CHECKING:
    from store.rules.rotation import Plan, Seat

NO_MEETINGS = """\
[b]When do you meet?[/b]

Tell amity about one meeting, and its roles
go round in fair turns from then on.

[@click=screen.add_meeting][b $primary]n[/]  plan a daily standup[/]

[$text-muted]or in a shell[/]
amity meetings add Standup --at 09:30 --every weekday"""


class PlanScreen(AmityScreen):
    """One meeting is chosen, one of its days, and one role of that day."""

    mode = "roles"
    CSS_PATH = "roles.tcss"
    AUTO_FOCUS = "RoleRows"

    roster = getters.query_one(Roster)
    ahead = getters.query_one(Ahead)
    card = getters.query_one(RoleCard)

    def __init__(self) -> None:
        super().__init__()
        self._snapshot: Snapshot | None = None
        self._agenda = Agenda()
        self._wanted = ""
        self._day: date | None = None
        self._pinned: set[tuple[str, date]] = set()

    def body(self) -> Iterable[Widget]:
        """The meeting with its days ahead, the chosen role, and a page for when there is no meeting."""
        left = Vertical(Roster(), Ahead(), id="meeting")
        body = VerticalScroll(
            Container(left, RoleCard(), id="plan"), Static(NO_MEETINGS, id="none"), id="body"
        )
        body.can_focus = False
        yield body

    def on_mount(self) -> None:
        """Follows the clock."""
        self.watch(self.app, "moment", self._minute, init=False)

    # What is shown

    def show(self, snapshot: Snapshot, private: Private) -> None:
        """Plans anew when the team changed."""
        if snapshot is not self._snapshot:
            self._snapshot = snapshot
            self._look()
        elif self._agenda.shown is not None:
            self._show_card(snapshot)  # what I ticked

    def _look(self) -> None:
        """Has the agenda made, off the event loop, and shows it."""
        if (snapshot := self._snapshot) is not None:
            now, wanted = self.app.clock.now(), self._wanted
            self.app.do(lambda: (snapshot, agenda(snapshot, now, wanted)), self._take)

    def _take(self, found: tuple[Snapshot, Agenda]) -> None:
        snapshot, self._agenda = found
        if snapshot is self._snapshot and self.is_mounted:
            self._show_agenda(snapshot)
            self._pin_in_time()

    @property
    def _team(self) -> Team:
        assert self.app.team is not None
        return self.app.team

    @property
    def _now(self) -> datetime:
        return self.app.clock.now()

    @property
    def _index(self) -> int:
        """Which of the plans is chosen."""
        return next((i for i, plan in enumerate(self._agenda.plans) if plan.day == self._day), 0)

    @property
    def _plan(self) -> Plan | None:
        return self._agenda.plans[self._index] if self._agenda.plans else None

    @property
    def _seat(self) -> Seat | None:
        plan, index = self._plan, self.roster.rows.selected
        seats = plan.seats if plan is not None and plan.state != "skipped" else ()
        return seats[index] if index < len(seats) else None

    def _show_agenda(self, snapshot: Snapshot) -> None:
        shown, plan = self._agenda.shown, self._plan
        self.set_class(shown is None, "-none")
        if shown is None:
            return
        self._show_title()
        if plan is None:
            self._show_over(shown.meeting)
        else:
            self._show_plan(snapshot, shown.meeting, plan)
        self._show_card(snapshot)
        self._show_ahead(snapshot)

    def _show_title(self) -> None:
        """The time, in words that follow the clock."""
        shown, plan, now, zone = self._agenda.shown, self._plan, self._now, self.app.timezone
        if shown is None:
            return
        if plan is None:
            self.roster.show_title(shown.meeting.name, "over")
            self.roster.tooltip = None
            return
        when = words.start_words(shown.meeting, plan.day, now, zone)
        self.roster.show_title(
            shown.meeting.name, f"{when} · {words.countdown(shown.meeting, plan.day, now)}"
        )
        self.roster.tooltip = Content(words.exact_words(shown.meeting, plan.day, zone))

    def _show_over(self, meeting: Meeting) -> None:
        last = words.last_day(meeting, self.app.clock.today(meeting.timezone))
        was = f" The last one was on {day_of(last, year=True)}." if last else ""
        self.roster.rows.rows = ()
        self.roster.aside.update(
            Content(hint(f"This series is over.{was} Press {{roles.edit_meeting}} to give it new days."))
        )
        self.roster.show_keys(())

    def _show_plan(self, snapshot: Snapshot, meeting: Meeting, plan: Plan) -> None:
        rows = self.roster.rows
        if plan.state == "skipped":
            rows.rows = ()
            self.roster.show_keys(["copy_roster", "skip"], skip="hold it after all")
        else:
            rows.rows = views.rows(snapshot, plan, self._team.me)
            rows.selected = min(rows.selected, max(0, len(rows.rows) - 1))
            self.roster.show_keys(["swap", "take", "unavailable", "copy_roster", "skip"])
        below = views.below(snapshot, meeting, plan, self._team.me)
        self.roster.aside.update(Content.assemble("\n" if rows.rows and below else "", below))

    def _show_card(self, snapshot: Snapshot) -> None:
        shown, plan, seat = self._agenda.shown, self._plan, self._seat
        self.card.display = seat is not None
        if shown is not None and plan is not None and seat is not None:
            mine = seat.member == self._team.me
            ticks = self.app.private.ticks if self.app.private is not None and mine else {}
            self.card.can_focus = mine
            self.card.show(
                words.role_name(snapshot, seat.role),
                snapshot.roles.get(seat.role),
                phase_of(shown.meeting, plan.day, self._now),
                ticks.get((shown.meeting.id, plan.day, seat.role), frozenset()),
            )

    def _show_ahead(self, snapshot: Snapshot) -> None:
        self.ahead.view = views.ahead(
            snapshot,
            self._agenda,
            self._team.me,
            self.app.clock.today(self.app.timezone),
            day=self._index - 1,
            role=self._seat.role if self._seat else "",
        )

    @on(RoleRows.Chosen)
    def _role_chosen(self) -> None:
        if self._snapshot is not None:
            self._show_card(self._snapshot)
            self._show_ahead(self._snapshot)

    # The clock

    def _minute(self) -> None:
        """Moves the countdown; plans anew when a meeting ended or its roles are to be settled."""
        shown = self._agenda.shown
        if shown is None or shown.day is None:
            return
        if self._now >= ends_of(shown.meeting, shown.day):
            self._look()
        else:
            self._show_title()
            self._pin_in_time()
            if self._snapshot is not None:
                self._show_card(self._snapshot)

    def _pin_in_time(self) -> None:
        """Settles the roles of a meeting that is near, once, when someone looks at them."""
        shown, plans = self._agenda.shown, self._agenda.plans
        if shown is None or not plans or self._snapshot is None or self.app.screen is not self:
            return
        meeting, day, team = shown.meeting, plans[0].day, self._team
        near = plans[0].state == "planned" and is_time_to_pin(meeting, day, self._now)
        if near and self._snapshot.editable and (meeting.id, day) not in self._pinned:
            self._pinned.add((meeting.id, day))
            self.app.do(lambda: team.pin(meeting.id, day))

    def on_screen_resume(self) -> None:
        """Looks at the clock again: the screen may have been away for hours."""
        self._look()

    def on_screen_suspend(self) -> None:
        """Opens on the meeting that comes next when one comes back from another tab."""
        if self.app.current_mode != self.mode:
            self._wanted, self._day = "", None

    # Choosing

    def action_previous_meeting(self) -> None:
        """Shows the meeting before."""
        self._step(-1)

    def action_next_meeting(self) -> None:
        """Shows the meeting after."""
        self._step(1)

    def _step(self, by: int) -> None:
        found = self._agenda
        if len(found.meetings) > 1:
            self.open_meeting(found.meetings[(found.index + by) % len(found.meetings)].meeting.id)

    def open_meeting(self, meeting: str) -> None:
        """Shows the next occurrence of that meeting."""
        self._wanted, self._day = meeting, None
        self._look()

    def action_previous_day(self) -> None:
        """Shows the roles of the day before."""
        self._choose_day(self._index - 1)

    def action_next_day(self) -> None:
        """Shows the roles of the day after."""
        self._choose_day(self._index + 1)

    def _choose_day(self, index: int) -> None:
        if 0 <= index < len(self._agenda.plans) and self._snapshot is not None:
            self._day = self._agenda.plans[index].day
            self._show_agenda(self._snapshot)

    @on(Ahead.Stepped)
    def _stepped(self, event: Ahead.Stepped) -> None:
        self._step(event.by)

    @on(Ahead.CellChosen)
    def _cell_chosen(self, event: Ahead.CellChosen) -> None:
        self._choose_day(event.column + 1)
        shown, plan = self._agenda.shown, self._plan
        if shown is not None and plan is not None and event.row >= 0:
            role = shown.meeting.roles[event.row]
            row = next((i for i, seat in enumerate(plan.seats) if seat.role == role), None)
            if row is not None:
                self.roster.rows.selected = row
                self._role_chosen()
