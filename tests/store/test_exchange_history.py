"""People from real git histories."""

from __future__ import annotations

import os
import select
import subprocess
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from store.errors import UsageError
from store.exchange.history import Author, is_bot, read_history
from store.exchange.people import sort_out
from store.team import Team
from store.text import NAME_LIMIT, is_clean
from tests.hostile import HOSTILE

DAY = 86_400
START = 1_767_225_600  # 2026-01-01


def history(folder: Path, authors: Sequence[str], mailmap: str = "") -> Path:
    """A repository with one commit a day, each by the next of the authors ("Name <address>")."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(folder)], check=True)
    lines = []
    for number, author in enumerate(authors):
        when = f"{START + number * DAY} +0000"
        lines += ["commit refs/heads/main", f"author {author} {when}", "committer x <x@x> " + when, "data 0"]
    subprocess.run(
        ["git", "-C", str(folder), "fast-import", "--quiet"],
        input="\n".join([*lines, ""]).encode(),
        check=True,
    )
    if mailmap:
        (folder / ".mailmap").write_text(mailmap, "utf-8")
    return folder


def names(repository: Path, since: str | None = None) -> list[str]:
    return [found.person.name for found in read_history(repository, since)]


def test_most_commits_first_and_every_script(tmp_path: Path) -> None:
    authors = ["李 雷 <li@a.org>", *["Zoë Krüger <zoe@a.org>"] * 3, *["Король Алексей <k@a.org>"] * 2]
    authors += ["अमित कुमार <amit@a.org>", "김철수 <kim@a.org>", "Ana <12+ana@users.noreply.github.com>"]
    found = names(history(tmp_path, authors))
    assert found[:2] == ["Zoë Krüger", "Король Алексей"]
    assert set(found[2:]) == {"李 雷", "अमित कुमार", "김철수", "Ana"}


def test_the_mailmap_decides(tmp_path: Path) -> None:
    authors = ["zk <old@a.org>", "Zoë Krüger <zoe@a.org>", "ben <ben@b.org>", "ben <ben@c.org>"]
    mailmap = "Zoë Krüger <zoe@a.org> <old@a.org>\nBen Ødegård <ben@b.org>\nBen Adler <ben@c.org>\n"
    assert sorted(names(history(tmp_path, authors, mailmap))) == ["Ben Adler", "Ben Ødegård", "Zoë Krüger"]


def test_one_person_by_name_or_by_address(tmp_path: Path) -> None:
    authors = [
        *["Zoe K <zoe@work.org>"] * 2,
        *["Zoë Krüger <zoe@work.org>"] * 3,
        "zoë krüger <zoe@home.org>",
        "zkr <zoe@home.org>",
        "ZoeKruger <1+zoe@users.noreply.github.com>",
        # Addresses that nobody set make nobody the same person.
        "Ben <root@localhost>",
        "Chi <root@localhost>",
        "Dee <>",
        "Eli <>",
        "Fay <you@example.com>",
        "Gus <you@example.com>",
    ]
    found = names(history(tmp_path, authors))
    assert found[0] == "Zoë Krüger"
    assert sorted(found[1:]) == ["Ben", "Chi", "Dee", "Eli", "Fay", "Gus"]


@pytest.mark.parametrize(
    ("author", "bot"),
    [
        ("dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>", True),
        ("dependabot-preview <support@dependabot.com>", True),
        ("Renovate Bot <bot@renovateapp.com>", True),
        ("renovate <29139614+renovate[bot]@users.noreply.github.com>", True),
        ("github-actions <41898282+github-actions[bot]@users.noreply.github.com>", True),
        ("GitHub Action <action@github.com>", True),
        ("pre-commit-ci[bot] <66853113+pre-commit-ci[bot]@users.noreply.github.com>", True),
        ("pre-commit.ci <x@x.org>", True),
        ("release-bot <release@x.org>", True),
        ("Hosted Weblate <hosted@weblate.org>", True),
        ("Ana <12345+ana@users.noreply.github.com>", False),
        ("ana <ana@users.noreply.github.com>", False),
        ("Pieter Bot <p.bot@x.nl>", False),
        ("Bo Talbot <bo@x.org>", False),
        ("Abbot <abbot@x.org>", False),
        ("Botond Kiss <botond@x.hu>", False),
        ("Jenkins Smith <js@x.org>", False),
    ],
)
def test_bots(author: str, bot: bool) -> None:
    name, _, mail = author.rstrip(">").partition(" <")
    assert is_bot(Author(name, mail)) is bot


def test_bots_are_left_out(tmp_path: Path) -> None:
    authors = ["dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>", "Ana <ana@a.org>"]
    assert names(history(tmp_path, authors)) == ["Ana"]


def test_since_takes_the_whole_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    repository = history(tmp_path, ["Ana <a@a.org>", "Ben <b@a.org>", "Chi <c@a.org>"])
    assert sorted(names(repository, "2026-01-02")) == ["Ben", "Chi"]
    assert names(repository, "2026-01-04") == []


def test_hostile_names_are_cleaned(tmp_path: Path) -> None:
    odd = [text for text in HOSTILE if not set(text) & set("<>\n\0") and len(text) < 20_000]
    found = names(history(tmp_path, [f"{text} <{number}@a.org>" for number, text in enumerate(odd)]))
    assert len(found) > 5
    assert all(is_clean(name, NAME_LIMIT) for name in found)
    assert not any(set(name) & set("\x1b\x9b\x07\u202e") for name in found)


def test_an_address_in_the_place_of_a_name_is_not_kept(tmp_path: Path) -> None:
    assert names(history(tmp_path, ["zoe.k@a.org <zoe.k@a.org>"])) == ["zoe.k"]


def test_another_repository_in_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = history(tmp_path / "other", ["Eve <e@a.org>"])
    repository = history(tmp_path / "this", ["Ana <a@a.org>"])
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    assert names(repository) == ["Ana"]


def test_settings_of_the_repository_run_nothing(tmp_path: Path) -> None:
    repository = history(tmp_path / "this", ["Ana <a@a.org>"])
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\n", "utf-8")
    trap.chmod(0o755)
    for setting in ("core.fsmonitor", "core.pager", "gpg.program", "pager.log", "core.sshCommand"):
        subprocess.run(["git", "-C", str(repository), "config", setting, str(trap)], check=True)
    subprocess.run(["git", "-C", str(repository), "config", "log.showSignature", "true"], check=True)
    assert names(repository) == ["Ana"]
    assert not (tmp_path / "sprung").exists()


def test_no_history(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    subprocess.run(["git", "init", "-q", str(empty)], check=True)
    (tmp_path / "plain").mkdir()
    (tmp_path / "file").touch()
    for name, said in (
        ("empty", "has no commits yet"),
        ("plain", "is no git repository"),
        ("file", "There is no folder"),
        ("missing", "There is no folder"),
    ):
        with pytest.raises(UsageError, match=said):
            read_history(tmp_path / name)
    (empty / ".git" / "HEAD").write_text("ref: refs/heads/../../../x\n", "utf-8")
    with pytest.raises(UsageError, match="git"):
        read_history(empty)


def test_git_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="git is not installed here"):
        read_history(tmp_path)


def test_git_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what it started: a child that keeps the pipe open must not keep us."""
    os.mkfifo(tmp_path / "alive")
    alive = os.open(tmp_path / "alive", os.O_RDONLY | os.O_NONBLOCK)
    git = tmp_path / "git"
    git.write_text(f"#!/bin/sh\nexec 3> {tmp_path}/alive\necho Ana >&3\nsleep 300\n", "utf-8")
    git.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(UsageError, match=r"longer than 0\.5 seconds"):
        read_history(tmp_path, seconds=0.5)
    os.set_blocking(alive, True)
    assert os.read(alive, 100) == b"Ana\n"
    ended, _, _ = select.select([alive], [], [], 10)
    assert ended  # nobody holds the other end any more
    assert os.read(alive, 100) == b""
    os.close(alive)


def test_a_long_history_is_not_held(tmp_path: Path) -> None:
    many = Counter(names(history(tmp_path, [f"Author {n % 50} <{n % 50}@a.org>" for n in range(5000)])))
    assert len(many) == 50
    assert set(many.values()) == {1}


def test_never_twice(tmp_path: Path, team: Team) -> None:
    authors = ["Nia Obi <n@a.org>", "Ben <ben@a.org>", "ZOE KRUGER <z@a.org>"]
    repository = history(tmp_path / "history", authors)
    first = sort_out(read_history(repository), team.snapshot())
    assert [p.name for p in first.fresh] == ["Nia Obi"]
    assert len(first.known) == 2
    team.add_members(first.fresh)
    again = sort_out(read_history(repository), team.snapshot())
    assert (again.fresh, len(again.known), again.skipped) == ([], 3, [])
    assert "a.org" not in repr(team.snapshot())
