"""The ledger of each test, and its figures at the end of the run: they are the table in docs/sync.md."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.engines.ledger import Ledger


@pytest.fixture
def ledger(request: pytest.FixtureRequest) -> Iterator[Ledger]:
    ledger = Ledger()
    yield ledger
    request.node.user_properties.append(("figures", ledger.figures))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    rows = sorted(
        tuple(str(value) for value in figures.values())
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", "") == "teardown"
        for name, figures in report.user_properties
        if name == "figures"
    )
    if not rows:
        return
    titles = tuple(Ledger().figures)
    widths = [max(map(len, column)) for column in zip(titles, *rows, strict=True)]
    terminalreporter.section("what the engines did to the team file")
    for row in (titles, tuple("-" * width for width in widths), *rows):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        terminalreporter.line(f"| {' | '.join(cells)} |")
