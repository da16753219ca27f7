"""Meeting mode: what one looks at while the meeting is on. Time left, who speaks, roles, parking lot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from math import ceil
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Digits, Static

from store.records import Meeting, Snapshot
from store.rules import calendar
from store.rules.speaking import speaking_order
from store.when import time_of
from store.zones import zone
from tui.commands import EVERYWHERE, bindings, commands
from tui.screens.base import AmityScreen
from tui.screens.pick_person import Choice, PickPersonScreen
from tui.screens.roles.agenda import ends_of, is_time_to_pin, phase_of
from tui.screens.roles.views import parked
from tui.screens.roles.words import OPEN, chat_notes, people_words, role_name, start_words
from tui.widgets.frame import Header, KeyBar
from tui.widgets.role_card import RoleCard
from tui.widgets.roster import RoleRows, Row
from tui.widgets.speakers import Speakers

if TYPE_CHECKING:
    from store.rules.rotation import Plan, Seat
    from store.team import Team
    from tui.app import AmityApp
    from tui.opening import View

NEAR = timedelta(minutes=5)
"""So long before the end the clock says that it is time to finish."""

SOON = timedelta(hours=1)
"""So long before the start the clock counts down to it."""

PARK = "[@click=screen.parking][b $primary]p[/] [$text-muted]keeps a topic for later[/][/]"

PARKED_SHOWN = 6
"""Lines of the parking lot that are shown, the latest."""


class Reading(NamedTuple):
    """What the clock shows: large digits, a line of words, and a class for its colour."""

    digits: str
    words: str
    look: str = ""


def read_clock(meeting: Meeting, plan: Plan, app: AmityApp) -> Reading:
    """The clock of one occurrence at this moment."""
    now, here = app.clock.now(), zone(app.timezone)
    start, end = calendar.start_of(meeting, plan.day), ends_of(meeting, plan.day)
    at, until = time_of(start.astimezone(here)), time_of(end.astimezone(here))
    if now < start - SOON:
        return Reading(at, f"starts {start_words(meeting, plan.day, now, app.timezone)}", "-before")
    if now < start:
        return Reading(_digits(start - now), f"until it starts at {at}", "-before")
    if now >= end:
        return Reading("0:00", "Time is up. Thank you.", "-over")
    if end - now <= NEAR < timedelta(minutes=meeting.minutes):
        return Reading(_digits(end - now), "left, time to finish", "-near")
    return Reading(_digits(end - now), f"left until {until}")


def _digits(left: timedelta) -> str:
    minutes, seconds = divmod(ceil(left.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


class MeetingScreen(Screen[None]):
    """One occurrence while it takes place. `rounds` keeps by occurrence how far the round has come."""

    place = "meeting"
    CSS_PATH = "meeting.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = bindings("meeting")
    HORIZONTAL_BREAKPOINTS = AmityScreen.HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = AmityScreen.VERTICAL_BREAKPOINTS

    header = getters.query_one(Header)
    digits = getters.query_one(Digits)
    speakers = getters.query_one(Speakers)
    rows = getters.query_one(RoleRows)
    card = getters.query_one(RoleCard)
    parked = getters.query_one("#parked", Static)
    thanks = getters.query_one("#thanks", Static)

    if TYPE_CHECKING:

        @property
        def app(self) -> AmityApp:  # type: ignore[override]
            """The app, with its own type."""

    def __init__(self, snapshot: Snapshot, meeting: Meeting, plan: Plan, rounds: dict[str, int]) -> None:
        super().__init__()
        self._snapshot, self._meeting, self._plan = snapshot, meeting, plan
        self._occurrence = f"{meeting.id}:{plan.day.isoformat()}"
        self._rounds = rounds
        self._order: tuple[str, ...] = ()
        self._pinned = False

    def compose(self) -> ComposeResult:
        """The clock and the round on the left, roles and parking lot on the right."""
        yield Header()
        with Container(id="table"):
            with Vertical(id="left"):
                with Vertical(id="clock", classes="card"):
                    yield Digits()
                    yield Static(id="said", markup=False)
                yield Static(id="thanks", classes="card", markup=False)
                with Vertical(id="round"):
                    yield Speakers()
            with VerticalScroll(id="right", can_focus=False):
                with Vertical(id="roles", classes="card") as roles:
                    roles.border_title = "Roles"
                    rows = RoleRows()
                    rows.can_focus = False  # up and down are the screen's
                    yield rows
                yield RoleCard(brief=True)
                yield Static(id="parked", classes="card", markup=False)
        everywhere = [c for c in commands(EVERYWHERE) if c.bar and c.id != "thank"]
        yield KeyBar([*(c for c in commands("meeting") if c.bar), *everywhere])

    def on_mount(self) -> None:
        """Chooses my role, then follows the clock and the team."""
        me = self._team.me
        self.rows.selected = next((i for i, s in enumerate(self._plan.seats) if s.member == me), 0)
        self.speakers.place = self._rounds.get(self._occurrence, 0)
        self._take((self._snapshot, self._meeting, self._plan))
        self.watch(self.app, "moment", self._show_frame)
        self.watch(self.app, "status", self._show_frame)
        self.watch(self.app, "view", self._show_view, init=False)
        self.set_interval(1, self.tick)

    @property
    def _team(self) -> Team:
        assert self.app.team is not None
        return self.app.team

    # What is shown

    def _show_view(self, view: View | None) -> None:
        """Plans anew when the team changed."""
        if view is None or view.snapshot is self._snapshot:
            self._show_roles()  # what I ticked
            return
        snapshot, day, team = view.snapshot, self._plan.day, self._team
        meeting = snapshot.meetings.get(self._meeting.id)
        if meeting is None:
            self._end("This meeting was removed in the meantime.")
        else:
            self.app.do(lambda: (snapshot, meeting, team.plan(meeting, day, snapshot)), self._take)

    def _take(self, found: tuple[Snapshot, Meeting, Plan]) -> None:
        self._snapshot, self._meeting, self._plan = found
        if self._plan.state == "skipped":
            self._end("This one is not held after all.")
            return
        self._show_round()
        self._show_roles()
        self._show_parked()
        self._show_frame()
        self.tick()

    def _end(self, why: str) -> None:
        if self.app.screen is self:
            self.dismiss(None)
            self.app.notify(why, markup=False)

    def _show_frame(self) -> None:
        here = zone(self.app.timezone)
        start, end = calendar.start_of(self._meeting, self._plan.day), ends_of(self._meeting, self._plan.day)
        times = f"{time_of(start.astimezone(here))}–{time_of(end.astimezone(here))}"
        self.header.team = f"{self._meeting.name} · {times}"
        self.header.moment, self.header.status = self.app.moment.rpartition(" · ")[2], self.app.status

    def tick(self) -> None:
        """Moves the clock."""
        reading = read_clock(self._meeting, self._plan, self.app)
        clock = self.query_one("#clock")
        if reading.digits != self.digits.value:
            self.digits.update(reading.digits)
        self.query_one("#said", Static).update(Content(reading.words))
        for look in ("-before", "-near", "-over"):
            clock.set_class(look == reading.look, look)
        self.speakers.begun = reading.look != "-before"
        self._show_thanks()
        self.card.phase = phase_of(self._meeting, self._plan.day, self.app.clock.now())
        self._pin_in_time()

    def _pin_in_time(self) -> None:
        """Settles the roles, as the Roles screen would if it were the one that is looked at."""
        meeting, day, team = self._meeting, self._plan.day, self._team
        near = self._plan.state == "planned" and is_time_to_pin(meeting, day, self.app.clock.now())
        seen = self.app.current_mode == "roles" and self._snapshot.editable
        if near and seen and not self._pinned:
            self._pinned = True
            self.app.do(lambda: team.pin(meeting.id, day))

    def _show_round(self) -> None:
        """The order; whoever speaks keeps the word when someone cannot come after all."""
        place = self.speakers.place
        speaking = self._order[place] if place < len(self._order) else ""
        self._order = speaking_order(self._snapshot, self._meeting, self._plan)
        names = people_words(self._snapshot, self._team.me)
        self.speakers.people = tuple(names[member] for member in self._order)
        self._go_to(self._order.index(speaking) if speaking in self._order else place)

    def _show_roles(self) -> None:
        snapshot, me = self._snapshot, self._team.me
        names = people_words(snapshot, me)
        self.rows.rows = tuple(
            Row(
                role_name(snapshot, seat.role),
                names[seat.member] if seat.member else OPEN,
                "",
                mine=seat.member == me,
                vacant=not seat.member,
            )
            for seat in self._plan.seats
        )
        self.rows.selected = min(self.rows.selected, max(0, len(self._plan.seats) - 1))
        seat = self._seat
        self.query_one("#roles").display = self.card.display = seat is not None
        if seat is not None:
            mine = seat.member == me
            ticks = self.app.private.ticks if self.app.private is not None and mine else {}
            self.card.can_focus = mine
            self.card.show(
                role_name(snapshot, seat.role),
                snapshot.roles.get(seat.role),
                phase_of(self._meeting, self._plan.day, self.app.clock.now()),
                ticks.get((self._meeting.id, self._plan.day, seat.role), frozenset()),
            )

    @property
    def _seat(self) -> Seat | None:
        """The chosen role."""
        seats = self._plan.seats
        return seats[self.rows.selected] if self.rows.selected < len(seats) else None

    def _show_parked(self) -> None:
        known = self._snapshot.occurrences.get(self._occurrence)
        lines = known.parked if known is not None else ()
        more = len(lines) - PARKED_SHOWN
        self.parked.border_title = "Parking lot"
        self.parked.border_subtitle = f"{more} more" if more > 0 else ""
        here = [
            Content.from_markup("[@click=screen.parking][$text-muted]·[/] $line[/]", line=line.text)
            for line in lines[-PARKED_SHOWN:]
        ]
        here = here or [parked(self._snapshot, self._meeting, self._plan.day) or Content.from_markup(PARK)]
        self.parked.update(Content("\n").join(here))

    def _show_thanks(self) -> None:
        """Asks, once the meeting comes to its end, whether someone is to be thanked."""
        holders = list(self._holders())
        over = bool(self._order) and self.speakers.place >= len(self._order) and self.speakers.begun
        over = over or self.query_one("#clock").has_class("-over")
        self.thanks.display = over and bool(holders)
        names = people_words(self._snapshot)
        offers = [
            Content.from_markup(
                f"[@click=screen.thank_holder({place})][b $primary]$who[/][/]", who=names[who]
            )
            for place, (who, _) in enumerate(holders)
        ]
        asked = Content.from_markup("[@click=screen.thank_holder]Thank someone who had a role?[/]")
        self.thanks.update(Content.assemble(asked, "\n", Content(" · ").join(offers)))

    def _holders(self) -> Iterator[tuple[str, str]]:
        """Who has a role, but for me, each once, with the role's name."""
        seen = {self._team.me}
        for seat in self._plan.seats:
            if seat.member is not None and seat.member not in seen:
                seen.add(seat.member)
                yield seat.member, role_name(self._snapshot, seat.role)

    # What one can do

    def action_next_speaker(self) -> None:
        """Gives the word to the next."""
        self._go_to(self.speakers.place + 1)

    def action_previous_speaker(self) -> None:
        """Gives the word back."""
        self._go_to(self.speakers.place - 1)

    @on(Speakers.Chosen)
    def _speaker_chosen(self, event: Speakers.Chosen) -> None:
        self._go_to(event.place)

    def _go_to(self, place: int) -> None:
        self.speakers.place = self._rounds[self._occurrence] = max(0, min(place, len(self._order)))
        spoken = bool(self._order) and self.speakers.place == len(self._order)
        self.speakers.border_title = "Everyone has spoken" if spoken else "Speaking order"
        self._show_thanks()

    def action_role_above(self) -> None:
        """Shows the checklist of the role above."""
        self.rows.action_choose(-1)

    def action_role_below(self) -> None:
        """Shows the checklist of the role below."""
        self.rows.action_choose(1)

    @on(RoleRows.Chosen)
    def _role_chosen(self) -> None:
        self._show_roles()

    def action_checklist(self) -> None:
        """Goes to the boxes of my role, or back from them."""
        mine = next((i for i, s in enumerate(self._plan.seats) if s.member == self._team.me), None)
        if self.card.has_focus:
            self.set_focus(None)
        elif mine is None:
            self.notify("You have no role in this meeting.", markup=False)
        else:
            self.rows.selected = mine
            self._show_roles()
            self.card.focus()

    @on(RoleCard.Ticked)
    def _ticked(self, event: RoleCard.Ticked) -> None:
        notebook, seat = self.app.notebook, self._seat
        if notebook is None or seat is None:
            return
        if seat.member == self._team.me:
            meeting, day = self._meeting.id, self._plan.day
            self.app.do(partial(notebook.tick, meeting, day, seat.role, event.item, event.on))
        else:
            self.notify("These boxes are for whoever has the role.", markup=False)

    def action_parking(self) -> None:
        """Opens the parking lot."""
        from tui.screens.parking import ParkingScreen

        self.app.push_screen(ParkingScreen(self._meeting, self._plan.day))

    def action_copy_notes(self) -> None:
        """Puts what was parked on the clipboard."""
        if notes := chat_notes(self._snapshot, self._meeting, self._plan.day):
            self.app.copy(notes)
        else:
            self.notify("Nothing is parked.", markup=False)

    def action_thank_holder(self, place: int | None = None) -> None:
        """Opens the composer for someone who had a role; asks for whom if there are several."""
        holders = list(self._holders())
        if place is not None or len(holders) < 2:
            self.app.action_thank(holders[place or 0][0] if holders else "")
            return
        members, names = self._snapshot.members, people_words(self._snapshot)
        choices = [Choice(who, names[who], role, members[who].handle) for who, role in holders]
        self.app.push_screen(
            PickPersonScreen("Thank someone who had a role", choices),
            lambda who: self.app.action_thank(who) if who else None,
        )

    def action_leave(self) -> None:
        """Goes back to the boxes' card, else to Roles; the round stays where it is."""
        if self.card.has_focus:
            self.set_focus(None)
        else:
            self.dismiss(None)

    @on(KeyBar.Pressed)
    async def _run_command(self, event: KeyBar.Pressed) -> None:
        place = "app." if event.command.where == EVERYWHERE else ""
        await self.run_action(f"{place}{event.command.id}")

    @on(Header.LightClicked)
    def _light_clicked(self) -> None:
        self.app.action_sync_details()
