"""Names: what engines call a copy that lost a conflict, and what they leave lying about."""

from __future__ import annotations

import unicodedata

import pytest

from store.sync.copies import may_be_copy, named_by_engine

GIVEN = (
    "amity (Ana's conflicted copy 2026-11-23).json",
    "amity (Copie en conflit de PC 2026-11-17).json",
    "amity (Copia en conflicto de X 2026-11-17).json",
    "amity (Copia in conflitto di X 2026-11-17).json",
    "amity (Anas in Konflikt stehende Kopie 2026-11-17).json",
    "amity (in Konflikt stehende Kopie von X 2026-11-17).json",
    "amity (Cópia em conflito de X 2026-11-17 1).json",
    "amity (X の競合コピー 2026-11-17).json",
    "amity (X의 충돌하는 복사본 2026-11-17).json",
    "amity (X 的冲突副本 2026-11-17).json",
    "amity (Case Conflict).json",
    "amity (Unicode Encoding Conflict).json",
    "amity (conflicting copy).json",
    "amity (selective sync conflict).json",
    "amity.sync-conflict-20261123-211858-LLDRYUI.json",
    "amity (conflicted copy 2026-07-10 070952).json",
    "amity_conflict-20260710-070952.json",
    "amity_conflict-ana-20260710-070952.json",
    "amity-HOST-safeBackup-0001.json",
    "amity (SFConflict ana@example.org 2026-01-01-10-00-00).json",
    "amity_Andy-PC_Jan-03-2026-0901_CaseConflict_1.json",
    "amity [conflicted].json",
    "amity.json.conflicted",
    "amity (conflict_on_2026-11-23).json",
    "amity (conflict #2_on_2026-11-23).json",
    "amity (conflict_on_2026-11-23) (conflict_on_2026-11-24).json",
    "amity.json..path1",
    "amity.json..path2",
    "amity.conflict1.json",
    "amity.json.conflict1",
)
PEOPLES = (
    "amity.json",
    "amity 2.json",  # iCloud, but also anybody's copy
    "amity (1).json",
    "amity-LAPTOP.json",
    "amity-backup.json",
    "amity old (conflicted copy 2026-11-23).json.txt",
    "notes (conflicted copy 2026-11-23).json",
    "my amity.json",
)
RESILIO = ("amity.Conflict.json", "amity.Conflict2.json")
LITTER = (
    "~amity-1a2b3c4d.tmp",
    ".syncthing.amity.json.tmp",
    "~syncthing~amity.json.tmp",
    ".~amity.json",
    "amity.json.part",
    "amity.json.crdownload",
    ".nfs000000012",
    ".fuse_hidden0001",
    "._amity.json",
    ".amity.json.icloud",
    "desktop.ini",
    ".unison.amity.json.123.unison.tmp",
)


@pytest.mark.parametrize("name", GIVEN)
def test_names_that_engines_give(name: str) -> None:
    assert named_by_engine(name)
    assert named_by_engine(unicodedata.normalize("NFD", name))
    assert may_be_copy(name)


@pytest.mark.parametrize("name", [*PEOPLES, *RESILIO])
def test_names_that_people_give_or_that_must_stay(name: str) -> None:
    assert not named_by_engine(name)
    assert may_be_copy(name)


@pytest.mark.parametrize("name", LITTER)
def test_what_engines_leave_while_they_work_is_not_read(name: str) -> None:
    assert not may_be_copy(name)


def test_a_long_name_costs_no_time() -> None:
    for piece in (" (", "-a", ".conflict", "_", "conflicted copy ", "].[("):
        assert not named_by_engine("amity" + piece * 60 + "x")
