"""The Roles screen's commands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on
from textual.binding import BindingType

from store.records import Meeting, Snapshot
from store.rules.speaking import speaking_order
from store.team import Team
from tui.commands import bindings, hint
from tui.screens.pick_person import PickPersonScreen
from tui.screens.roles import words
from tui.screens.roles.choices import absent_on, attendees, takers
from tui.screens.roles.plan import PlanScreen
from tui.widgets.ahead import Ahead
from tui.widgets.role_card import RoleCard

if TYPE_CHECKING:
    from store.rules.rotation import Plan, Seat
    from tui.screens.meeting_draft import Draft

T = TypeVar("T")


class RolesScreen(PlanScreen):
    """The Roles tab: what one can do about the chosen meeting, and about the chosen role in it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("roles")

    def __init__(self) -> None:
        super().__init__()
        self._drafts: dict[str, Draft] = {}
        self._rounds: dict[str, int] = {}

    # Changing

    def _change(self, job: Callable[[Team], T]) -> None:
        team = self._team
        self.app.do(lambda: job(team), undo=team.undo)

    def _hint(self, words: str) -> None:
        self.notify(hint(words), markup=False)

    def _held(self) -> tuple[Snapshot, Meeting, Plan] | None:
        """The chosen occurrence, if it takes place; says so if not."""
        shown, plan = self._agenda.shown, self._plan
        if self._snapshot is None or shown is None or plan is None:
            self.notify(
                hint("There is no meeting to come. Press {roles.add_meeting} to plan one."), markup=False
            )
        elif plan.state == "skipped":
            self._hint("This one is not held. Press {roles.skip} to hold it after all.")
        else:
            return self._snapshot, shown.meeting, plan
        return None

    def _giving(self) -> tuple[Snapshot, Meeting, Plan, Seat] | None:
        """The chosen role of the chosen occurrence; says so if there is none."""
        if (held := self._held()) is None:
            return None
        if (seat := self._seat) is None:
            self.notify(
                hint("This meeting has no roles. Press {roles.edit_meeting} to choose some."), markup=False
            )
            return None
        return (*held, seat)

    def action_swap(self) -> None:
        """Asks who shall have the chosen role."""
        if (giving := self._giving()) is None:
            return
        snapshot, meeting, plan, seat = giving
        choices = takers(snapshot, plan, seat, self._team.me)
        if not choices:
            self.notify("Nobody else is there then.", markup=False)
            return
        role, day = seat.role, plan.day

        def swap(member: str | None) -> None:
            if member is not None:
                self._change(lambda team: team.swap(meeting.id, role, member, day))

        title = f"Who takes {words.role_name(snapshot, role)}?"
        self.app.push_screen(PickPersonScreen(title, choices), swap)

    def action_take(self) -> None:
        """Gives me the chosen role."""
        if (giving := self._giving()) is None:
            return
        _, meeting, plan, seat = giving
        me = self._team.me
        if seat.member == me:
            self.notify("It is yours already.", markup=False)
        elif me in plan.away:
            self.notify(
                hint("You are noted as away then. Press {roles.unavailable} to take that back."), markup=False
            )
        else:
            self._change(lambda team: team.swap(meeting.id, seat.role, me, plan.day))

    def action_unavailable(self) -> None:
        """Asks who cannot come to the chosen occurrence; who is noted already can come after all."""
        if (held := self._held()) is None:
            return
        snapshot, meeting, plan = held
        choices = attendees(snapshot, meeting, plan, self._team.me)
        absent = absent_on(snapshot, meeting, plan)

        def note(member: str | None) -> None:
            if member is not None:
                self._change(lambda team: team.set_absent(meeting.id, member, plan.day, member not in absent))

        if choices:
            self.app.push_screen(PickPersonScreen("Who cannot come?", choices), note)
        else:
            self.notify("Nobody is in this meeting now.", markup=False)

    def action_skip(self) -> None:
        """Notes that the chosen occurrence is not held, or that it is after all."""
        shown, plan = self._agenda.shown, self._plan
        if shown is None or plan is None:
            self._held()  # says why
            return
        meeting, day = shown.meeting.id, plan.day
        if plan.state == "skipped":
            self._change(lambda team: team.unskip(meeting, day))
        else:
            self._change(lambda team: team.skip(meeting, day))

    def action_copy_roster(self) -> None:
        """Puts the roster on the clipboard, to paste it in a chat."""
        shown, plan = self._agenda.shown, self._plan
        if self._snapshot is None or shown is None or plan is None:
            self._held()  # says why
            return
        self.app.copy(words.chat_roster(self._snapshot, shown.meeting, plan))

    @on(Ahead.FootChosen)
    def action_turns(self) -> None:
        """Shows who had the chosen role how often lately."""
        from store.rules.rotation import fairness
        from tui.screens.roles.turns import WINDOW, TurnsScreen

        snapshot, shown, level = self._snapshot, self._agenda.shown, self._agenda.level
        if snapshot is None or shown is None or not shown.meeting.roles:
            self._giving()  # says why
            return
        meeting, me, role = shown.meeting, self._team.me, self._seat.role if self._seat else ""
        today = self.app.clock.today(meeting.timezone)
        self.app.do(
            lambda: fairness(snapshot, meeting, today - WINDOW, today),
            lambda found: self.app.push_screen(
                TurnsScreen(snapshot, meeting, found, today, level=level, role=role, me=me)
            ),
        )

    # During a meeting

    def action_meeting_mode(self) -> None:
        """Opens what one looks at while the chosen occurrence takes place."""
        from tui.screens.meeting import MeetingScreen

        if (held := self._held()) is not None:
            self.app.push_screen(MeetingScreen(*held, self._rounds))

    def action_speaking(self) -> None:
        """Shows in which order people speak in the chosen occurrence."""
        from tui.screens.roles.speaking import speaking_page

        if (held := self._held()) is None:
            return
        snapshot, meeting, plan = held
        if order := speaking_order(snapshot, meeting, plan):
            self.app.push_screen(speaking_page(snapshot, meeting, plan.day, order, self._team.me))
        else:
            self.notify("Nobody is expected on this day.", markup=False)

    def action_parking(self) -> None:
        """Shows what is parked on the chosen occurrence."""
        from tui.screens.parking import ParkingScreen

        if (held := self._held()) is not None:
            self.app.push_screen(ParkingScreen(held[1], held[2].day))

    def action_checklist(self) -> None:
        """Goes to the boxes of my role in the chosen occurrence, and from there back to the roles."""
        if (held := self._held()) is None:
            return
        me = self._team.me
        row = next((row for row, seat in enumerate(held[2].seats) if seat.member == me), None)
        if row is None:
            self.notify("You have no role in this meeting.", markup=False)
        elif self.card.has_focus:
            self.roster.rows.focus()
        else:
            if self._seat is None or self._seat.member != me:
                self.roster.rows.selected = row
                self._role_chosen()
            self.card.focus()

    @on(RoleCard.Ticked)
    def _ticked(self, event: RoleCard.Ticked) -> None:
        notebook, giving = self.app.notebook, self._giving()
        if notebook is None or giving is None:
            return
        _, meeting, plan, seat = giving
        if seat.member == self._team.me:
            job = partial(notebook.tick, meeting.id, plan.day, seat.role, event.item, event.on)
            self.app.do(job)
        else:
            self.notify(
                hint("These boxes are for whoever has the role. Press {roles.take} to take it."), markup=False
            )

    # Planning meetings

    def action_add_meeting(self) -> None:
        """Opens the form for a new meeting."""
        self._edit(None)

    def action_edit_meeting(self) -> None:
        """Opens the form for the chosen meeting."""
        shown = self._agenda.shown
        self._edit(shown.meeting if shown is not None else None)

    def _edit(self, meeting: Meeting | None) -> None:
        from tui.screens.meeting_form import MeetingFormScreen

        if self._snapshot is not None:
            form = MeetingFormScreen(self._snapshot, meeting, self._drafts)
            self.app.push_screen(form, lambda saved: self.open_meeting(saved) if saved else None)
