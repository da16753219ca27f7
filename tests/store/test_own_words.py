"""The words that a team makes for itself: read strictly, told with file and line, never in the way."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import content
from store.clock import Clock
from store.content.folder import check_file, own_words
from store.content.own import BYTES, FOLDER, OwnWords, example, ours, read_actions, read_questions
from store.notebook import Notebook
from store.settings import Home
from store.team import Team
from store.today import today
from tests.hostile import HOSTILE

PAGE = (Path(__file__).parents[2] / "docs/own-words.md").read_text("utf-8")
ACTIONS, QUESTIONS = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


def put(folder: Path, actions: str | bytes = "", questions: str | bytes = "") -> None:
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    for name, source in (("actions.toml", actions), ("questions.toml", questions)):
        if source:
            data = source.encode() if isinstance(source, str) else source
            (folder / FOLDER / name).write_bytes(data)


def told(folder: Path) -> list[str]:
    return [str(problem) for problem in own_words(folder, fresh=True).problems]


def test_the_example_of_the_page_is_sound(tmp_path: Path) -> None:
    assert (example("actions.toml"), example("questions.toml")) == (ACTIONS, QUESTIONS)
    put(tmp_path, ACTIONS, QUESTIONS)
    words = own_words(tmp_path)
    assert words.problems == ()
    assert [a.id for a in words.actions] == ["help.pair-on-release", "include.rotate-demo"]
    assert [q.id for q in words.asked] == ["work.harbour-tool"]
    assert words.catalogue.actions.keys() == {*content.catalogue().actions, *(a.id for a in words.actions)}
    assert words.questions == (*content.questions(), *words.asked)
    named = re.search(r'principle = "help" +# (.*)', PAGE)
    assert named is not None
    assert named[1].split(", ") == list(content.catalogue().principles)
    triggers = {
        t for row in re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE) for t in re.findall(r"`(.*?)`", row)
    }
    assert {t.strip('"') for t in triggers} == set(content.PLACEHOLDERS)


def test_without_files_there_are_ours(tmp_path: Path) -> None:
    assert own_words(tmp_path) is ours()
    assert own_words(tmp_path / "nowhere") is ours()
    assert own_words(tmp_path / "nowhere", fresh=True) is ours()


def line_with(source: str, words: str) -> int:
    return next(n for n, line in enumerate(source.split("\n"), 1) if words in line)


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        (
            "minutes = 2 ",
            "minutes = 16 ",
            "minutes = 16",
            "action include.rotate-demo: “minutes” cannot be 16.",
        ),
        (
            'setting = "any"\nneeds_person = false',
            "needs_person = false",
            'id = "include.rotate-demo"',
            "missing",
        ),
        ('principle = "include"', 'principle = "luck"', '"luck"', "there is no principle “luck”"),
        (
            '"include.rotate-demo"',
            '"include.Rotate"',
            '"include.Rotate"',
            "the id must begin with “include.”",
        ),
        ('"include.rotate-demo"', '"include.whose-idea"', "whose-idea", "is one of amity's own"),
        ('"include.rotate-demo"', '"help.pair-on-release"', 'id = "help.pair-on-release"\np', "there twice"),
        ("in the chat who", "{item} who", "{item}", "nothing fills in {item}"),
        ("in the chat who", "{person} who", "needs_person = false", "needs_person must be true"),
        ("in the chat who", "x" * 500, "xxx", "“text” is longer than 400 characters"),
        ('"The demo belongs to everyone."', '"\\u200b \\u202e"', "u202e", "“why” cannot be ''"),
        (
            '"The demo belongs to everyone."',
            '"""\n[[action]]\nminutes = 3"""\nluck = 1',
            "luck",
            "“luck” is not known",
        ),
        ("schema_version = 1", "schema_version = 2", "schema_version", "needs the line schema_version = 1"),
        ("minutes = 2\n", "minutes = two\n", "minutes = two", "not valid TOML: invalid value"),
        ("[[action]]", "[[principle]]", "", "“principle” that is not known"),
    ],
)
def test_what_is_wrong_has_its_line(old: str, new: str, at: str, said: str, tmp_path: Path) -> None:
    before, found, after = ACTIONS.rpartition(old.rstrip(" ") if old.endswith(" ") else old)
    assert found
    source = before + new.rstrip(" ") + after
    put(tmp_path, source, QUESTIONS)
    words = own_words(tmp_path)
    problem = words.problems[0]
    assert said in problem.text
    assert problem.file == "amity-content/actions.toml"
    lines = source.split("\n")
    first = at.split("\n")[0]
    wanted = [n for n, line in enumerate(lines, 1) if first in line]
    entry = [n for n, line in enumerate(lines, 1) if line == "[[action]]"]
    # A field that is missing is told at the head of its entry, and so is nothing else.
    assert problem.line == (
        max(e for e in entry if e < wanted[-1]) if said == "missing" else wanted[-1] if at else 1
    )
    assert words.actions == ()
    assert [q.id for q in words.asked] == ["work.harbour-tool"]  # the other file is sound
    assert words.catalogue == content.catalogue()


def test_what_is_missing_is_told_at_the_head_of_its_entry() -> None:
    without = "".join(line for line in ACTIONS.splitlines(True) if not line.startswith("minutes = 10"))
    (problem,) = read_actions(without.encode())[1]
    assert (problem.line, "“minutes” is missing" in problem.text) == (3, True)


def test_a_question_is_checked_likewise() -> None:
    wrong = QUESTIONS.replace("work.harbour-tool", "light.harbour-tool").encode()
    (problem,) = read_questions(wrong)[1]
    assert (problem.line, "must begin with “work.”" in problem.text) == (4, True)


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (b"schema_version = 1\n\xff", 2, "not UTF-8"),
        (b"x" * (BYTES + 1), 0, "larger than 128 KB"),
        (b"a = " + b"[" * 60_000, 0, "not valid TOML"),
        (b"a = " + b"[" * 20 + b"]" * 20, 0, "nested too deeply"),
        (b"a = " + b"9" * 5000, 0, "not valid TOML"),
        (b"[[action]]\nid = 1\n[[action]\n", 3, "not valid TOML"),
    ],
)
def test_what_nobody_wrote_by_hand(data: bytes, line: int, said: str, tmp_path: Path) -> None:
    put(tmp_path, data)
    problem = own_words(tmp_path).problems[0]
    assert said in str(problem)
    assert said in str(read_actions(data)[1][0])
    assert problem.line in (line, 1)


def test_a_byte_order_mark_and_other_line_ends_are_fine() -> None:
    assert read_actions(b"\xef\xbb\xbf" + ACTIONS.replace("\n", "\r\n").encode())[1] == ()


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@settings(max_examples=60)
def test_nothing_at_all_can_break_it(noise: bytes) -> None:
    for data in (noise, ACTIONS.encode() + noise, ACTIONS.encode().replace(b"Ask", noise)):
        actions, problems = read_actions(data)
        assert bool(actions) != bool(problems)
        for problem in problems:
            assert str(problem).isprintable()
            assert len(problem.text) <= 240
            assert problem.line <= data.count(b"\n") + data.count(b"\r") + 1


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_come_clean(text: str) -> None:
    source = ACTIONS.replace(
        "The demo belongs to everyone.", "".join(f"\\U{ord(c):08x}" for c in f"{text} end")
    )
    actions, problems = read_actions(source.encode("utf-8", "surrogatepass"))
    if not problems:  # what is too long, or no text at all, is refused
        assert actions[-1].why.isprintable() or "\u200d" in actions[-1].why
        assert not set(actions[-1].why) & set("\x1b\u202e\n\x00")


def test_what_is_mended_is_used(tmp_path: Path) -> None:
    put(tmp_path, ACTIONS.replace("minutes = 10", "minutes = 99"))
    assert len(told(tmp_path)) == 1
    put(tmp_path, ACTIONS)
    assert told(tmp_path) == []
    assert len(own_words(tmp_path).actions) == 2
    (tmp_path / FOLDER / "actions.toml").unlink()
    assert own_words(tmp_path, fresh=True) is ours()


def test_files_that_are_none(tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / FOLDER / "actions.toml").mkdir()
    os.mkfifo(tmp_path / FOLDER / "questions.toml")
    assert len(told(tmp_path)) == 2
    assert "There is no such file" in str(check_file(tmp_path / "x.toml", "x.toml").problems[0])


def test_a_folder_that_is_away_or_hangs_keeps_what_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "share"
    put(place, ACTIONS)
    words = own_words(place)
    assert len(words.actions) == 2
    place.rename(tmp_path / "gone")
    assert own_words(place, fresh=True) is words
    (tmp_path / "gone").rename(place)

    hold, asked, stat = threading.Event(), [], Path.stat

    def hang(path: Path, **how: Any) -> os.stat_result:
        if path == place:
            asked.append(path)
            hold.wait(30)
        return stat(path, **how)

    monkeypatch.setattr("store.content.folder.LONGER", 0.05)
    monkeypatch.setattr(Path, "stat", hang)
    assert own_words(place, fresh=True) is words
    assert own_words(place, fresh=True) is words
    assert len(asked) == 1  # while one question hangs, no other is asked
    hold.set()


# In the day


@pytest.fixture
def notebook(make_home: Callable[[str], Home], clock: Clock, team: Team) -> Notebook:
    return Notebook.open(make_home("ana"), clock, team.id, team.folder)


ONLY = ACTIONS.replace("principle, a dot", "x").split("[[action]]")
LIGHT = ONLY[0] + "[[action]]" + ONLY[2]


def test_own_actions_are_suggested_and_a_changed_file_changes_no_day(
    team: Team, notebook: Notebook, clock: Clock
) -> None:
    put(team.folder, LIGHT)
    own_words(team.folder, fresh=True)
    for action in content.catalogue().actions:
        notebook.mute("action", action)
    first = today(team, notebook, clock)
    assert first.pick is not None
    assert first.pick.action == "include.rotate-demo"
    assert isinstance(first.words, OwnWords)
    put(team.folder, LIGHT.replace("Ask in the chat", "Find out"))
    own_words(team.folder, fresh=True)
    assert today(team, notebook, clock).pick == first.pick
    put(team.folder, "nonsense")
    own_words(team.folder, fresh=True)
    broken = today(team, notebook, clock)
    assert broken.pick == first.pick
    assert [p.file for p in broken.words.problems] == ["amity-content/actions.toml"]
