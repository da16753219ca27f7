"""The team as immutable records, and `Snapshot`: all of it at one moment.

Records hold no behaviour beyond reading themselves. A person is always the random id of a `Member`, never a
handle, since handles change. Days are local dates; moments are aware datetimes in UTC.
"""

from __future__ import annotations

from store.records.help import HelpFlag, Load, Offer, OfferAnswer, SharedPromise
from store.records.meetings import CoffeeRound, Meeting, Move, Occurrence, OccurrenceState, Parked, Role
from store.records.people import (
    WEEKDAYS,
    Absence,
    Member,
    Milestone,
    Place,
    RoleWish,
    SuggestWish,
    ThanksWish,
)
from store.records.private import Answer, AnswerKind, Note, Private, Promise, Reminder
from store.records.snapshot import Snapshot
from store.records.sync import Condition, FolderNews, Status, SyncEvent, SyncEventKind
from store.records.thanks import ME_TOO, GroupCard, Kudos, Reaction, Signature

__all__ = [
    "ME_TOO",
    "WEEKDAYS",
    "Absence",
    "Answer",
    "AnswerKind",
    "CoffeeRound",
    "Condition",
    "FolderNews",
    "GroupCard",
    "HelpFlag",
    "Kudos",
    "Load",
    "Meeting",
    "Member",
    "Milestone",
    "Move",
    "Note",
    "Occurrence",
    "OccurrenceState",
    "Offer",
    "OfferAnswer",
    "Parked",
    "Place",
    "Private",
    "Promise",
    "Reaction",
    "Reminder",
    "Role",
    "RoleWish",
    "SharedPromise",
    "Signature",
    "Snapshot",
    "Status",
    "SuggestWish",
    "SyncEvent",
    "SyncEventKind",
    "ThanksWish",
]
