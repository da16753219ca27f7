"""Each exit code that the page about the command line names, provoked."""

from __future__ import annotations

import os
import pty
import re
import shutil
import signal
from pathlib import Path

import pytest

from tests.cli.machine import Machine

PAGE = Path(__file__).parents[2] / "docs" / "command-line.md"


@pytest.fixture
def ana(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path / "ana", tmp_path / "shared")
    machine.run("init", str(machine.folder), "--team", "Harbour", "--me", "Ana")
    machine.run("people", "add", "Ben")
    return machine


def test_the_page_names_them_all() -> None:
    named = re.findall(r"^\| (\d+) \| ", PAGE.read_text("utf-8"), re.MULTILINE)
    assert named == ["0", "1", "2", "3", "4", "5", "130"]


def test_each_code_is_given(ana: Machine, tmp_path: Path) -> None:
    ana.run("people", code=0)
    ana.run("import", "team", str(tmp_path / "no"), str(tmp_path / "x"), "--me", "A", code=1)
    for wrong in (
        ["peple"],
        ["away", "@ben", "someday"],
        ["kudos", "give", "@ben", " "],
        ["kudos", "give", "@x", "y"],
    ):
        ana.run(*wrong, code=2)
    Machine(tmp_path / "nobody", ana.folder).run("today", code=3)
    ana.run("people", "remove", "@ana")
    ana.run("today", code=3)
    shared, before = ana.folder / "amity.json", (ana.folder / "amity.json").read_bytes()
    shared.write_bytes(b"no team at all")
    ana.run("today", code=4)
    assert shared.read_bytes() == b"no team at all"
    shared.write_bytes(before)


def test_a_folder_that_is_gone(ana: Machine) -> None:
    shutil.move(ana.folder, ana.folder.with_name("elsewhere"))
    assert "safe on this machine" in ana.run("kudos", "give", "@ben", "Thank you for today.", code=0).stderr
    assert "safe here" in ana.run("sync", code=5).stderr


def test_stopped_from_the_keyboard(ana: Machine) -> None:
    end, terminal = pty.openpty()
    program = ana.start("kudos", "give", "@ben", "-", stdin=terminal)
    assert program.stderr is not None
    assert "ctrl+c gives up" in program.stderr.readline()
    program.send_signal(signal.SIGINT)
    assert program.wait(30) == 130
    program.communicate()
    for descriptor in (end, terminal):
        os.close(descriptor)
    assert ana.json("kudos")["kudos"] == []
