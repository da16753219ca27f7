"""Taking back what I did leaves what others did."""

from __future__ import annotations

from datetime import date

from store.team import Team

MONDAY = date(2026, 11, 23)


def test_what_another_wrote_on_a_meeting_outlives_my_undo(team: Team, ben: Team) -> None:
    meeting = team.add_meeting(
        "Standup",
        time="09:30",
        timezone="Europe/Berlin",
        rule="FREQ=WEEKLY;BYDAY=MO",
        first=MONDAY,
        roles=["facilitator"],
    ).id
    team.sync()
    ben.sync()
    team.set_absent(meeting, team.me, MONDAY)  # the first that anyone wrote on this day
    team.sync()
    ben.sync()
    ben.set_absent(meeting, ben.me, MONDAY)
    ben.sync()
    team.sync()
    assert team.undo() == "note who cannot come"
    assert team.snapshot().occurrences[f"{meeting}:{MONDAY}"].absent == (ben.me,)
    assert team.snapshot().odd == 0
