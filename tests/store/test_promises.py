"""My promises: kept, moved, shared on purpose, and gone for good; who finds which words in which file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from store.clock import Clock
from store.errors import UsageError
from store.notebook import Notebook
from store.promises import MyPromises
from store.records import SharedPromise
from store.settings import Home
from store.sync.document import decode
from store.sync.replica import Edit
from store.sync.timing import Timing
from store.team import Team
from store.text import LINE_LIMIT
from tests.hostile import HOSTILE

TODAY = date(2026, 11, 23)
FRIDAY, TUESDAY = date(2026, 11, 27), date(2026, 12, 1)
WORDS = "Zahlen für die Mole"
MOVED = "2026-11-27"


@pytest.fixture
def notebook(make_home: Callable[[str], Home], clock: Clock, team: Team) -> Notebook:
    return Notebook.open(make_home("ana"), clock, team.id, team.folder)


@pytest.fixture
def mine(team: Team, notebook: Notebook, clock: Clock) -> MyPromises:
    return MyPromises(team, notebook, clock)


@pytest.fixture
def to(team: Team) -> str:
    return team.find_member("ben").id


def holding(root: Path, secret: str = WORDS) -> list[str]:
    """All files below `root` in whose bytes the words are."""
    files = (path for path in root.rglob("*") if path.is_file())
    return sorted(path.name for path in files if secret.encode() in path.read_bytes())


def in_step(*teams: Team) -> None:
    for team in teams * 2:
        team.engine.inbox.timing = Timing(read_pauses=(0.0, 0.0), heal=0.0, tidy=0.0)
        assert team.sync().status.condition == "in step"


# Mine alone


def test_b2b_a_promise_moved_early_has_its_new_date_a_message_and_its_history(
    mine: MyPromises, to: str
) -> None:
    promise = mine.notebook.add_promise("figures", to, FRIDAY)
    moved, message = mine.move(promise.id, TUESDAY)
    assert (moved.by, moved.moved) == (TUESDAY, (FRIDAY,))
    assert message == (
        "Hi Ben, the figures will be with you on Tuesday 1 December instead of Friday. "
        "If that makes things hard for you, tell me and we will find a way."
    )
    again, _ = mine.move(promise.id, date(2026, 12, 4))
    assert again.moved == (FRIDAY, TUESDAY)
    assert mine.notebook.private().promises == (again,)


def test_the_message_can_be_had_again(mine: MyPromises, to: str, clock: Clock) -> None:
    promise = mine.notebook.add_promise("figures", to, FRIDAY)
    assert mine.message(promise) == ""
    moved, message = mine.move(promise.id, TUESDAY)
    assert mine.message(moved) == message
    later = MyPromises(mine.team, mine.notebook, Clock(datetime.fromisoformat("2026-11-28T09:00:00+01:00")))
    assert later.message(moved) == "Hi Ben, the figures will be with you on Tuesday 1 December."


def test_what_cannot_be_moved(mine: MyPromises) -> None:
    promise = mine.notebook.add_promise("figures", "", FRIDAY)
    with pytest.raises(UsageError, match="already"):
        mine.move(promise.id, FRIDAY)
    mine.finish(promise.id)
    with pytest.raises(UsageError, match="reopen it first"):
        mine.move(promise.id, TUESDAY)
    assert mine.notebook.find_promise(promise.id).moved == ()


def test_a_promise_without_a_day_gets_one(mine: MyPromises) -> None:
    moved, message = mine.move(mine.notebook.add_promise("figures").id, TUESDAY)
    assert (moved.by, moved.moved) == (TUESDAY, ())
    assert message == "Hi, the figures will be ready on Tuesday 1 December."


def test_kept_and_opened_again(mine: MyPromises, to: str) -> None:
    promise = mine.notebook.add_promise("figures", to, FRIDAY)
    assert mine.finish(promise.id).done == TODAY
    assert mine.reopen(promise.id) == promise
    changed = mine.change(promise.id, "the figures", "", None)
    assert (changed.text, changed.to, changed.by, changed.moved) == ("the figures", "", None, ())


def test_they_are_named_by_the_beginning_of_an_id(mine: MyPromises) -> None:
    first, second = (mine.notebook.add_promise(text) for text in ("one", "two"))
    assert mine.notebook.find_promise(first.id[:20]) == first
    assert mine.notebook.find_promise(second.id) == second
    for wrong, words in (("p-", "More than one"), ("q-1", "There is no promise")):
        with pytest.raises(UsageError, match=words):
            mine.notebook.find_promise(wrong)


@pytest.mark.parametrize("command", ["move_promise", "finish_promise"])
def test_what_is_not_there_is_an_error(notebook: Notebook, command: str) -> None:
    with pytest.raises(UsageError, match="There is no promise"):
        getattr(notebook, command)("p-nowhere", TODAY)
    for other in ("reopen_promise", "remove_promise"):
        with pytest.raises(UsageError, match="There is no promise"):
            getattr(notebook, other)("p-nowhere")


def test_a_promise_is_one_line(notebook: Notebook) -> None:
    with pytest.raises(UsageError, match="longer than"):
        notebook.add_promise("x" * (LINE_LIMIT + 1))
    with pytest.raises(UsageError, match="empty"):
        notebook.add_promise("\x00 ")
    assert notebook.private().promises == ()


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:24]))
def test_hostile_words(mine: MyPromises, text: str, to: str) -> None:
    promise = mine.notebook.add_promise(f"x {text[:300]} end", to, FRIDAY)
    assert promise.text.startswith("x ")
    assert not {"\x1b", "\x9b", "\x00", "\u202e", "\n"} & set(promise.text)
    assert mine.team.share_promise(promise).text == promise.text


def test_removed_for_good_it_is_in_no_file(mine: MyPromises, to: str) -> None:
    notebook, root = mine.notebook, mine.notebook.replica.path.parent
    kept = notebook.add_promise("Another one", to, FRIDAY)
    promise = notebook.add_promise(f"{WORDS}.", to, TODAY)
    about = {
        "action": "reliable.due-with-person",
        "trigger": "commitment_due",
        "why": [f"{WORDS}, for Ben: is due"],
    }
    notebook.pin(TODAY, about)  # what was suggested for the day is kept as well
    other = {**about, "why": ["Another one: is due"]}
    notebook.pin(date(2026, 11, 20), other)
    assert len(holding(root)) >= 2  # this file, and the one before
    mine.remove(promise.id)
    assert holding(root) == []
    assert notebook.private().promises == (kept,)
    assert (notebook.pinned(TODAY), notebook.pinned(date(2026, 11, 20))) == (None, other)


def test_a_corrected_word_is_in_no_file(mine: MyPromises) -> None:
    promise = mine.notebook.add_promise(WORDS)
    mine.notebook.add_promise("Another one")
    mine.change(promise.id, "numbers")
    assert holding(mine.notebook.replica.path.parent) == []


# Shared on purpose


def test_nothing_of_it_is_shared_by_itself(mine: MyPromises, to: str, team: Team, tmp_path: Path) -> None:
    promise = mine.notebook.add_promise(WORDS, to, FRIDAY)
    mine.notebook.set_draft("promises", WORDS)
    mine.move(promise.id, TUESDAY)
    mine.finish(promise.id)
    mine.reopen(promise.id)
    mine.change(promise.id, f"{WORDS} im Hafen", to, TUESDAY)
    mine.put_back(promise, False)
    in_step(team)
    assert holding(team.folder) == holding(team.replica.path.parent) == []
    private = mine.notebook.replica.path.parent
    assert holding(tmp_path) == holding(private)  # in no log either
    kept = [p for p in private.rglob("*") if p.is_file() and p.name in holding(private)]
    assert [oct(p.stat().st_mode & 0o077) for p in kept] == ["0o0"] * len(kept) != []
    assert not [p for p in (team.folder, team.replica.path.parent) if holding(p, promise.id)]
    assert team.snapshot().promises == ()


def test_sharing_shows_words_person_and_day_and_nothing_else(
    mine: MyPromises, to: str, team: Team, ben: Team
) -> None:
    promise = mine.notebook.add_promise(WORDS, to, FRIDAY)
    mine.move(promise.id, TUESDAY)
    mine.share(promise.id)
    in_step(team, ben)
    assert ben.snapshot().promises == (SharedPromise(promise.id, team.me, WORDS, to, TUESDAY),)
    assert mine.is_shared(promise.id)
    assert holding(team.folder, MOVED) == []
    ((_, doc),) = decode(team.engine.folder.file.read_bytes()).state["promises"].items()
    assert set(doc) == {"_t", "id", "member", "text", "to", "by"}


def test_a_shared_one_is_kept_up_to_date(mine: MyPromises, to: str, team: Team, ben: Team) -> None:
    promise = mine.notebook.add_promise("figures", to, FRIDAY)
    mine.share(promise.id)
    mine.move(promise.id, TUESDAY)
    mine.change(promise.id, "all figures", to, TUESDAY)
    mine.finish(promise.id)
    in_step(team, ben)
    (seen,) = ben.snapshot().promises
    assert (seen.text, seen.by, seen.done) == ("all figures", TUESDAY, TODAY)
    assert holding(team.folder, MOVED) == []
    mine.reopen(promise.id)
    in_step(team, ben)
    assert ben.snapshot().promises[0].done is None


@pytest.mark.parametrize("how", ["unshare", "remove"])
def test_taken_back_it_is_in_no_shared_file(
    mine: MyPromises, to: str, team: Team, ben: Team, tmp_path: Path, how: str
) -> None:
    promise = mine.notebook.add_promise(WORDS, to, FRIDAY)
    mine.share(promise.id)
    in_step(team, ben)
    mine.move(promise.id, TUESDAY)
    (team.folder / "amity (conflicted copy).json").write_bytes(team.engine.folder.file.read_bytes())
    in_step(team, ben)
    assert holding(team.folder)
    getattr(mine, how)(promise.id)
    in_step(team, ben, team)
    assert ben.snapshot().promises == ()
    assert holding(team.folder) == holding(ben.replica.path.parent) == []
    assert bool(holding(tmp_path)) == (how == "unshare")  # my own notebook
    assert team.undo() != "share a promise"


def test_it_can_be_shared_again(mine: MyPromises, team: Team, ben: Team) -> None:
    promise = mine.notebook.add_promise("figures", "", FRIDAY)
    for number in ("", ".2", ".3"):
        mine.share(promise.id)
        in_step(team, ben)
        assert [p.id for p in ben.snapshot().promises] == [f"{promise.id}{number}"]
        assert mine.is_shared(promise.id)
        mine.unshare(promise.id)
        in_step(team, ben)
        assert ben.snapshot().promises == ()


def test_only_its_owner_has_a_say(mine: MyPromises, team: Team, ben: Team) -> None:
    promise = mine.notebook.add_promise("figures")
    mine.share(promise.id)
    in_step(team, ben)
    with pytest.raises(UsageError, match="Only whoever made"):
        ben.unshare_promise(promise.id)
    assert ben.shared_promise(promise.id) is None
    ben.share_promise(promise)  # whatever id they use, mine stays mine
    in_step(ben, team)
    assert [(p.id, p.member) for p in team.snapshot().promises] == [
        (promise.id, team.me),
        (f"{promise.id}.2", ben.me),
    ]
    with pytest.raises(UsageError, match="not shared"):
        team.unshare_promise("p-other")


def test_what_is_longer_than_a_line_is_not_shared(mine: MyPromises, clock: Clock) -> None:
    made = clock.now().isoformat()
    mine.notebook.add_promise("first")
    mine.notebook.replica.apply(lambda _: [Edit("promises", "p-long", {"text": "x" * 900, "made": made})])
    with pytest.raises(UsageError, match="longer than"):
        mine.share("p-long")
    assert mine.team.snapshot().promises == ()


@pytest.mark.parametrize("shared", [True, False])
def test_every_change_can_be_put_back(mine: MyPromises, to: str, shared: bool) -> None:
    before = mine.notebook.add_promise("figures", to, FRIDAY)
    if shared:
        mine.share(before.id)
    seen = mine.team.snapshot().promises
    changes: list[Callable[[], object]] = [
        lambda: mine.move(before.id, TUESDAY),
        lambda: mine.change(before.id, "other", "", None),
        lambda: mine.finish(before.id),
        lambda: (mine.unshare if shared else mine.share)(before.id),
    ]
    for change in changes:
        change()
        assert (mine.notebook.find_promise(before.id), mine.team.snapshot().promises) != (before, seen)
        assert mine.put_back(before, shared) == before
        now = mine.team.snapshot().promises
        assert [(p.text, p.to, p.by, p.done) for p in now] == [(p.text, p.to, p.by, p.done) for p in seen]
    mine.move(before.id, TUESDAY)
    gone = mine.notebook.find_promise(before.id)
    mine.remove(before.id)
    back = mine.put_back(gone, shared, removed=True)
    assert (back.text, back.to, back.by, back.moved) == ("figures", to, TUESDAY, (FRIDAY,))
    assert back.id != before.id
    assert mine.is_shared(back.id) == shared
    assert mine.notebook.private().promises == (back,)
