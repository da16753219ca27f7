"""The private notebook: what it keeps, where, and that nobody else gets to see it."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from store.clock import Clock
from store.errors import StoreError, UsageError
from store.notebook import Notebook
from store.records import Answer
from store.settings import Home
from store.sync.replica import Edit
from store.team import Team
from tests.hostile import HOSTILE

TODAY = date(2026, 11, 23)


@pytest.fixture
def notebook(make_home: Callable[[str], Home], clock: Clock, team: Team) -> Notebook:
    return Notebook.open(make_home("ana"), clock, team.id, team.folder)


def answer(kind: str, clock: Clock) -> Answer:
    return Answer(TODAY, clock.now(), kind, "trust.keep-confidence", "trust")  # type: ignore[arg-type]


def test_notes_come_back_and_end(notebook: Notebook) -> None:
    note = notebook.add_note("m-1", "asked about\nthe move", TODAY)
    assert notebook.private().notes == (note,)
    notebook.postpone_note(note.id, TODAY + timedelta(3))
    assert notebook.private().notes[0].follow_up == TODAY + timedelta(3)
    notebook.finish_note(note.id, TODAY)
    assert notebook.private().notes[0].done == TODAY


def test_promises_are_kept(notebook: Notebook) -> None:
    promise = notebook.add_promise("Review the import", "m-1", TODAY)
    assert (promise.text, promise.to, promise.by, promise.done) == ("Review the import", "m-1", TODAY, None)
    notebook.finish_promise(promise.id, TODAY)
    assert notebook.private().promises[0].done == TODAY


@pytest.mark.parametrize("command", ["finish_note", "finish_promise", "postpone_note"])
def test_what_is_not_there_is_an_error(notebook: Notebook, command: str) -> None:
    with pytest.raises(UsageError, match="There is no"):
        getattr(notebook, command)("n-nowhere", TODAY)


def test_the_last_answer_can_be_taken_back(notebook: Notebook, clock: Clock) -> None:
    for kind in ("shown", "done"):
        notebook.answer(answer(kind, clock))
    assert notebook.forget_answer(TODAY, "done")
    assert [a.kind for a in notebook.private().answers] == ["shown"]
    assert not notebook.forget_answer(TODAY, "done")


def test_the_pick_of_a_day_stays(notebook: Notebook) -> None:
    notebook.pin(TODAY, {"action": "trust.keep-confidence"})
    assert notebook.pinned(TODAY) == {"action": "trust.keep-confidence"}
    assert notebook.pinned(TODAY + timedelta(1)) is None
    notebook.pin(TODAY, None)
    assert notebook.pinned(TODAY) is None


def test_muting_and_silence_can_be_undone(notebook: Notebook) -> None:
    for kind, field in (
        ("action", "muted_actions"),
        ("principle", "muted_principles"),
        ("member", "muted_members"),
    ):
        notebook.mute(kind, "x")
        assert getattr(notebook.private(), field) == {"x"}
        notebook.mute(kind, "x", on=False)
        assert getattr(notebook.private(), field) == frozenset()
    notebook.silence(TODAY)
    assert notebook.private().silent_until == TODAY
    notebook.silence(None)
    assert notebook.private().silent_until is None


def test_ticks_belong_to_one_meeting_and_one_role(notebook: Notebook) -> None:
    tomorrow = TODAY + timedelta(1)
    notebook.tick("s-1", TODAY, "facilitator", "Open on time")
    notebook.tick("s-1", TODAY, "facilitator", "Close on time")
    notebook.tick("s-1", tomorrow, "facilitator", "Open on time")
    notebook.tick("s-1", TODAY, "timekeeper", "Say the time")
    notebook.tick("s-1", TODAY, "facilitator", "Open on time", on=False)
    assert notebook.private().ticks == {
        ("s-1", TODAY, "facilitator"): {"Close on time"},
        ("s-1", tomorrow, "facilitator"): {"Open on time"},
        ("s-1", TODAY, "timekeeper"): {"Say the time"},
    }


def test_ticks_of_long_ago_go(notebook: Notebook) -> None:
    for back in range(30, -1, -1):
        notebook.tick("s-1", TODAY - timedelta(back), "facilitator", f"{back} {'w' * 500}")
    assert {day for _, day, _ in notebook.private().ticks} == {TODAY - timedelta(n) for n in range(8)}
    assert notebook.replica.path.stat().st_size < 8_000


def test_drafts_and_what_was_seen(notebook: Notebook) -> None:
    notebook.set_draft("kudos", "Dee\nWhen you …")
    notebook.see("kudos", "2026-11-23")
    assert notebook.private().drafts == {"kudos": "Dee\nWhen you …"}
    assert notebook.private().seen == {"kudos": "2026-11-23"}
    notebook.set_draft("kudos", None)
    assert notebook.private().drafts == {}


def test_a_forgotten_draft_is_in_no_file_any_more(notebook: Notebook) -> None:
    note = notebook.add_note("m-1", "To be kept")
    notebook.set_draft("kudos", "What only the two of us know")
    notebook.set_draft("elsewhere", "Another text")
    notebook.see("kudos", "2026-11-23")

    def holding(text: bytes) -> list[str]:
        files = notebook.replica.path.parent.rglob("*")
        return [path.name for path in files if path.is_file() and text in path.read_bytes()]

    assert len(holding(b"two of us")) >= 2  # this file, and the one before
    notebook.set_draft("kudos", None)
    assert holding(b"two of us") == []
    assert len(holding(b"Another text")) == len(holding(b"To be kept")) >= 2
    assert notebook.private().drafts == {"elsewhere": "Another text"}
    assert notebook.private().notes == (note,)
    notebook.replica.path.write_bytes(b"damaged")  # what was scrubbed can still be fallen back on
    notebook.replica.storage.forget()
    assert notebook.private().notes == (note,)


def test_it_is_the_same_object_while_nothing_changes(notebook: Notebook) -> None:
    notebook.add_note("m-1", "x")
    assert notebook.private() is notebook.private()


def test_nothing_of_it_is_in_the_shared_folder(notebook: Notebook, team: Team) -> None:
    secret = "something between Ana and me"
    notebook.add_note(team.me, secret)
    notebook.add_promise(secret)
    notebook.set_draft("kudos", secret)
    team.sync()
    assert not [p for p in team.folder.rglob("*") if p.is_file() and secret.encode() in p.read_bytes()]
    assert secret.encode() in notebook.replica.path.read_bytes()
    if os.name == "posix":
        assert notebook.replica.path.stat().st_mode & 0o077 == 0


def test_it_refuses_to_lie_in_the_shared_folder(clock: Clock, tmp_path: Path) -> None:
    home = Home(tmp_path / "shared" / "config", tmp_path / "shared" / "data")
    with pytest.raises(StoreError, match="would lie in the shared folder"):
        Notebook.open(home, clock, "t-1", tmp_path / "shared")


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:24]))
def test_words_come_back_clean(notebook: Notebook, text: str) -> None:
    note = notebook.add_note("m-1", f"{text[:3000]} end")
    assert note.text.isprintable() or "\n" in note.text or "\u200d" in note.text
    assert not {"\x1b", "\x9b", "\x00", "\u202e"} & set(note.text)


def test_what_somebody_bent_is_passed_over(notebook: Notebook) -> None:
    kept = notebook.add_note("m-1", "whole")
    bent = [
        Edit("notes", "n-1", {"member": "m-1", "text": "no time"}),
        Edit("notes", "n-2", {"member": "m-1", "text": 5, "written": "2026-11-23T09:00:00+01:00"}),
        Edit("notes", "n-3", {"text": "x", "written": "2026-11-23T09:00:00+01:00", "follow_up": "soon"}),
        Edit("promises", "p-1", {"text": "x", "made": "yesterday"}),
        Edit("answers", "w-1", {"day": "2026-11-23"}),
        Edit("ticks", "s-1:r", {"meeting": "s-1", "role": "r", "days": {"soon": ["x"], "2026-11-23": 5}}),
        Edit("ticks", "s-2:r", {"meeting": "s-2", "role": "r", "days": [1]}),
        Edit("ticks", "s-3:r", {"days": {"2026-11-23": ["x"]}}),
    ]
    notebook.replica.apply(lambda _: bent)
    private = notebook.private()
    assert (private.notes, private.promises, private.answers, private.ticks) == ((kept,), (), (), {})
