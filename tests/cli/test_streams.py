"""The program among others: pipes that close, keys that stop it, texts without end, shells that ask."""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.machine import Machine
from tests.hostile import HOSTILE


@pytest.fixture(scope="module")
def ana(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    place = tmp_path_factory.mktemp("streams")
    machine = Machine(place / "ana", place / "team")
    machine.run("init", str(machine.folder), "--team", "Harbour", "--me", "Ana")
    machine.run("people", "add", "Ben Ødegård")
    machine.run("meetings", "add", "Standup", "--at", "09:30", "--every", "weekday")
    for _ in range(30):  # more than a pipe holds
        machine.run("kudos", "give", "@ben", "-", stdin="Thank you. " * 360)
    return machine


@pytest.mark.parametrize(
    "words", ["kudos", "kudos --json", "people", "--help", "kudos --help", "completions bash"]
)
def test_a_reader_that_leaves_is_no_error(ana: Machine, words: str) -> None:
    read, write = os.pipe()
    os.close(read)  # whoever would read is gone before the first byte
    program = ana.start(*words.split(), stdout=write)
    os.close(write)
    _, err = program.communicate(timeout=30)
    assert (program.returncode, err) == (0, "")


def test_a_reader_that_has_enough(ana: Machine) -> None:
    with ana.start("kudos") as program:
        assert program.stdout is not None
        assert program.stderr is not None
        assert program.stdout.readline().startswith("Ana → Ben Ødegård")
        program.stdout.close()
        assert program.stderr.read() == ""
    assert program.returncode == 0


def test_a_full_disk_is_a_sentence(ana: Machine) -> None:
    with Path("/dev/full").open("w") as full:
        program = ana.start("people", stdout=full)
        _, err = program.communicate(timeout=30)
    assert program.returncode == 1
    assert err.count("\n") == 1
    assert "could not be written" in err


def test_closed_streams_do_no_harm(ana: Machine) -> None:
    command = shlex.join([sys.executable, "-m", "tui", "people"])
    done = subprocess.run(f"{command} >&- 2>&- <&-", shell=True, env=ana.environment, check=False)
    assert done.returncode == 0


def test_stopping_is_quiet(ana: Machine) -> None:
    with ana.start("kudos", "give", "@ben", "-") as program:
        assert program.stdin is not None
        program.stdin.write("x" * 70_000)  # more than a pipe holds: written once the program reads
        program.stdin.flush()
        for _ in range(20):  # Python misses one that comes between two reads of the same input
            program.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                program.wait(timeout=3)
                break
        out, err = program.communicate(timeout=1)
    assert (program.returncode, out, err.strip()) == (130, "", "")


def test_a_pipe_in_the_place_of_the_team_file(ana: Machine, tmp_path: Path) -> None:
    """Whoever opens it as a file waits for ever."""
    folder = tmp_path / "team"
    machine = Machine(tmp_path / "home", folder)
    machine.run("init", str(folder), "--team", "Quay", "--me", "Ana")
    machine.run("people", "add", "Ben")
    (folder / "amity.json").unlink()
    os.mkfifo(folder / "amity.json")
    for words in (("people",), ("kudos", "give", "@ben", "Lost")):
        assert "is no file; move it away" in machine.run(*words, code=4).stderr
    (folder / "amity.json").unlink()
    assert machine.json("sync")["sent"] > 0
    assert b"Lost" not in (folder / "amity.json").read_bytes()


@pytest.mark.parametrize(
    "words",
    [
        ("kudos", "give", "@ben", "x" * 100_000),
        ("kudos", "give", "@" + "b" * 100_000, "x"),
        ("people", "add", "n" * 100_000),
        ("people", "add", "Nia", "--handle", "h" * 100_000),
        ("roles", "m" * 100_000),
        ("away", "@ben", "d" * 100_000),
        ("kudos", "edit", "k" * 100_000, "x"),
        ("kudos", "react", "k", "e" * 100_000),
        ("meetings", "add", "X", "--at", "1" * 100_000, "--every", "day"),
        ("meetings", "add", "X", "--at", "09:00", "--rrule", "F" * 100_000),
        ("c" * 100_000,),
        ("people", "--" + "o" * 100_000),
        ("profile", "set", "f" * 100_000, "x"),
        ("profile", "set", "hours", "x" * 100_000),
    ],
    ids=lambda words: " ".join(word[:12] for word in words),
)
def test_texts_without_end_get_a_short_answer(ana: Machine, words: tuple[str, ...]) -> None:
    done = ana.run(*words, code=2)
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert len(done.stderr) < 1000


def test_a_megabyte_on_standard_input(ana: Machine) -> None:
    assert "longer than 4000" in ana.run("kudos", "give", "@ben", "-", stdin="x" * 3_000_000, code=2).stderr


def test_bytes_that_are_no_text(ana: Machine) -> None:
    assert ana.run(b"kudos", b"give", b"@ben", b"caf\xe9 \xff").returncode == 0
    ana.run(b"people", b"add", b"\xff\xfe", code=2)
    ana.run(b"init", os.fsencode(ana.folder) + b"-\xff", b"--team", b"x", b"--me", b"x", code=2)


def test_hostile_texts_reach_no_terminal(tmp_path: Path) -> None:
    machine = Machine(tmp_path / "home", tmp_path / "team")
    machine.run("init", str(machine.folder), "--team", "\x1b]0;owned\x07Team", "--me", "Ana")
    machine.run("people", "add", "Ben\x1b[2J\x9b2J")
    given = [text for text in HOSTILE if (len(text) <= 5000 and text.isprintable()) or "\x1b" in text]
    for text in given:
        machine.run("kudos", "give", "@ben", "-", stdin=f"a {text}"[:3000])
    for words in ("kudos", "kudos --json", "people", "today", "profile @ben", "sync"):
        shown = machine.run(*words.split()).stdout
        assert not {c for c in shown if ord(c) < 32 or 127 <= ord(c) < 160} - {"\n"}, words
    assert "\x1b" not in machine.run("kudos", "give", "@\x1b]0;owned\x07", "x", code=2).stderr


def completed(machine: Machine, line: str) -> list[str]:
    """What bash would offer at the end of the line."""
    words = line.split(" ")
    asked = {"_AMITY_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    program = machine.start(env={**machine.environment, **asked})
    out, err = program.communicate(timeout=30)
    assert err == ""
    return [answer.partition(",")[2] for answer in out.split()]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("amity ku", ["kudos"]),
        ("amity kudos gi", ["give"]),
        ("amity kudos give @b", ["@ben"]),
        ("amity kudos give b", ["@ben"]),
        ("amity kudos list --se", ["--search"]),
        ("amity roles show st", ["Standup"]),
        ("amity people rem", ["remove"]),
        ("amity profile se", ["set"]),
        ("amity completions f", ["fish"]),
        ("amity meetings add X --every w", ["weekday", "week"]),
    ],
)
def test_completions(ana: Machine, line: str, offered: list[str]) -> None:
    assert completed(ana, line) == offered


@pytest.mark.parametrize("words", [(), ("demo",)])
def test_the_dashboard_asks_for_a_terminal(ana: Machine, words: tuple[str, ...]) -> None:
    assert "needs a terminal" in ana.run(*words, code=2).stderr


def test_completions_without_a_team_are_silent(tmp_path: Path) -> None:
    assert completed(Machine(tmp_path, tmp_path), "amity kudos give @b") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_what_the_shells_are_told(ana: Machine, shell: str) -> None:
    done = ana.run("completions", shell)
    assert f"_AMITY_COMPLETE={shell}_complete" in done.stdout.replace("env _AMITY", "_AMITY")
    assert done.stderr == ""


def test_bash_understands_it(ana: Machine, tmp_path: Path) -> None:
    program = tmp_path / "amity"
    program.write_text(f'#!/bin/sh\nexec {shlex.join([sys.executable, "-m", "tui"])} "$@"\n', "utf-8")
    program.chmod(0o755)
    script = (
        'eval "$(amity completions bash)"; COMP_WORDS=(amity kudos gi); COMP_CWORD=2; '
        "_amity_completion amity; echo ${COMPREPLY[@]}"
    )
    environment = {**ana.environment, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    done = subprocess.run(["bash", "-c", script], env=environment, capture_output=True, check=True)
    assert done.stdout.decode().split() == ["give"]
