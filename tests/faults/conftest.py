"""Fixtures for the tests of faults: a place to break, and a tally that the end of the run shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.register_assert_rewrite("tests.faults.harbour", "tests.faults.tracing")

from tests.faults.harbour import Harbour, Tally  # noqa: E402 - after what rewrites its assertions


@pytest.fixture
def tally(request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> Iterator[Tally]:
    """What this test counts; the summary of the run shows it (tests/conftest.py)."""
    tally = Tally(request.node.name.removeprefix("test_").partition("[")[0])
    yield tally
    record_property("tally", [tally.case, tally.faults, tally.acknowledged, len(tally.lost)])


@pytest.fixture
def harbour(tmp_path: Path) -> Harbour:
    """A team of two machines on one folder."""
    harbour = Harbour(tmp_path / "harbour")
    harbour.begin()
    return harbour
