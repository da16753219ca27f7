"""The log: what happened, in few bytes, and no words of people."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from store.clock import Clock
from store.sync import diary
from store.sync.diary import Diary
from store.sync.timing import Timing
from store.team import Team

LINE = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d \d+ "
    r"(?:(?:received|sent|merged|tidied|set aside) \d+|[a-z ]+: [A-Za-z]+(?: errno \d+)?)"
)


def test_it_tells_what_happened_without_words_of_people(team: Team, ben: Team, tmp_path: Path) -> None:
    assert team.engine.diary.log is not None
    team.engine.inbox.timing = Timing(read_pauses=(0.0, 0.0), heal=0.0, tidy=0.0)
    file = team.engine.folder.file
    ben.give_kudos([team.me], "Sesame for everyone")
    ben.sync()
    file.with_name("amity (Sesame's conflicted copy 2026-11-23).json").write_bytes(file.read_bytes())
    team.sync()
    team.sync()
    file.write_bytes(file.read_bytes()[:-20])
    team.sync()
    team.folder.rename(tmp_path / "Sesame street")
    team.sync()
    (tmp_path / "Sesame street").rename(team.folder)
    file.write_bytes(b'{"Sesame": 1}')
    team.sync()
    lines = team.engine.diary.log.read_text("utf-8").splitlines()
    for line in lines:
        assert LINE.fullmatch(line)
    said = "\n".join(lines)
    for kind in ("received 1", "merged 1", "tidied 1", "set aside 1", "unreachable: ", "unreadable: "):
        assert kind in said
    for words in ("Sesame", "Ana", "Ben", str(tmp_path), "conflicted", "amity"):
        assert words not in said


def test_it_does_not_grow_for_ever(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diary, "LOG_BYTES", 2000)
    first, second = (Diary(clock, tmp_path / "log" / "sync.log") for _ in range(2))  # as two processes
    for number in range(400):
        (first, second)[number % 2].note("sent", number)
    files = sorted((tmp_path / "log").iterdir())
    assert [path.name for path in files] == ["sync.log", "sync.log.1", "sync.log.2", "sync.log.3"]
    assert sum(path.stat().st_size for path in files) <= 4 * 2000
    assert files[0].read_text("utf-8").endswith("sent 399\n")


def test_a_log_that_cannot_be_written_stops_nothing(team: Team, tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("no folder", "utf-8")
    team.engine.diary = Diary(team.clock, tmp_path / "in the way" / "sync.log")
    team.give_kudos([team.find_member("ben").id], "Thank you")
    assert team.sync().sent == 1
    assert team.engine.diary.recent[0].kind == "sent"
