"""A hand asked for, offered, answered and thanked for, by several machines; and what is left of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.clock import Clock
from store.errors import UsageError
from store.records import HelpFlag
from store.rules import hands
from store.settings import Home
from store.team import Team
from tests.conftest import NOW
from tests.hostile import HOSTILE
from tests.soak import examples

FRIDAY = date(2026, 11, 27)


@pytest.fixture
def zoe(team: Team, make_home: Callable[[str], Home], clock: Clock) -> Team:
    return Team.join(make_home("zoe"), clock, team.folder, "@zoe")


def in_step(*teams: Team) -> None:
    for team in (*teams, *teams):
        team.sync()


def mine(team: Team) -> HelpFlag | None:
    return hands.flags_up(team.snapshot(), team.clock.now()).get(team.me)


def for_me(team: Team) -> list[str]:
    return [flag.text for flag in hands.flags_for(team.snapshot(), team.me, team.clock.now())]


def holds(text: str, *teams: Team) -> list[Path]:
    """The files in the homes of those machines, and in the folder, that hold a text."""
    places = [*(team.replica.path.parents[2] for team in teams), teams[0].folder]
    files = (path for place in places for path in place.rglob("*") if path.is_file())
    return [path for path in files if text.encode() in path.read_bytes()]


def test_a_hand_is_asked_for_offered_and_thanked_for(team: Team, ben: Team) -> None:
    flag = team.raise_flag("The release notes")
    assert (flag.since, flag.until, flag.kind) == (date(2026, 11, 23), FRIDAY, "swamped")
    in_step(team, ben)
    assert for_me(ben) == ["The release notes"]
    ben.offer_help(flag.id, "I have half an hour this afternoon.")
    in_step(ben, team)
    (offer,) = hands.offers_to_answer(team.snapshot(), team.me, team.clock.now())
    assert (offer.member, offer.text) == (ben.me, "I have half an hour this afternoon.")
    team.answer_offer(flag.id, ben.me, "yes")
    in_step(team, ben)
    (answered,) = hands.answers_to_me(ben.snapshot(), ben.me, ben.clock.now())
    assert answered.offer.answer == "yes"
    team.lower_flag([ben.me])
    in_step(team, ben)
    assert mine(team) is None
    assert for_me(ben) == []
    assert hands.thanks_due(team.snapshot(), team.me, team.clock.now()) == (ben.me,)
    team.give_kudos([ben.me], "When the notes were due, you sat down with me.")
    assert hands.thanks_due(team.snapshot(), team.me, team.clock.now()) == ()
    in_step(team, ben)
    assert team.snapshot().help_flags == ben.snapshot().help_flags == ()


def test_b4a_only_its_owner_lowers_answers_and_says_who_helped(team: Team, ben: Team, zoe: Team) -> None:
    flag = team.raise_flag("The release notes")
    in_step(team, ben, zoe)
    ben.offer_help(flag.id, "I could take a piece of it.")
    in_step(ben, zoe)
    for attempt in (
        lambda: zoe.answer_offer(flag.id, ben.me, "no"),
        lambda: ben.answer_offer(flag.id, ben.me, "yes"),
        lambda: zoe.helped_by(flag.id, [ben.me]),
    ):
        with pytest.raises(UsageError, match="Only Ana can"):
            attempt()
    with pytest.raises(UsageError, match="no flag up"):
        zoe.lower_flag()
    with pytest.raises(UsageError, match="not offered"):
        zoe.withdraw_offer(flag.id)
    zoe.raise_flag("Mine")  # one's own takes nothing from others
    in_step(zoe, ben, team)
    still = mine(team)
    assert still is not None
    assert [o.member for o in still.offers] == [ben.me]


def test_b4b_not_needed_ends_it_and_only_thanks_are_left(team: Team, ben: Team) -> None:
    flag = team.raise_flag("The release notes")
    in_step(team, ben)
    ben.offer_help(flag.id, "Words-of-an-offer, this afternoon")
    in_step(ben, team)
    team.answer_offer(flag.id, ben.me, "no")
    in_step(team, ben)
    assert hands.offers_to_answer(team.snapshot(), team.me, team.clock.now()) == ()
    (left,) = hands.my_offers(ben.snapshot(), ben.me, ben.clock.now())
    assert (left.offer.answer, left.offer.text) == ("no", "")
    assert for_me(ben) == []
    assert holds("Words-of-an-offer", team, ben) == []
    for attempt in (lambda: ben.offer_help(flag.id, "Really not?"), lambda: ben.withdraw_offer(flag.id)):
        with pytest.raises(UsageError, match=r"Ana: All good, thank you\."):
            attempt()
    team.lower_flag()
    in_step(team, ben)
    assert ben.replica.state().get("help", {}) == team.replica.state().get("help", {}) == {}


def test_b4b_an_answer_can_be_taken_back(team: Team, ben: Team) -> None:
    flag = team.raise_flag("The release notes")
    in_step(team, ben)
    ben.offer_help(flag.id, "This afternoon?")
    in_step(ben, team)
    team.answer_offer(flag.id, ben.me, "no")
    assert team.undo() == "say that it is not needed"
    (offer,) = hands.offers_to_answer(team.snapshot(), team.me, team.clock.now())
    assert offer.text == "This afternoon?"


def test_b4c_it_ends_by_itself_and_its_words_go(team: Team, ben: Team, clock: Clock) -> None:
    flag = team.raise_flag("Words-of-a-flag")
    in_step(team, ben)
    ben.offer_help(flag.id, "Words-of-an-offer")
    in_step(ben, team)
    clock.fixed = datetime.fromisoformat("2026-11-27T23:00:00+01:00")
    in_step(team, ben)
    assert mine(team) is not None
    clock.fixed = datetime.fromisoformat("2026-11-28T01:00:00+01:00")
    assert mine(team) is None
    assert hands.my_offers(ben.snapshot(), ben.me, ben.clock.now()) == ()
    in_step(ben)
    assert holds("Words-of-a-flag", team, ben)  # only its owner takes it away …
    team.sync()
    assert b"Words-of" not in (team.folder / "amity.json").read_bytes()  # … in one go
    in_step(team, ben)
    assert holds("Words-of-a-flag", team, ben) == holds("Words-of-an-offer", team, ben) == []
    assert team.replica.state().get("help", {}) == {}


def test_b4c_the_dashboard_takes_it_away_as_well(
    team: Team, make_home: Callable[[str], Home], clock: Clock
) -> None:
    team.raise_flag("Words-of-a-flag")
    clock.fixed = datetime.fromisoformat("2026-11-28T01:00:00+01:00")
    opened, moved = Team.open(make_home("ana"), clock, team.folder), Event()
    opened.start(moved.set)
    try:
        assert moved.wait(20)
        assert opened.replica.state().get("help", {}) == {}
    finally:
        opened.close()


def test_b4c_whom_i_said_yes_to_is_still_to_be_thanked(team: Team, ben: Team, clock: Clock) -> None:
    flag = team.raise_flag("The release notes")
    in_step(team, ben)
    ben.offer_help(flag.id, "This afternoon?")
    in_step(ben, team)
    team.answer_offer(flag.id, ben.me, "yes")
    clock.fixed = datetime.fromisoformat("2026-11-30T09:00:00+01:00")
    in_step(team, ben)
    assert hands.thanks_due(team.snapshot(), team.me, clock.now()) == (ben.me,)
    team.dismiss_thanks(ben.me)
    assert hands.thanks_due(team.snapshot(), team.me, clock.now()) == ()
    assert team.replica.state().get("help", {}) == {}


def test_how_long_it_stays_is_up_to_me_for_five_days(team: Team) -> None:
    assert team.raise_flag("Today only", until=date(2026, 11, 23)).until == date(2026, 11, 23)
    with pytest.raises(UsageError, match="over already"):
        team.raise_flag("Gone", until=date(2026, 11, 22))
    for day in (date(2026, 11, 28), date(2999, 1, 1)):
        with pytest.raises(UsageError, match="2026-11-27"):
            team.raise_flag("Longer", until=day)
    team.set_away(team.me, date(2026, 11, 24), date(2026, 11, 25))
    assert team.raise_flag("Longer", until=date(2026, 12, 1)).until == date(2026, 12, 1)


def test_one_flag_a_person_at_a_time(team: Team, ben: Team) -> None:
    team.raise_flag("The release notes")
    team.raise_flag("", kind="free")
    assert [(f.kind, f.text) for f in team.snapshot().help_flags] == [("free", "")]
    assert team.undo() == "say that you can lend a hand"
    assert [(f.kind, f.text) for f in team.snapshot().help_flags] == [("swamped", "The release notes")]
    in_step(team, ben)
    assert for_me(ben) == ["The release notes"]


def test_two_machines_of_one_person_raise_one(team: Team, make_home: Callable[[str], Home]) -> None:
    clock = Clock(datetime.fromisoformat(NOW) + timedelta(seconds=1))
    laptop = Team.join(make_home("laptop"), clock, team.folder, "@ana")
    team.raise_flag("From the desk")
    laptop.raise_flag("From the train")
    in_step(team, laptop)
    assert mine(team) == mine(laptop)
    assert len(team.snapshot().help_flags) == len(laptop.snapshot().help_flags) == 1


def test_lowering_can_be_taken_back_with_what_was_offered(team: Team, ben: Team) -> None:
    flag = team.raise_flag("The release notes", to=[ben.me])
    in_step(team, ben)
    ben.offer_help(flag.id, "This afternoon?")
    in_step(ben, team)
    team.lower_flag([ben.me])
    assert team.undo() == "lower your flag"
    back = mine(team)
    assert back is not None
    assert (back.text, back.to, [o.text for o in back.offers]) == (
        "The release notes",
        (ben.me,),
        ["This afternoon?"],
    )
    assert hands.thanks_due(team.snapshot(), team.me, team.clock.now()) == ()
    in_step(team, ben)
    ben.withdraw_offer(back.id)
    in_step(ben, team)
    assert hands.offers_to_answer(team.snapshot(), team.me, team.clock.now()) == ()
    assert ben.undo() == "take an offer back"
    in_step(ben, team)
    assert len(hands.offers_to_answer(team.snapshot(), team.me, team.clock.now())) == 1


def test_what_is_taken_back_leaves_no_word_anywhere(team: Team, ben: Team) -> None:
    flag = team.raise_flag("The release notes")
    in_step(team, ben)
    ben.offer_help(flag.id, "Words-of-an-offer")
    in_step(ben, team)
    ben.withdraw_offer(flag.id)
    team.undo()
    team.raise_flag("Words-of-a-flag")
    in_step(team, ben)
    team.undo()
    in_step(team, ben)
    for words in ("release notes", "Words-of-an-offer", "Words-of-a-flag"):
        assert holds(words, team, ben) == []


def test_who_can_be_asked_and_who_can_offer(team: Team, ben: Team, zoe: Team) -> None:
    with pytest.raises(UsageError, match="know it already"):
        team.raise_flag("?", to=[team.me])
    team.remove_member(team.find_member("李").id)
    with pytest.raises(UsageError, match="has left"):
        team.raise_flag("?", to=[team.find_member("李").id])
    with pytest.raises(UsageError, match="longer than"):
        team.raise_flag("x" * 401)
    with pytest.raises(UsageError, match="name the others"):
        team.helped_by(team.raise_flag("?").id, [team.me])
    flag = team.raise_flag("The release notes", to=[ben.me])
    in_step(team, ben, zoe)
    with pytest.raises(UsageError, match="no longer up"):
        zoe.offer_help(flag.id, "I see it in the file")
    with pytest.raises(UsageError, match="your own"):
        team.offer_help(flag.id, "To myself")
    free = zoe.raise_flag("An hour free", kind="free")
    in_step(zoe, ben)
    with pytest.raises(UsageError, match="ask them"):
        ben.offer_help(free.id, "Me too")
    with pytest.raises(UsageError, match="empty"):
        ben.offer_help(flag.id, " \n")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_what_others_write_is_cleaned(team: Team, ben: Team, text: str) -> None:
    try:
        flag = team.raise_flag(text)
    except UsageError:
        return
    assert "\x1b" not in flag.text
    assert "\u202e" not in flag.text
    assert "\n" not in flag.text


# Any order of what two machines do


class Pair:
    """Ana and Ben, each with a folder of their own in which the other's file appears now and then."""

    def __init__(self, place: Path) -> None:
        self.clock = Clock(datetime.fromisoformat(NOW))
        homes = [Home(place / name / "config", place / name / "data") for name in ("ana", "ben")]
        ana = Team.begin(homes[0], self.clock, place / "shared", "Harbour", "Ana", timezone="UTC")
        ben = Team.join(homes[1], self.clock, place / "shared", "Ben", timezone="UTC")
        ana.sync()
        self.teams = [ana, ben]

    def do(self, who: int, what: str) -> None:
        """Something that one of them tries, whether it makes sense or not."""
        me, other = self.teams[who], self.teams[1 - who]
        self.clock.fixed = self.clock.now() + timedelta(hours=5)
        theirs = hands.flags_up(me.snapshot(), self.clock.now()).get(other.me)
        own = mine(me)
        try:
            match what:
                case "sync":
                    me.sync()
                case "raise":
                    me.raise_flag("A hand, please")
                case "lower":
                    me.lower_flag()
                case "helped" if own:
                    me.helped_by(own.id, [other.me])
                case "yes" | "no" if own:
                    me.answer_offer(own.id, other.me, "yes" if what == "yes" else "no")
                case "offer" if theirs:
                    me.offer_help(theirs.id, "Some time today?")
                case "withdraw" if theirs:
                    me.withdraw_offer(theirs.id)
                case "undo":
                    me.undo()
        except UsageError:
            pass


DOINGS = ("sync", "raise", "lower", "helped", "yes", "no", "offer", "withdraw", "undo")


@settings(max_examples=examples(20), suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 1), st.sampled_from(DOINGS)), max_size=16))
def test_any_order_of_asking_offering_and_answering_ends_the_same(doings: list[tuple[int, str]]) -> None:
    with TemporaryDirectory() as place:
        pair = Pair(Path(place))
        for who, what in [(0, "raise"), (0, "sync"), (1, "sync"), *doings]:
            pair.do(who, what)
        in_step(*pair.teams)
        ana, ben = pair.teams
        assert ana.snapshot() == ben.snapshot()
        up = [f for f in ana.snapshot().help_flags if f.lowered is None]
        assert len({f.member for f in up}) == len(up)  # one a person
        quiet = [team.replica.path.read_bytes() for team in pair.teams]
        in_step(*pair.teams)
        assert [team.replica.path.read_bytes() for team in pair.teams] == quiet  # nobody answers anybody
        pair.clock.fixed = pair.clock.now() + timedelta(days=40)
        in_step(*pair.teams)
        assert ana.snapshot().help_flags == ben.snapshot().help_flags == ()
        assert not holds("A hand, please", ana, ben)
        assert not holds("Some time today?", ana, ben)
