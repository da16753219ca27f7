"""What the doctor says of one thing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. What is not `ok` has exactly one thing to do, `fix`; else it is ""."""

    name: str
    ok: bool
    detail: str
    fix: str = ""


def fine(name: str, detail: str) -> Check:
    """Nothing to do here."""
    return Check(name, True, detail)


def trouble(name: str, detail: str, fix: str) -> Check:
    """Something to do here."""
    return Check(name, False, detail, fix)
