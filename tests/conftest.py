"""Fixtures for all tests: a fixed clock, homes of several machines, a small team."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import settings

from store.clock import Clock
from store.settings import Home
from store.team import Team
from tests.soak import SOAK

# The gate takes the same examples every time, so that it says the same of the same code; `make soak` seeks.
settings.register_profile("gate", derandomize=True, deadline=None)
settings.register_profile("soak", deadline=None)
settings.load_profile("soak" if SOAK else "gate")

NOW = "2026-11-23T09:12:00+01:00"


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime.fromisoformat(NOW))


@pytest.fixture
def make_home(tmp_path: Path) -> Callable[[str], Home]:
    def make(name: str) -> Home:
        return Home(tmp_path / name / "config", tmp_path / name / "data")

    return make


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "shared"


@pytest.fixture
def team(make_home: Callable[[str], Home], clock: Clock, folder: Path) -> Team:
    team = Team.begin(make_home("ana"), clock, folder, "Harbour", "Ana", timezone="Europe/Berlin")
    for name in ("Ben", "Zoë Krüger", "李 雷"):
        team.add_member(name, timezone="Europe/Berlin")
    team.sync()
    return team


@pytest.fixture
def ben(team: Team, make_home: Callable[[str], Home], clock: Clock, folder: Path) -> Team:
    return Team.join(make_home("ben"), clock, folder, "@ben")


def pytest_xdist_auto_num_workers() -> int:
    """Two for a core: half of the time the tests wait for disks, engines and terminals."""
    return (os.cpu_count() or 2) * 2


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Shows what the tests of faults counted, a line for each."""
    totals: dict[str, list[int]] = {}
    for report in (report for some in terminalreporter.stats.values() for report in some):
        if not isinstance(report, pytest.TestReport) or report.when != "teardown":
            continue
        for name, value in report.user_properties:
            if name == "tally" and isinstance(value, list):
                case, *counts = value
                totals[case] = [sum(pair) for pair in zip(totals.get(case, (0, 0, 0)), counts, strict=True)]
    if totals:
        terminalreporter.section("acknowledged under faults, and lost")
    for case, (faults, acknowledged, lost) in sorted(totals.items()):
        terminalreporter.write_line(f"{case}: {faults} faults, {acknowledged} acknowledged, {lost} lost")
