"""The sentences of a suggestion. People's names and words go in as they are: plain text, never markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from store.content import Action, Catalogue
from store.rules import calendar
from store.rules.presence import away_until
from store.rules.suggestion.candidates import Candidate, Sieve
from store.rules.suggestion.morning import Morning, digest
from store.rules.suggestion.results import Rest
from store.when import day_of

REASONS = 2
"""So many reasons of today stand beside the general one."""

WORTH_SAYING = 5
"""Working days after which the pause of a principle is given as a reason."""

LONG_AGO = 15
"""Working days after which two people have not been in touch for a while."""


def fill(action: Action, values: Mapping[str, str]) -> str:
    """The action's text with its placeholders filled; braces within the values stay as they are."""

    def value(match: re.Match[str]) -> str:
        text = values.get(match[1], "").strip()
        return text if text.endswith((".", "!", "?", "…")) else text + match[2]

    return re.sub(r"\{(\w+)\}(\.?)", value, action.text)


def in_general(action: Action, person: str = "someone") -> str:
    """The action's text where nothing of that day is known any more but, perhaps, whom it was about."""
    return fill(action, {"person": person, **dict.fromkeys(("item", "detail", "role", "meeting"), "…")})


def example(action: Action, member: str | None, morning: Morning, catalogue: Catalogue) -> str:
    """A finished thank-you as an example for an action of thanks, else ""."""
    if action.start_small != "thanks" or not catalogue.starters:
        return ""
    coin = digest(str(morning.day), morning.me.id, action.id, member or "")
    return catalogue.starters[int(coin, 16) % len(catalogue.starters)].example


def why(candidate: Candidate, sieve: Sieve, catalogue: Catalogue) -> tuple[str, ...]:
    """The general reason and at most two of today, true ones only."""
    reasons = list(_reasons(candidate, sieve, catalogue))
    return (candidate.action.why, *reasons[:REASONS])


def _reasons(candidate: Candidate, sieve: Sieve, catalogue: Catalogue) -> Iterator[str]:
    action, morning, past = candidate.action, sieve.morning, sieve.past
    if candidate.found is not None:
        yield f"{candidate.found.text.rstrip('.')}."
    person = morning.team[candidate.member].name if candidate.member else ""
    if action.trigger == "kudos_gap" and candidate.member:
        last = past.thanked.get(candidate.member)
        yield (
            f"You have not thanked {person} here yet."
            if last is None
            else f"You last thanked {person} here {_ago(morning, last)}."
        )
    if action.start_small == "thanks" and not sieve.thanked_this_week:
        yield "No thank-you from you this week."
    practised = past.practised.get(action.principle)
    if practised is not None and morning.since(practised) >= WORTH_SAYING:
        title = catalogue.principles[action.principle].title
        yield f"You have not practised “{title}” for {_count(morning, practised)}."
    met = past.met.get(candidate.member or "")
    if person and action.trigger in ("", "kudos_gap") and met and morning.since(met) >= LONG_AGO:
        yield f"You and {person} have not been in touch for a while."


def _count(morning: Morning, day: date) -> str:
    days = calendar.working_days(morning.snapshot, morning.me, day, morning.day)
    return f"{days} working day{'' if days == 1 else 's'}"


def _ago(morning: Morning, day: date) -> str:
    return f"{_count(morning, day)} ago"


# Days without a suggestion


def on(day: date) -> str:
    """A day as people say it, the same in every locale: "Thursday 26 November"."""
    return day_of(day, "%A")


def rest_today(morning: Morning) -> Rest | None:
    """Why there is no suggestion for me today before any is looked for; None if there may be one."""
    me, day, snapshot, private = morning.me, morning.day, morning.snapshot, morning.private
    if me.id not in morning.here:
        again = f"See you on {on(calendar.next_working_day(snapshot, me, day))}."
        if snapshot.away(me.id, day) is not None:
            last = away_until(snapshot, me, day)
            if last == day:
                return Rest(f"You are away today. {again}", "away")
            return Rest(f"You are away until {on(last)}." if last else "You are away.", "away")
        if day.isoweekday() in me.week and day in snapshot.holidays:
            return Rest(f"The team has a holiday today. {again}", "holiday")
        if day.isoweekday() in me.week and day in snapshot.holidays_of(me):
            return Rest(f"You have a holiday today. {again}", "holiday")
        return Rest(f"Today is no working day of yours. {again}", "day off")
    if private.silent_until is not None and day <= private.silent_until:
        return Rest(f"No suggestions until {on(private.silent_until)}, as you asked.", "silent")
    today = [a for a in private.answers if a.day == day]
    if any(a.kind == "later" for a in today):
        return Rest("Not today, and that is fine.", "later")
    if sum(a.kind == "another" for a in today) >= 3:
        return Rest("That is enough for today.", "enough")
    return None
