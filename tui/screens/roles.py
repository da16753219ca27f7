"""Roles: who facilitates, takes notes and keeps time in the next meeting, and why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from typing import ClassVar, NamedTuple

from textual import getters
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from store.records import Meeting, Private, Snapshot
from store.rules import calendar, rotation
from store.zones import zone
from tui.commands import bindings
from tui.screens.base import AmityScreen

PIN_BEFORE = timedelta(minutes=30)
"""From then on before its start the plan of a meeting is settled by whoever opens Roles."""


class Shown(NamedTuple):
    """What is shown of one meeting: the plans from the next occurrence on."""

    meeting: Meeting
    plans: tuple[rotation.Plan, ...]
    within_one_turn: bool


class RolesScreen(AmityScreen):
    """The meeting that comes next, its roles with people and reasons, and the four after it."""

    mode = "roles"
    CSS_PATH = "roles.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("roles"),
        Binding("up", "move(-1)", "Role before", show=False),
        Binding("down", "move(1)", "Role after", show=False),
    ]

    now_card = getters.query_one("#now", Static)
    role_card = getters.query_one("#role", Static)
    ahead_card = getters.query_one("#ahead", Static)
    chosen: str = ""
    row: int = 0
    found: Shown | None = None

    def body(self) -> Iterable[Widget]:
        """The next meeting, the role in hand, the meetings ahead."""
        with VerticalScroll(id="page"):
            yield Static(id="now", classes="card", markup=False)
            yield Static(id="role", classes="card", markup=False)
            yield Static(id="ahead", markup=False)

    def show(self, snapshot: Snapshot, private: Private) -> None:
        """Works out the plans again, off the event loop."""
        self.app.do(self._look, self._take)

    def _look(self) -> Shown | None:
        team, now = self.app.team, self.app.clock.now()
        if team is None:
            return None
        snapshot = team.snapshot()
        coming = {m.id: d for m in snapshot.meetings.values() if (d := calendar.next_day(m, now)) is not None}
        if not coming:
            return None
        order = sorted(coming, key=lambda m: (calendar.start_of(snapshot.meetings[m], coming[m]), m))
        if self.chosen not in coming:
            self.chosen = order[0]
        meeting, day = snapshot.meetings[self.chosen], coming[self.chosen]
        known = snapshot.occurrences.get(f"{meeting.id}:{day.isoformat()}")
        near = calendar.start_of(meeting, day) - now <= PIN_BEFORE
        if near and snapshot.editable and (known is None or known.state == "planned"):
            team.pin(meeting.id, day)
            snapshot = team.snapshot()
        today = self.app.clock.today(meeting.timezone)
        plans = rotation.plans(snapshot, meeting, calendar.days(meeting, day, 5), today)
        return Shown(meeting, plans, rotation.within_one_turn(snapshot, meeting, today))

    def _take(self, found: Shown | None) -> None:
        self.found = found
        self._draw()

    def on_screen_resume(self) -> None:
        """Looks again: time has passed."""
        if self.app.snapshot is not None and self.is_mounted:
            self.app.do(self._look, self._take)

    def _person(self, member: str | None) -> str:
        snapshot, team = self.app.snapshot, self.app.team
        if member is None:
            return "any volunteer?"
        if team is not None and member == team.me:
            return "you"
        known = snapshot.members.get(member) if snapshot else None
        return known.name if known else "someone"

    def _role_name(self, role: str) -> str:
        known = self.app.snapshot.roles.get(role) if self.app.snapshot else None
        return known.name if known else role.replace("_", " ").capitalize()

    def _draw(self) -> None:
        if self.found is None or not self.found.plans:
            self.now_card.border_title = Content("Roles")
            self.now_card.update(
                Content(
                    "\nNo meetings yet.\n\nAdd one, and its roles go round by themselves:\n"
                    "amity meetings add Standup --at 09:30 --every weekday\n"
                )
            )
            self.role_card.display = False
            self.ahead_card.update("")
            return
        meeting, plan = self.found.meeting, self.found.plans[0]
        self.role_card.display = bool(plan.seats)
        self.now_card.border_title = Content(f"{meeting.name} · {self._when(meeting, plan.day)}")
        self.now_card.update(self._now(plan))
        self.role_card.update(self._role(plan))
        self.ahead_card.update(self._ahead(self.found))

    def _when(self, meeting: Meeting, day: date) -> str:
        import arrow

        start, now = calendar.start_of(meeting, day), self.app.clock.now()
        here = start.astimezone(zone(self.app.timezone))
        today = now.astimezone(zone(self.app.timezone)).date()
        word = "today" if here.date() == today else f"{here:%a} {here.day} {here:%b}"
        return f"{word} {here:%H:%M} · {arrow.get(start).humanize(now)}"

    def _now(self, plan: rotation.Plan) -> Content:
        self.row = max(0, min(self.row, len(plan.seats) - 1))
        rows = [(self._role_name(s.role), self._person(s.member), s.why) for s in plan.seats]
        widths = [max((Content(r[i]).cell_length for r in rows), default=0) for i in (0, 1)]
        parts: list[Content | str | tuple[str, str]] = ["\n"]
        for number, (role, person, why) in enumerate(rows):
            style = "bold $primary" if number == self.row else ""
            mark = "▸ " if number == self.row else "  "
            parts += [(mark + _padded(role, widths[0]), style), "  ", (_padded(person, widths[1]), "bold")]
            parts += ["  ", (why, "$text-muted"), "\n"]
        if plan.state == "skipped":
            parts = ["\n", ("This meeting is skipped; nobody's turn is used up.", "bold"), "\n"]
        if plan.free:
            parts += ["\nFree to take part: ", (", ".join(map(self._person, plan.free)), "$secondary")]
        if plan.away:
            parts += ["\nAway: ", (", ".join(map(self._person, plan.away)), "$text-muted")]
        parts.append("\n")
        return Content.assemble(*parts)

    def _role(self, plan: rotation.Plan) -> Content:
        if not plan.seats:
            return Content("")
        seat = plan.seats[self.row]
        known = self.app.snapshot.roles.get(seat.role) if self.app.snapshot else None
        self.role_card.border_title = Content(self._role_name(seat.role))
        if known is None:
            return Content("A role of your team's own.")
        parts: list[Content | str | tuple[str, str]] = [known.description.partition(". ")[0] + ".\n"]
        for phase, steps in (("Before", known.before), ("During", known.during), ("After", known.after)):
            parts.append((f"\n{phase}\n", "bold $text-muted"))
            parts += [f"☐ {step}\n" for step in steps[: 3 if self.has_class("-tall") else 1]]
        return Content.assemble(*parts)

    def _ahead(self, found: Shown) -> Content:
        later = found.plans[1:]
        roles = list(dict.fromkeys(s.role for p in later for s in p.seats))
        table = [["Ahead", *(f"{p.day:%a} {p.day.day}" for p in later)]]
        for role in roles:
            holders = [{s.role: s.member for s in p.seats} for p in later]
            names = [self._person(h[role]).partition(" ")[0] if role in h else "–" for h in holders]
            table.append([self._role_name(role), *names])
        widths = [max(Content(row[i]).cell_length for row in table) for i in range(len(table[0]))]
        parts: list[Content | str | tuple[str, str]] = []
        for number, row in enumerate(table):
            line = "   ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True))
            parts += [(line, "bold $text-muted" if number == 0 else ""), "\n"]
        if found.within_one_turn:
            parts += [("\nEveryone is within one turn.", "$success")]
        parts += [("   ◂ ▸ other meetings", "$text-muted")]
        return Content.assemble(*parts)

    # What one can do

    def action_move(self, by: int) -> None:
        """Chooses another role."""
        self.row += by
        self._draw()

    def action_previous_meeting(self) -> None:
        """Shows the meeting before."""
        self._step(-1)

    def action_next_meeting(self) -> None:
        """Shows the meeting after."""
        self._step(1)

    def _step(self, by: int) -> None:
        meetings = sorted(self.app.snapshot.meetings) if self.app.snapshot else []
        if meetings:
            at = meetings.index(self.chosen) if self.chosen in meetings else 0
            self.chosen, self.row = meetings[(at + by) % len(meetings)], 0
            self.app.do(self._look, self._take)

    def action_take(self) -> None:
        """I take the role in hand."""
        if self.app.team is not None:
            self._give(self.app.team.me)

    def action_swap(self) -> None:
        """Asks who takes the role in hand."""
        if self.found is None or not self.found.plans[0].seats or self.app.snapshot is None:
            return
        from tui.screens.pick_person import PickPerson

        plan = self.found.plans[0]
        people = [*plan.free, *(s.member for s in plan.seats if s.member)]
        title = f"Who is {self._role_name(plan.seats[self.row].role).lower()}?"
        options = [(m, self.app.snapshot.members[m].name) for m in dict.fromkeys(people)]
        self.app.push_screen(PickPerson(title, options), lambda who: self._give(who) if who else None)

    def _give(self, member: str) -> None:
        team, found = self.app.team, self.found
        if team is not None and found is not None and found.plans[0].seats:
            plan = found.plans[0]
            job = partial(team.swap, plan.meeting, plan.seats[self.row].role, member, plan.day)
            self.app.do(job, undo=team.undo)

    def action_unavailable(self) -> None:
        """I cannot come; only my role is given to someone else."""
        team, found = self.app.team, self.found
        if team is not None and found is not None:
            plan = found.plans[0]
            self.app.do(partial(team.set_absent, plan.meeting, team.me, plan.day), undo=team.undo)

    def action_skip(self) -> None:
        """The meeting is not held; once more takes that back."""
        team, found = self.app.team, self.found
        if team is not None and found is not None:
            plan = found.plans[0]
            job = team.unskip if plan.state == "skipped" else team.skip
            self.app.do(partial(job, plan.meeting, plan.day), undo=team.undo)

    def action_copy_roster(self) -> None:
        """Puts who has which role on the clipboard, for the chat."""
        if self.found is not None:
            plan = self.found.plans[0]
            lines = [f"{self._role_name(s.role)}: {self._real_name(s.member)}" for s in plan.seats]
            title = f"{self.found.meeting.name} {plan.day:%a} {plan.day.day} {plan.day:%b}"
            self.app.copy_to_clipboard("\n".join([title, *lines]))
            self.notify("The roster is on the clipboard.", markup=False)

    def _real_name(self, member: str | None) -> str:
        known = self.app.snapshot.members.get(member) if self.app.snapshot and member else None
        return known.name if known else "any volunteer?"


def _padded(text: str, width: int) -> str:
    return text + " " * (width - Content(text).cell_length)
