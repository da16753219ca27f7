"""Why someone has a role: one short line, always true."""

from __future__ import annotations

from datetime import date, timedelta

from store.rules.rotation.series import Series, Sitting
from store.when import DAY_NAMES, day_of


def reason(series: Series, sitting: Sitting, role: str) -> str:
    """Why the role is where it is, while the series' ledger stands before that meeting."""
    person = sitting.seats[role]
    if person is None:
        return "any volunteer?"
    names = series.snapshot.members
    if role in sitting.stands_in:
        return f"stands in for {names[sitting.stands_in[role]].name}"
    if sitting.changes.get(role) == person != sitting.planned.get(role):
        return "swapped" if _swapped(sitting, role, person) else "took it"
    if (role, person) in series.kept:
        held_on = series.held_on(sitting.day)
        return f"kept turn from {_spoken(series.kept[role, person], held_on, weekdays=True)}"
    if role in sitting.wished:
        return f"stands in for {names[sitting.wished[role]].name}"
    own = next((own for own in series.roles if own.id == role), None)
    if own is None:
        return "next in turn"  # a role that the series had once
    served = series.ledger.served[role]
    if person not in served:
        return "first time"
    busy = {holder for other, holder in sitting.seats.items() if other != role}
    pool = series.ledger.pool(sitting.present, len(series.roles))
    rivals = [p for p in series.ledger.candidates(own, pool) if p not in busy]
    if all(p in served and served[p] >= served[person] for p in rivals):
        return f"longest ago: {_spoken(served[person], series.held_on(sitting.day))}"
    return "next in turn"


def _swapped(sitting: Sitting, role: str, person: str) -> bool:
    """Whether someone gave another role for this one, to whoever had it."""
    had = [other for other, holder in sitting.planned.items() if holder == person and other != role]
    return any(other in sitting.changes and sitting.changes[other] != person for other in had)


def _spoken(day: date, today: date, *, weekdays: bool = False) -> str:
    """A past day in words: "Tuesday" within a week if `weekdays`, else "12 Nov", with the year if another."""
    if weekdays and timedelta() < today - day < timedelta(days=7):
        return DAY_NAMES[day.weekday()]
    return day_of(day, month="%b", year=day.year != today.year)
