"""Cards, milestones, absences and reminders: whose they are, what may stand in them, and that they can go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from store.clock import Clock
from store.errors import UsageError
from store.notebook import Notebook
from store.records import Member
from store.rules.presence import is_away
from store.settings import Home
from store.team import Team
from store.team.milestones import MILESTONES_LIMIT
from store.team.profile import CARD_FIELDS, as_written, value_of
from tests.hostile import HOSTILE

TODAY = date(2026, 11, 23)
CARD = {
    "name": "Зоя O’Brien",
    "say": "ZOH-ya",
    "pronouns": "xe/xem, שלה",
    "timezone": "Asia/Kathmandu",
    "week": "sun-thu",
    "hours": "8–16",
    "place": "remote:mon,fri",
    "focus": "9-11",
    "open": "tue 14:00",
    "channel": "chat; 电话 if it burns",
    "feedback": "in writing",
    "thanks": "ask",
    "thanks_words": "a quiet word",
    "ask_me_about": "maps",
    "suggest": "light",
    "coffee": "yes",
    "share": "2",
}


def every_byte(*places: Path) -> bytes:
    return b"".join(f.read_bytes() for place in places for f in sorted(place.rglob("*")) if f.is_file())


def test_b7a_name_and_pronouns_are_free_text_and_all_of_a_card_is_optional(team: Team, ben: Team) -> None:
    empty = ben.myself()
    assert all(value_of(empty, f) == "" for f in ("pronouns", "say", "hours", "channel", "holidays"))
    ben.write_card(CARD)
    assert {field: value_of(ben.myself(), field) for field in CARD} == CARD
    cleared = {f.id: "" for f in CARD_FIELDS if f.id not in ("name", "timezone", "week", "place")}
    for word in ("thanks", "suggest", "coffee", "share"):
        del cleared[word]
    ben.write_card(cleared)
    assert ben.myself().pronouns == ben.myself().hours == ""
    assert not ben.myself().card
    assert ben.undo() == "change my card"
    assert value_of(ben.myself(), "say") == "ZOH-ya"


def test_a_card_is_its_owners(team: Team, ben: Team) -> None:
    before = team.snapshot().members
    ben.write_card({"channel": "chat"})
    after = ben.snapshot().members
    assert {m for m in after if after[m] != before[m]} == {ben.me}


def test_nothing_is_written_when_one_field_cannot_be(ben: Team) -> None:
    before = ben.myself()
    with pytest.raises(UsageError, match="no time zone"):
        ben.write_card({"channel": "chat", "timezone": "Mars/Base"})
    assert ben.myself() == before


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("week", "mon-", "no week"),
        ("place", "moon", "no place"),
        ("holidays", "Berlin", "no region"),
        ("suggest", "never", "yes or rarely or light or no"),
        ("channel", "x" * 401, "longer"),
        ("pronoun", "x", "Did you mean pronouns"),
        ("name", "\x1b", "empty"),
    ],
)
def test_what_cannot_stand_on_a_card(field: str, value: str, said: str) -> None:
    me = Member("m", "m", "Me", TODAY)
    with pytest.raises(UsageError, match=said):
        as_written(field, value, me)


@pytest.mark.parametrize("text", HOSTILE)
def test_any_words_are_made_safe_or_refused(text: str) -> None:
    me = Member("m", "m", "Me", TODAY)
    for field in ("name", "pronouns", "say", "ask_me_about"):
        try:
            written = str(as_written(field, text, me))
        except UsageError:
            continue
        assert "\x1b" not in written
        assert "\u202e" not in written


def test_milestones_are_shared_and_taken_back_by_their_owner_alone(
    team: Team, ben: Team, folder: Path, make_home: Callable[[str], Home]
) -> None:
    shared = ben.share_milestone(2, 29, "Learned to walk, 走路")
    ben.sync()
    team.sync()
    (known,) = team.snapshot().milestones
    assert known == shared
    assert (known.member, known.month, known.day, known.year) == (ben.me, 2, 29, None)
    with pytest.raises(UsageError, match="Only whoever"):
        team.unshare_milestone(shared.id)
    with pytest.raises(UsageError, match="share no milestone"):
        team.find_milestone(shared.id)
    ben.unshare_milestone(ben.find_milestone(shared.id[:6]).id)
    ben.sync()
    team.sync()
    ben.sync()
    assert not team.snapshot().milestones
    home = make_home("ben").config.parent
    assert "走路".encode() not in every_byte(folder, home)
    assert ben.undo() == "take a milestone back"
    assert [m.text for m in ben.snapshot().milestones] == ["Learned to walk, 走路"]


def test_milestones_tell_no_age_and_have_an_end(ben: Team) -> None:
    for day in ((2, 30, None), (13, 1, None), (2, 29, 2027)):
        with pytest.raises(UsageError, match="no such day"):
            ben.share_milestone(day[0], day[1], "x", day[2])
    with pytest.raises(UsageError, match="leave out the year"):
        ben.share_milestone(5, 24, "born", 1990)
    with pytest.raises(UsageError, match="empty"):
        ben.share_milestone(5, 24, " ")
    for number in range(MILESTONES_LIMIT):
        ben.share_milestone(1, number + 1, "x")
    with pytest.raises(UsageError, match="take one back first"):
        ben.share_milestone(5, 24, "one more")


def test_back_ends_what_covers_the_day_and_keeps_what_lies_ahead(team: Team) -> None:
    for first, last in ((20, 24), (24, 26), (27, 28)):
        team.set_away(team.me, date(2026, 11, first), date(2026, 11, last))
    open_end = team.set_away(team.me, date(2026, 12, 9))
    team.set_back(team.me, TODAY)
    days = [(a.first.day, a.last.day if a.last else None) for a in team.snapshot().absences]
    assert sorted(days) == [(9, None), (20, 22), (24, 26), (27, 28)]
    assert not is_away(team.snapshot(), team.myself(), TODAY)
    team.cancel_absence(open_end.id)
    with pytest.raises(UsageError, match="meantime"):
        team.cancel_absence(open_end.id)
    team.undo()
    team.undo()
    assert is_away(team.snapshot(), team.myself(), TODAY)


def test_an_absence_has_no_place_for_a_reason(team: Team) -> None:
    team.set_away(team.me, TODAY, date(2026, 11, 27))
    team.set_away(team.me, date(2026, 12, 24))
    for document in team.replica.state()["absences"].values():
        assert set(document) <= {"id", "_t", "member", "first", "last"}


def test_reminders_are_mine_alone(
    team: Team, clock: Clock, folder: Path, make_home: Callable[[str], Home]
) -> None:
    home = make_home("ana")
    notebook = Notebook.open(home, clock, team.id, folder)
    at = datetime.fromisoformat("2026-11-24T09:00:00+08:00")
    (ben,) = [m.id for m in team.snapshot().members.values() if m.handle == "ben"]
    kept = notebook.remind(ben, "ask about the Leuchtturm 灯塔", at)
    assert (kept.member, kept.at, kept.done) == (ben, at, None)
    later = at.replace(hour=11)
    notebook.move_reminder(kept.id, later)
    notebook.finish_reminder(kept.id, TODAY)
    assert notebook.find_reminder(kept.id[:6]).at == later
    assert notebook.find_reminder(kept.id).done == TODAY
    notebook.reopen_reminder(kept.id)
    team.sync()
    words = "灯塔".encode()
    assert words not in every_byte(folder)
    assert words not in team.replica.path.read_bytes()
    assert notebook.replica.path.stat().st_mode & 0o077 == 0
    notebook.remove_reminder(kept.id)
    assert words not in every_byte(folder, home.config.parent)
    assert notebook.private().reminders == ()
    with pytest.raises(UsageError, match="There is no reminder"):
        notebook.finish_reminder(kept.id, TODAY)


def test_the_file_stays_one_that_others_read(team: Team) -> None:
    team.write_card({"say": "AH-na", "role.note_taker": "out"})
    team.share_milestone(5, 24, "x", 2027)
    team.sync()
    assert {m["year"] for m in team.replica.state()["milestones"].values()} == {2027}
    assert team.snapshot().odd == 0
