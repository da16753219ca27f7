"""The worked examples of the suggestion (C1 to C25), one row each. C24 is in tests/store/test_today.py.

I am Ana unless a row says otherwise; Ben, Chi, Dee and Eli are my team; everyone joined long ago and works
Monday to Friday on site; it is Wednesday 25 November 2026; nothing is recorded but what the row says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from store.records import Answer, HelpFlag, Milestone, Private, Snapshot
from store.rules.suggestion import Pick
from store.rules.suggestion.morning import digest
from tests.store.rules.suggestion_team import (
    CATALOGUE,
    DAY,
    OTHERS,
    absent,
    ago,
    candidates,
    done,
    note,
    person,
    private,
    promise,
    signals,
    suggest,
    team,
    thanks,
)

MONDAY, TUESDAY, THURSDAY = DAY - timedelta(2), DAY - timedelta(1), DAY + timedelta(1)


@dataclass(frozen=True)
class Example:
    """What is given, and what must come of it.

    `pick` is "action person points", as many of these words as matter, or "none: kind". `also` is all that
    stands in "Also today". `active` are signals of the day, `quiet` those that are none. `depths` are what is
    allowed for Ben.
    `some` are people, settings or triggers that at least one candidate has, `never` those that none has.
    """

    name: str
    pick: str = ""
    team: Snapshot = field(default_factory=team)
    mine: Private = field(default_factory=Private)
    day: date = DAY
    me: str = "ana"
    also: list[str] | None = None
    active: Iterable[str] = ()
    quiet: Iterable[str] = ()
    depths: frozenset[int] | None = None
    never: Iterable[str] = ()
    some: Iterable[str] = ()


def answers(kind: Any, *shown: str) -> list[Answer]:
    """My answer of that kind to "action person" suggestions of today."""
    found = []
    for words in shown:
        action, _, member = words.partition(" ")
        known = CATALOGUE.actions[action]
        at = Answer(DAY, promise().made, "shown", action, known.principle, member, known.trigger)
        found += [at, Answer(DAY, at.at, kind, action, known.principle, member, known.trigger)]
    return found


def ten_days_of(*, rested: str) -> tuple[Snapshot, Private]:
    """Each principle but one done in the last 8 working days, help and respect yesterday; all thanked."""
    small = {a.start_small: a for a in CATALOGUE.actions.values() if a.principle in ("help", "respect")}
    yesterday = {"help": small["offer"].id, "respect": small["question"].id}
    log = [a for action in yesterday.values() for a in done(action, TUESDAY)]
    others = sorted(set(CATALOGUE.principles) - {rested, *yesterday})
    for principle, back in zip(others, (2, 5, 6, 7, 8, 9, 12), strict=False):
        plain = (a for a in CATALOGUE.actions.values() if a.principle == principle)
        log += done(next(a.id for a in plain if not a.start_small and not a.trigger), ago(back))
    return team(kudos=tuple(thanks("ana", other, TUESDAY) for other in OTHERS)), private(log)


C1 = "appreciate.overdue-thanks eli"
C3_BEFORE = [a for day in (MONDAY, TUESDAY) for a in done("reliable.due-with-person", day, "ben")]
NOTE_ON_CHI = (note("chi", TUESDAY),)
RAISED = team(help_flags=(HelpFlag("h1", "dee", "release notes", DAY, DAY + timedelta(5)),))
ELI_WAS_AWAY = team(absences=(absent("eli", ago(16), ago(1)),))
FAY_JOINS = team(person("fay", joined=MONDAY))
FAY_MEETS = {0: "ben eli", 1: "ana dee", 2: "chi", 3: "", 4: "", 7: "", 8: ""}
MILESTONE = team(milestones=(Milestone("ms", "dee", DAY.month, DAY.day, "three years on the team"),))
RESTED, RESTED_MINE = ten_days_of(rested="trust")
THANKED = (("ben", 9), ("eli", 20), ("chi", 30), ("dee", 40))
FAR = ("remote",) * 7


def together(count: int, **fields: Any) -> Snapshot:
    """Ben and I with so many shared moments."""
    return team(person("ben", **fields), kudos=tuple(thanks("ben", "ana", ago(50), n) for n in range(count)))


EXAMPLES = (
    Example("C1 nothing recorded", f"{C1} 105"),
    Example(
        "C2 a promise comes before a follow-up",
        "reliable.due-with-person ben",
        mine=private(promises=(promise(),), notes=NOTE_ON_CHI),
        also=["follow_up_due chi"],
    ),
    Example(
        "C3 the same kind twice running gives way",
        "interest.follow-up-detail chi",
        mine=private(C3_BEFORE, promises=(promise(),), notes=NOTE_ON_CHI),
        also=["commitment_due ben"],
    ),
    *(
        Example(f"C4 help asked of all reaches {me}", pick, RAISED, me=me)
        for me, pick in {
            "ana": "help.asked dee",
            "chi": "help.asked dee",
            "eli": "help.asked dee",
            "ben": "appreciate.overdue-thanks",
        }.items()
    ),
    *(
        Example(f"C4 on Thursday it reaches {me}", "help.asked dee", RAISED, day=THURSDAY, me=me)
        for me in ("ana", "ben", "chi", "eli")
    ),
    *(
        Example(f"C6 {me} welcomes Eli back", "interest.welcome-back eli", ELI_WAS_AWAY, day=day, me=me)
        for me, day in {"ana": DAY, "ben": DAY, "chi": DAY, "dee": THURSDAY}.items()
    ),
    *(
        Example(
            f"C6 {me} leaves it to the others",
            "",
            ELI_WAS_AWAY,
            day=day,
            me=me,
            quiet=["back_from_leave eli"],
        )
        for me, day in {"ana": THURSDAY, "ben": THURSDAY, "chi": THURSDAY, "dee": DAY}.items()
    ),
    *(
        Example(
            f"C7 day {later + 1} of Fay, for {me}",
            "",
            FAY_JOINS,
            day=MONDAY + timedelta(later),
            me=me,
            active=["new_joiner fay"] if me in who else [],
            quiet=["new_joiner fay"] if me not in who else [],
        )
        for later, who in FAY_MEETS.items()
        for me in ("ana", *OTHERS)
    ),
    Example("C7 Fay herself begins lightly", "interest.enjoy-this-week ana", FAY_JOINS, day=MONDAY, me="fay"),
    *(
        Example(f"C8 {me} and a milestone", pick, MILESTONE, me=me)
        for me, pick in {
            "ana": "appreciate.milestone dee",
            "ben": "appreciate.milestone dee",
            "chi": "appreciate.milestone dee",
            "eli": "appreciate.overdue-thanks",
        }.items()
    ),
    Example("C8 a milestone that was not shared", C1, never=["milestone"]),
    Example("C10 the principle that rested longest", "trust.keep-confidence - 38", RESTED, RESTED_MINE),
    Example("C11 one minute at most", "include.whose-idea - 78", mine=Private(max_minutes=1)),
    Example("C13 my own first days", "interest.enjoy-this-week dee 85", team(person("ana", joined=MONDAY))),
    Example("C14 another one", "communicate.share-good-news", mine=private(answers("another", C1))),
    Example(
        "C14 and another",
        "include.whose-idea",
        mine=private(answers("another", C1, "communicate.share-good-news")),
    ),
    Example(
        "C14 that is enough for today",
        "none: enough",
        mine=private(answers("another", C1, "communicate.share-good-news", "include.whose-idea")),
    ),
    Example("C15 not today", "none: later", mine=private(answers("later", C1))),
    Example(
        "C15 and on the next working day one again",
        "appreciate.overdue-thanks",
        mine=private(answers("later", C1)),
        day=THURSDAY,
    ),
    Example("C16 a holiday", "none: holiday", team(holidays=frozenset({DAY}))),
    Example("C16 part-time", "none: day off", team(person("ana", week=(1, 2, 3))), day=THURSDAY),
    Example("C16 away", "none: away", team(absences=(absent("ana", TUESDAY, THURSDAY),))),
    Example(
        "C19 thanks to whom they are longest due",
        "appreciate.overdue-thanks dee 103",
        team(kudos=tuple(thanks("ana", to, ago(days)) for to, days in THANKED)),
    ),
    Example("C20 just met", team=together(0, joined=date(2026, 11, 2)), depths=frozenset({1})),
    Example("C20 three shared moments", team=together(3), depths=frozenset({1, 2})),
    Example("C20 eight shared moments", team=together(8), depths=frozenset({1, 2, 3})),
    Example("C20 keep it light", team=together(8, suggest="light"), depths=frozenset({1})),
    Example(
        "C22 who is away is left in peace",
        team=team(absences=(absent("ben", DAY, DAY),)),
        mine=private(notes=(note("ben", DAY),)),
        never=["ben"],
        quiet=["follow_up_due ben"],
    ),
    Example(
        "C22 and the note waits",
        "interest.follow-up-detail ben",
        team(absences=(absent("ben", DAY, DAY),)),
        private(notes=(note("ben", DAY),)),
        day=THURSDAY,
    ),
    Example(
        "C25 Chi and I are elsewhere",
        team=team(person("ana", places=FAR), person("chi", places=FAR)),
        never=["office"],
        some=["remote", "hybrid"],
    ),
    Example("C25 all on site", never=["remote", "hybrid"], some=["office"]),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_worked_example(example: Example) -> None:
    found = suggest(example.team, example.mine, example.day, example.me)
    if isinstance(found, Pick):
        words = [found.action, found.member or "-", str(found.points)]
    else:
        words = ["none:", *found.kind.split()]
    wanted = example.pick.split()
    assert words[: len(wanted)] == wanted

    given = (example.team, example.mine, example.day, example.me)
    active = {f"{trigger} {member}" for trigger, member in signals(*given)}
    assert set(example.active) <= active
    assert not set(example.quiet) & active
    if not isinstance(found, Pick):
        return
    if example.also is not None:
        assert [f"{trigger} {member}" for trigger, member in signals(*given, found)] == example.also
    possible = candidates(*given)
    if example.depths is not None:
        assert {c.action.depth for c in possible if c.member == "ben"} == example.depths
    features = {word for c in possible for word in (c.member, c.action.setting, c.action.trigger)}
    assert set(example.some) <= features
    assert not set(example.never) & features


def test_c1_the_fair_coin_is_the_one_of_the_rules() -> None:
    coins = [
        digest(str(DAY), "ana", "appreciate.overdue-thanks", who)[:4] for who in ("eli", "dee", "ben", "chi")
    ]
    assert coins == ["538d", "bbab", "c462", "da21"]


def test_c13_and_c7_begin_with_interest_or_trust_and_without_a_habit() -> None:
    for who, group in (("ana", team(person("ana", joined=MONDAY))), ("fay", FAY_JOINS)):
        found = suggest(group, day=DAY, me=who)
        assert isinstance(found, Pick)
        action = CATALOGUE.actions[found.action]
        assert (action.principle in ("interest", "trust"), action.depth) == (True, 1)
        assert action.start_small not in ("thanks", "offer")
