"""Gentle balance: names alone, in alphabetical order, from what I gave myself."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from store.records import Absence, Kudos, Member, Snapshot
from store.rules.balance import EVERYONE, not_thanked_lately, team_line

DAY = date(2026, 11, 23)  # a Monday
LONG_AGO = date(2026, 1, 5)
ME = "m-me"


def person(name: str, **more: object) -> Member:
    return replace(Member(f"m-{name}", name.casefold(), name, LONG_AGO), **more)  # type: ignore[arg-type]


def thanks(giver: str, to: str, days_ago: int, number: int = 0) -> Kudos:
    given = datetime.combine(DAY, time(8), UTC) - timedelta(days=days_ago, minutes=number)
    return Kudos(f"k-{giver}-{to}-{days_ago}-{number}", giver, (to,), "x", given)


def team(*members: Member, kudos: tuple[Kudos, ...] = (), absences: tuple[Absence, ...] = ()) -> Snapshot:
    everyone = {m.id: m for m in (Member(ME, "me", "Me", LONG_AGO), *members)}
    newest = tuple(sorted(kudos, key=lambda k: (k.given, k.id), reverse=True))
    return Snapshot("t", "T", members=everyone, kudos=newest, absences=absences)


def names(snapshot: Snapshot, day: date = DAY) -> list[str]:
    return [m.name for m in not_thanked_lately(snapshot, ME, day)]


def test_alphabetical_in_all_scripts_and_only_who_can_be_thanked() -> None:
    away = Absence("a-1", "m-Away", DAY - timedelta(days=90))
    briefly = Absence("a-2", "m-Ben", DAY - timedelta(days=10))
    snapshot = team(
        *map(person, ("Zoë", "zara", "Ådne", "Ben", "李 雷", "Яна", "Away")),
        person("Private", thanks="private"),
        person("Rather not", suggest="no"),
        person("Ask", thanks="ask"),
        person("New", joined=DAY - timedelta(days=3)),
        person("Gone", left=DAY - timedelta(days=1)),
        absences=(away, briefly),
    )
    assert names(snapshot) == ["Ådne", "Ask", "Ben", "zara", "Zoë", "Яна", "李 雷"]


def test_four_of_my_working_weeks() -> None:
    ben = person("Ben")
    # Twenty working days up to Monday 23 November begin on Tuesday 27 October.
    first = (DAY - date(2026, 10, 27)).days
    assert names(team(ben, kudos=(thanks(ME, ben.id, first),))) == []
    assert names(team(ben, kudos=(thanks(ME, ben.id, first + 1),))) == ["Ben"]
    # Two weeks of my own away do not count.
    mine = Absence("a", ME, date(2026, 11, 2), date(2026, 11, 15))
    assert names(team(ben, kudos=(thanks(ME, ben.id, first + 14),), absences=(mine,))) == []
    assert names(team(ben, kudos=(thanks(ME, ben.id, first + 15),), absences=(mine,))) == ["Ben"]


def test_who_never_works_gets_an_answer_too() -> None:
    forever = Absence("a", ME, LONG_AGO)
    assert names(team(person("Ben"), absences=(forever,))) == []


def test_the_line_of_the_team() -> None:
    ana, ben = person("Ana"), person("Ben")
    both = (thanks("m-Ana", ben.id, 2), thanks("m-Ben", ana.id, 2), thanks("m-Ben", ME, 22))
    assert team_line(team(ana, ben, kudos=both), DAY) == EVERYONE
    assert team_line(team(ana, ben, kudos=both[:2]), DAY) == ""
    last_month = thanks("m-Ben", ME, 23)
    assert team_line(team(ana, ben, kudos=(*both[:2], last_month)), DAY) == ""
    hidden = replace(ana, thanks="private")
    assert team_line(team(hidden, ben, kudos=(both[0], both[2])), DAY) == EVERYONE
    assert team_line(Snapshot("t", "T"), DAY) == ""


PEOPLE = ("Ana", "Ben", "Chi", "Dee", "Яна", "李 雷")
others_kudos = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE), st.integers(0, 60)), max_size=12
)
my_kudos = st.lists(st.tuples(st.sampled_from(PEOPLE), st.integers(0, 60)), max_size=12)


@given(my_kudos, others_kudos, st.integers(1, 5))
def test_only_whether_i_thanked_counts_never_how_often_nor_what_others_did(
    mine: list[tuple[str, int]], others: list[tuple[str, str, int]], times: int
) -> None:
    members = [person(name) for name in PEOPLE]
    once = tuple(thanks(ME, f"m-{to}", days) for to, days in dict.fromkeys(mine))
    often = tuple(thanks(ME, f"m-{to}", days, n) for to, days in dict.fromkeys(mine) for n in range(times))
    to_others = (thanks(f"m-{a}", f"m-{b}", d, 1000 + n) for n, (a, b, d) in enumerate(others) if a != b)
    noise = tuple(replace(kudos, to=(*kudos.to, ME)) for kudos in to_others)
    found = not_thanked_lately(team(*members, kudos=once), ME, DAY)
    assert not_thanked_lately(team(*members, kudos=(*often, *noise)), ME, DAY) == found
    assert [m.name for m in found] == sorted((m.name for m in found), key=PEOPLE.index)
    assert all(m in members for m in found)  # people as they are, and nothing beside them
    assert not {f.name for f in fields(Member)} & {"count", "last", "thanked"}


@given(others_kudos)
def test_the_team_is_told_one_sentence_or_nothing(others: list[tuple[str, str, int]]) -> None:
    kudos = tuple(thanks(f"m-{a}", f"m-{b}", d, n) for n, (a, b, d) in enumerate(others) if a != b)
    snapshot = team(*(person(name) for name in PEOPLE), kudos=kudos)
    assert team_line(snapshot, DAY) in ("", EVERYONE)
