"""Settings: kept with their comments, private, and never overwritten when they cannot be read."""

from __future__ import annotations

import multiprocessing
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from store.errors import StoreError
from store.machine import machine_id
from store.settings import Home, Membership, Settings


@pytest.fixture
def home(make_home: Callable[[str], Home]) -> Home:
    return make_home("ana")


def write(home: Home, text: str) -> Path:
    path = home.config / "settings.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    return path


def test_comments_and_the_unknown_are_kept(home: Home) -> None:
    path = write(home, '# mine\nfuture = 3\n\n[preferences]  # looks\ntheme = "nord" # cold\n')
    settings = Settings(home)
    settings.prefer("theme", "amity-light")
    settings.prefer("columns", 1)
    text = path.read_text("utf-8")
    assert all(part in text for part in ("# mine", "future = 3", "# looks", "# cold", "amity-light"))
    assert Settings(home).preferences == {"theme": "amity-light", "columns": 1}
    settings.prefer("columns", None)
    assert "columns" not in Settings(home).preferences


def test_the_last_team_comes_first_and_none_twice(home: Home, tmp_path: Path) -> None:
    settings = Settings(home)
    one, two = (Membership(f"t-{n}", f"Team {n} [b]", tmp_path / n, f"m-{n}") for n in "12")
    for membership in (one, two, one):
        settings.remember(membership)
    assert Settings(home).memberships == [one, two]


def _remember(home: Home, number: int) -> None:
    Settings(home).remember(Membership(f"t-{number}", f"Team {number}", Path(f"/shared/{number}"), "m"))


def test_processes_that_write_at_once_lose_nothing(home: Home) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_remember, args=(home, number)) for number in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(m.team for m in Settings(home).memberships) == [f"t-{n}" for n in range(6)]


def test_comments_stay_with_their_team(home: Home, tmp_path: Path) -> None:
    teams = "".join(
        f'# number {n}\n[[team]]\nid = "t-{n}" # the id of {n}\nname = "{n}"\nfolder = "{tmp_path}"\n'
        f'me = "m"\nnote = "kept {n}"\n\n'
        for n in "12"
    )
    path = write(home, f"{teams}[keys]\nundo = 'f5'\n")
    before = path.read_text("utf-8")
    one, two = Settings(home).memberships
    Settings(home).remember(one)
    assert path.read_text("utf-8") == before  # nothing to change, nothing written
    Settings(home).remember(two)
    assert [m.team for m in Settings(home).memberships] == ["t-2", "t-1"]
    text = path.read_text("utf-8")
    assert all(part in text for part in ("# the id of 1", "# the id of 2", "kept 1", "kept 2", "undo = 'f5'"))


@pytest.mark.parametrize("text", ["team = 5", "team = [1]", 'team = "x"', "[team]\nid = 1"])
def test_what_stands_in_the_place_of_the_teams_is_left_alone(home: Home, text: str) -> None:
    path = write(home, text)
    settings = Settings(home)
    assert settings.memberships == []
    with pytest.raises(StoreError, match="no list of teams"):
        settings.remember(Membership("t", "T", home.data, "m"))
    with pytest.raises(StoreError, match="no list of teams"):
        settings.forget("t")
    assert path.read_text("utf-8") == text


def test_a_pipe_in_the_place_of_the_settings_stops_nothing(home: Home) -> None:
    home.config.mkdir(parents=True)
    os.mkfifo(home.config / "settings.toml")
    with pytest.raises(StoreError, match="is no file"):
        Settings(home)


@pytest.mark.parametrize("text", ["a = " + "[" * 5000, "a = " + "9" * 5000, "a = 1\na = 2"])
def test_settings_without_end_are_said(home: Home, text: str) -> None:
    write(home, text)
    with pytest.raises(StoreError, match="cannot be read"):
        Settings(home)


def test_a_machine_keeps_its_name(home: Home) -> None:
    assert machine_id(home) == machine_id(home)


def test_a_copied_home_gets_a_name_of_its_own(home: Home, tmp_path: Path) -> None:
    name = machine_id(home)
    clone = Home(tmp_path / "clone" / "config", tmp_path / "clone" / "data")
    shutil.copytree(home.data, clone.data)
    assert machine_id(clone) not in ("", name)
    assert machine_id(clone) == machine_id(clone)
    assert machine_id(home) == name


def test_only_the_owner_can_read_them(home: Home) -> None:
    Settings(home).prefer("theme", "nord")
    if os.name == "posix":
        assert (home.config / "settings.toml").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("text", ["theme = ", "[[team]\n", "a = 1\na = 2"])
def test_what_cannot_be_read_is_named_and_left_alone(home: Home, text: str) -> None:
    path = write(home, text)
    with pytest.raises(StoreError, match=r"settings\.toml cannot be read"):
        Settings(home)
    assert path.read_text("utf-8") == text


@pytest.mark.parametrize("text", ["team = 3", "[[team]]\nid = 5", "preferences = 'x'"])
def test_what_makes_no_sense_is_passed_over(home: Home, text: str) -> None:
    write(home, text)
    settings = Settings(home)
    assert settings.memberships == []
    assert settings.preferences == {}


def test_two_programs_do_not_undo_each_other(home: Home) -> None:
    first, second = Settings(home), Settings(home)
    first.prefer("theme", "nord")
    second.prefer("columns", 2)
    assert Settings(home).preferences == {"theme": "nord", "columns": 2}
