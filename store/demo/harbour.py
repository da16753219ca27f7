"""The team Harbour, seen by Ana."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

from store.clock import Clock
from store.demo.coffee import chats
from store.demo.hands import add_hands
from store.demo.notes import remember
from store.demo.people import share_cards
from store.demo.promises import keep_promises, share_promises
from store.notebook import Notebook
from store.records import Answer, Meeting
from store.rules import calendar, rotation
from store.settings import Home, Membership, Settings
from store.snapshot import SnapshotBuilder
from store.sync.document import State, key_of, new_state
from store.sync.merge import Keys, edited
from store.team import Team
from store.team.meetings import occurrence_id

_TEAM: Final = "t-harbour"
_ME: Final = "m-ana"
_HISTORY: Final = timedelta(days=122)
_BERLIN: Final = "Europe/Berlin"


class _Person(NamedTuple):
    handle: str
    name: str
    timezone: str = _BERLIN
    extra: dict[str, Any] = {}  # noqa: RUF012 - never changed


_REMOTE: Final = {"places": ["remote"] * 7}
_PEOPLE: Final = (
    _Person("ana", "Ana Petrović"),
    _Person("ben", "Ben Ødegård", "Europe/Oslo", _REMOTE),
    _Person("chi", "Chi Nwosu"),
    _Person("dee", "Dee Ramachandran", _BERLIN, {"week": [1, 2, 3], "share": 2}),
    _Person("eli", "Eli Brandt"),
    _Person("li", "李 雷", "America/Chicago", _REMOTE),
    _Person("noor", "Noor Haddad"),
    _Person("sam", "Sam Okafor"),
    _Person("zoe", "Zoë Krüger"),
)
_NEW: Final = "m-zoe"
_AWAY: Final = "m-eli"

_WHEN: Final = (
    "When the import broke on Tuesday,",
    "In the review this morning,",
    "While half of us were at the fair,",
    "On the call with the harbour office,",
    "When I asked about the billing rules,",
    "Before the release went out,",
    "In the middle of the noisy week,",
    "When the customer changed everything again,",
    "At the retro,",
    "While I was new to the map code,",
)
_WHAT: Final = (
    "you stayed calm and took it apart with me, line by line",
    "you asked the question that none of us dared to ask",
    "you wrote down what we had agreed, in words that everyone could use",
    "you answered with the exact paragraph that mattered",
    "you noticed that the date was wrong and said so kindly",
    "you made room for the two who had not spoken yet",
    "you explained it a second time without a sigh",
    "you took over the inbox without being asked twice",
    "you drew the whole thing on one page",
    "you said early that it would be late, so we could move the demo",
)
_SO: Final = (
    "so I could finish the same day.",
    "and the whole room breathed out.",
    "which saved me an afternoon of searching.",
    "so nobody had to stay late.",
    "and I learned something that I will use for years.",
    "so the hand-over took ten minutes instead of two hours.",
    "and the customer thanked us for it.",
)
_THEMES: Final = ("help", "craft", "reliability", "inclusion", "communication", "learning", "remote", "")
_DONE: Final = (
    (2, "communicate.share-good-news"),
    (3, "reliable.handover-note"),
    (5, "trust.honest-status"),
    (8, "respect.days-that-matter"),
    (9, "help.open-half-hour"),
    (12, "include.who-is-missing"),
    (13, "appreciate.unseen-work"),
    (16, "communicate.sum-up-thread"),
    (18, "interest.second-question"),
)
"""What Ana did, each so many working days ago."""

_FOR_ELI: Final = (
    ("chi", "May your new year have more mornings than meetings."),
    ("ana", "Many happy returns, Eli. Thank you for every second look at my drafts."),
    ("li", "生日快乐!"),
)
_FOR_ANA: Final = (
    ("noor", "Two years, and I still look for your name first in every review: you ask before you judge."),
    ("ben", "You taught me to draw the map before the code.\n\nI am glad that you are here."),
    ("sam", "Thank you for the tea on the day the import broke."),
)
_EMOJI: Final = ("👏", "🎉", "💛", "🙌")


def build_demo(home: Home, folder: Path, clock: Clock, *, kudos: int = 320) -> Team:
    """The team Harbour in that folder, seen by Ana, with four months behind it that end now.

    The same clock gives the same bytes. `folder` is made. Raises `StoreError` kinds when the disk refuses.
    """
    folder.mkdir(parents=True, exist_ok=True)
    settings = Settings(home)
    settings.remember(Membership(_TEAM, "Harbour", folder, _ME))
    team = Team.open(home, clock, folder)
    now = clock.now()
    chance = random.Random(20261123)
    state = _people(now)
    share_cards(state, now, _stamp(now - _HISTORY + timedelta(hours=1)))
    state["kudos"] = dict(_kudos(chance, now, number) for number in range(kudos))
    state["meetings"] = {key_of(m["id"]): m for m in _meetings(now)}
    state["occurrences"] = _history(state, now)
    state["cards"] = {key_of(c["id"]): c for c in _cards(now)}
    state["coffee"] = chats(state, now, _stamp(now - timedelta(days=1)))
    add_hands(state, now)
    share_promises(state, now, _stamp(now - timedelta(days=2)))
    team.replica.absorb(state)
    team.sync(30)
    notebook = Notebook.open(home, clock, _TEAM, folder)
    _notes(notebook, now)
    keep_promises(notebook, now)
    remember(notebook, now)
    return team


def build_empty(home: Home, folder: Path, clock: Clock) -> Team:
    """The same team on its first day, with nobody in it but Ana."""
    folder.mkdir(parents=True, exist_ok=True)
    Settings(home).remember(Membership(_TEAM, "Harbour", folder, _ME))
    team = Team.open(home, clock, folder)
    state = _people(clock.now())
    ana = key_of(_ME)
    team.replica.absorb({"_meta": state["_meta"], "members": {ana: state["members"][ana]}})
    team.sync(30)
    return team


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%S}.000-0000-harb0r"


def _document(identity: str, fields: dict[str, Any], moment: datetime) -> dict[str, Any]:
    return {**edited(None, fields, _stamp(moment)), "id": identity}


def _people(now: datetime) -> State:
    begun = now - _HISTORY
    today = now.date()
    state = new_state(_TEAM, "Harbour", "amity 0.1", _stamp(begun))
    state["members"] = {}
    for person in _PEOPLE:
        identity = f"m-{person.handle}"
        joined = _working_days_before(today, 3) if identity == _NEW else begun.date()
        fields = {"handle": person.handle, "name": person.name, "timezone": person.timezone}
        document = _document(identity, {**fields, "joined": joined.isoformat(), **person.extra}, begun)
        state["members"][key_of(identity)] = document
    monday = today - timedelta(days=today.weekday())
    absence = {"member": _AWAY, "first": monday.isoformat(), "last": (monday + timedelta(days=2)).isoformat()}
    state["absences"] = {key_of("a-eli"): _document("a-eli", absence, now - timedelta(days=10))}
    return state


def _working_days_before(day: date, count: int) -> date:
    while count:
        day -= timedelta(days=1)
        count -= day.weekday() < 5
    return day


def _kudos(chance: random.Random, now: datetime, number: int) -> tuple[str, dict[str, Any]]:
    """A kudos; the more of them, the closer they lie, all within the history."""
    ids = [f"m-{p.handle}" for p in _PEOPLE]
    giver, *others = chance.sample(ids, 4)
    to = others[: chance.choice((1, 1, 1, 1, 2, 3))]
    age = timedelta(minutes=35) + (_HISTORY - timedelta(days=1)) * (chance.random() ** 1.3)
    given = (now - age).replace(microsecond=0)
    fields: dict[str, Any] = {
        "from": giver,
        "to": to,
        "text": f"{chance.choice(_WHEN)} {chance.choice(_WHAT)}, {chance.choice(_SO)}",
        "given": given.isoformat(),
    }
    if theme := chance.choice(_THEMES):
        fields["theme"] = theme
    fans = chance.sample([i for i in ids if i != giver], chance.choice((0, 0, 1, 1, 2, 3)))
    if fans:
        fields["reactions"] = Keys({f"{fan}:{chance.choice(_EMOJI)}": True for fan in fans})
    identity = f"k-{number:05}"
    return key_of(identity), _document(identity, fields, given)


def _meetings(now: datetime) -> list[dict[str, Any]]:
    first = (now - _HISTORY).date()
    monday = (first - timedelta(days=first.weekday())).isoformat()
    usual = ["facilitator", "note_taker", "timekeeper"]
    rows = (
        ("s-standup", "Standup", "09:30", calendar.rule_for("weekday", (), first), 15, usual),
        ("s-planning", "Planning", "11:00", calendar.rule_for("week", (1,), first), 60, usual[:2]),
        (
            "s-retro",
            "Retro",
            "14:00",
            calendar.rule_for("2weeks", (3,), first),
            60,
            [*usual, "icebreaker_host"],
        ),
    )
    return [
        _document(
            identity,
            {
                "name": name,
                "time": at,
                "timezone": _BERLIN,
                "rule": rule,
                "first": monday,
                "minutes": minutes,
                "roles": roles,
                "members": [],
            },
            now - _HISTORY,
        )
        for identity, name, at, rule, minutes, roles in rows
    ]


def _history(state: State, now: datetime) -> dict[str, dict[str, Any]]:
    """The meetings held so far, with the roles that the rule gives them."""
    snapshot = SnapshotBuilder().build(state)
    table: dict[str, dict[str, Any]] = {}
    for meeting in snapshot.meetings.values():
        begun = now.date() - _HISTORY
        days = calendar.between(meeting, begun, now.date() - timedelta(days=1))
        for plan in rotation.plans(snapshot, meeting, days, begun):
            members = [m.id for m in snapshot.members_of(meeting, plan.day)]
            pin = {
                "at": _start(meeting, plan.day).isoformat(),
                "slots": {seat.role: seat.member or "" for seat in plan.seats},
                "members": members,
                "present": [m for m in members if m not in plan.away],
            }
            identity = occurrence_id(meeting.id, plan.day)
            fields = {"meeting": meeting.id, "day": plan.day.isoformat(), "pins": Keys({"r-harbour": pin})}
            table[key_of(identity)] = _document(identity, fields, _start(meeting, plan.day))
    return table


def _cards(now: datetime) -> Iterator[dict[str, Any]]:
    """A card that opens on Friday, and one for Ana that was opened a while ago."""
    today = now.date()
    for identity, to, occasion, opens, by, lines in (
        ("c-eli", "eli", "Birthday", today + timedelta(days=4 - today.weekday()), "chi", _FOR_ELI),
        ("c-ana", "ana", "Two years with us", today - timedelta(days=12), "noor", _FOR_ANA),
    ):
        written = now - timedelta(days=13)
        signatures = {
            f"m-{member}": {"text": text, "at": (written + timedelta(hours=number)).isoformat()}
            for number, (member, text) in enumerate(lines)
        }
        fields = {"to": f"m-{to}", "occasion": occasion, "opens": opens.isoformat(), "by": f"m-{by}"}
        yield _document(identity, {**fields, "signatures": Keys(signatures)}, written)


def _start(meeting: Meeting, day: date) -> datetime:
    return calendar.start_of(meeting, day)


def _notes(notebook: Notebook, now: datetime) -> None:
    today = datetime.combine(now.date(), time(), UTC).date()
    notebook.add_promise("Review the import notes", "m-noor", today + timedelta(days=1))
    for back, action in _DONE:
        day = _working_days_before(today, back)
        at = datetime.combine(day, time(9, 20), UTC)
        for kind in ("shown", "done"):
            notebook.answer(Answer(day, at, kind, action, action.partition(".")[0]))
