"""Meetings from .ics files, as Google, Outlook, Exchange and Apple write them, and as nobody should."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.clock import Clock
from store.errors import UsageError
from store.exchange import calendars
from store.exchange.calendars import CalendarFile, Skipped, read_calendar
from store.exchange.components import SIZE_LIMIT
from store.records import Meeting, Move
from store.rules.calendar import between, start_of
from store.team import Team

TODAY = date(2026, 11, 23)
START = "DTSTART;TZID=Europe/Berlin:20261102T093000"
WEEKLY = "RRULE:FREQ=WEEKLY"


def event(*lines: str, uid: str = "u-1", name: str = "Stand-up") -> str:
    return "\n".join(("BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{name}", *lines, "END:VEVENT", ""))


def file(path: Path, *parts: str, head: str = "VERSION:2.0\n") -> Path:
    text = f"BEGIN:VCALENDAR\n{head}{''.join(parts)}END:VCALENDAR\n"
    path.write_bytes(text.replace("\n", "\r\n").encode())
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "team.ics"


def read(path: Path, timezone: str = "Europe/Lisbon") -> CalendarFile:
    return read_calendar(path, timezone, TODAY)


def one(path: Path, *lines: str, zones: str = "", head: str = "") -> Meeting:
    (meeting,) = read(file(path, zones, event(*lines), head=head)).meetings
    return meeting


def described(tzid: str, standard: tuple[str, str], daylight: tuple[str, str], *more: str) -> str:
    """A VTIMEZONE as Outlook writes it: rules from the year 1601 on."""
    (winter, to_winter), (summer, to_summer) = standard, daylight
    lines = ["BEGIN:VTIMEZONE", f"TZID:{tzid}", *more]
    for kind, before, offset, rule in (
        ("STANDARD", summer, winter, to_winter),
        ("DAYLIGHT", winter, summer, to_summer),
    ):
        lines += [
            f"BEGIN:{kind}",
            "DTSTART:16010101T030000",
            f"TZOFFSETFROM:{before}",
            f"TZOFFSETTO:{offset}",
        ]
        lines += [f"RRULE:FREQ=YEARLY;{rule}", f"END:{kind}"]
    return "\n".join((*lines, "END:VTIMEZONE", ""))


# What is taken


def test_a_series_with_exceptions_and_moved_occurrences(path: Path) -> None:
    found = read(
        file(
            path,
            event(
                START,
                "DTEND;TZID=Europe/Berlin:20261102T100000",
                "RRULE:FREQ=WEEKLY;UNTIL=20261221T083000Z;BYDAY=MO",
                "EXDATE;TZID=Europe/Berlin:20261109T093000",
                "EXDATE:20261116T083000Z",
                name="Stand-up\\, short\\; every\n  Monday",
            ),
            event("RECURRENCE-ID;TZID=Europe/Berlin:20261123T093000", "DTSTART:20261124T230000Z"),
            event("RECURRENCE-ID;VALUE=DATE:20261130", "DTSTART;TZID=America/New_York:20261130T040000"),
            event("RECURRENCE-ID:20261207T083000Z", "STATUS:CANCELLED"),
            event("RECURRENCE-ID:20261214T083000Z", START.replace("1102", "1214"), "LOCATION:Attic"),
        )
    )
    assert found.skipped == []
    (meeting,) = found.meetings
    assert meeting == Meeting(
        meeting.id,
        "Stand-up, short; every Monday",
        date(2026, 11, 2),
        "09:30",
        "Europe/Berlin",
        "FREQ=WEEKLY;UNTIL=20261221T083000Z;BYDAY=MO",
        (),
        minutes=30,
        skips=(date(2026, 11, 9), date(2026, 11, 16), date(2026, 12, 7)),
        moves={
            date(2026, 11, 23): Move(date(2026, 11, 25), "00:00"),
            date(2026, 11, 30): Move(date(2026, 11, 30), "10:00"),
        },
    )
    held = [start_of(meeting, day) for day in between(meeting, date(2026, 11, 1), date(2027, 1, 31))]
    assert held == [
        datetime(2026, 11, 2, 8, 30, tzinfo=UTC),
        datetime(2026, 11, 24, 23, 0, tzinfo=UTC),
        datetime(2026, 11, 30, 9, 0, tzinfo=UTC),
        datetime(2026, 12, 14, 8, 30, tzinfo=UTC),
        datetime(2026, 12, 21, 8, 30, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        ("FREQ=MONTHLY;BYDAY=1MO", "FREQ=MONTHLY;BYDAY=1MO"),
        ("FREQ=MONTHLY;COUNT=3;BYDAY=+1MO;INTERVAL=2", "FREQ=MONTHLY;INTERVAL=2;COUNT=3;BYDAY=+1MO"),
        (
            "INTERVAL=1;FREQ=DAILY;UNTIL=20270101;BYDAY=MO, TU;WKST=SU",
            "FREQ=DAILY;UNTIL=20270101;BYDAY=MO,TU;WKST=SU",
        ),
        ("freq=weekly;byhour=9", "FREQ=WEEKLY"),
    ],
)
def test_rules(path: Path, rule: str, kept: str) -> None:
    assert one(path, START, f"RRULE:{rule}").rule == kept


@pytest.mark.parametrize(
    ("start", "zone", "time"),
    [
        ("DTSTART;TZID=America/New_York:20261102T093000", "America/New_York", "09:30"),
        ("DTSTART;TZID=W. Europe Standard Time:20261102T093000", "Europe/Berlin", "09:30"),
        ('DTSTART;TZID="Eastern Standard Time":20261102T093000', "America/New_York", "09:30"),
        ("DTSTART;TZID=/example.org/20260101_1/Asia/Tokyo:20261102T093000", "Asia/Tokyo", "09:30"),
        ('DTSTART;TZID="(UTC+01:00) Amsterdam, Berlin, Bern":20261102T093000', "Europe/Amsterdam", "09:30"),
        ('DTSTART;TZID="(UTC-05:00) Eastern Time (US & Canada)":20261102T093000', "US/Eastern", "09:30"),
        ("DTSTART:20261102T093000Z", "UTC", "09:30"),
        ("DTSTART:20261102T093000", "Europe/Lisbon", "09:30"),
    ],
)
def test_zones_by_name(path: Path, start: str, zone: str, time: str) -> None:
    meeting = one(path, start, WEEKLY)
    assert (meeting.timezone, meeting.time) == (zone, time)


EUROPE = ("+0100", "BYMONTH=10;BYDAY=-1SU"), ("+0200", "BYMONTH=3;BYDAY=-1SU")
AMERICA = ("-0600", "BYMONTH=11;BYDAY=1SU"), ("-0500", "BYMONTH=3;BYDAY=2SU")
SOUTH = ("+1000", "BYMONTH=4;BYDAY=1SU"), ("+1100", "BYMONTH=10;BYDAY=1SU")


@pytest.mark.parametrize(
    ("zones", "zone"),
    [
        (described("Ours", *EUROPE), "Europe/Berlin"),
        (described("Ours", *AMERICA), "America/Chicago"),
        (described("Ours", *SOUTH), "Australia/Sydney"),
        # As in Athens, but for two days in March.
        (
            described("Ours", ("+0200", "BYMONTH=10;BYDAY=-1SU"), ("+0300", "BYMONTH=3;BYDAY=-1FR")),
            "Asia/Jerusalem",
        ),
        (described("Ours", *EUROPE, "X-LIC-LOCATION:Europe/Rome"), "Europe/Rome"),
        # The rules of America until 2006: only January and July tell.
        (
            described("Ours", ("-0800", "BYMONTH=10;BYDAY=-1SU"), ("-0700", "BYMONTH=4;BYDAY=1SU")),
            "America/Los_Angeles",
        ),
        (described("Ours", ("+0530", "BYMONTH=1"), ("+0530", "BYMONTH=6")), "Asia/Kolkata"),
    ],
)
def test_a_zone_that_the_file_describes(path: Path, zones: str, zone: str) -> None:
    assert one(path, START.replace("Europe/Berlin", "Ours"), WEEKLY, zones=zones).timezone == zone


def test_the_zone_of_the_reader_comes_first_among_those_with_its_clock(path: Path) -> None:
    file(path, described("Ours", *EUROPE), event(START.replace("Europe/Berlin", "Ours"), WEEKLY))
    assert read(path, "Europe/Oslo").meetings[0].timezone == "Europe/Oslo"


def test_times_without_a_zone_are_in_that_of_the_calendar(path: Path) -> None:
    head = "X-WR-TIMEZONE:Asia/Kolkata\n"
    assert one(path, "DTSTART:20261102T093000", WEEKLY, head=head).timezone == "Asia/Kolkata"


@pytest.mark.parametrize(
    ("line", "minutes"),
    [
        ("DURATION:PT45M", 45),
        ("DTEND;TZID=Europe/London:20261102T093000", 60),
        ("DTEND;TZID=Europe/Berlin:20261102T093000", 15),
        ("LOCATION:Attic", 15),
    ],
)
def test_how_long_it_lasts(path: Path, line: str, minutes: int) -> None:
    assert one(path, START, line, WEEKLY).minutes == minutes


def test_of_several_versions_the_last_one_counts(path: Path) -> None:
    moved = "RECURRENCE-ID:20261109T083000Z"
    found = read(
        file(
            path,
            event(START, WEEKLY, "SEQUENCE:2", name="New"),
            event(moved, "DTSTART:20261109T100000Z", "SEQUENCE:5"),
            event(START, WEEKLY, "SEQUENCE:1", name="Old"),
            event(moved, "DTSTART:20261109T110000Z", "SEQUENCE:4"),
        )
    )
    (meeting,) = found.meetings
    assert (meeting.name, meeting.moves) == ("New", {date(2026, 11, 9): Move(date(2026, 11, 9), "11:00")})


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-16", "cp1252"])
def test_codings_and_lines_folded_within_a_character(path: Path, coding: str) -> None:
    file(path, event(START, WEEKLY, name="Größe"))
    path.write_bytes(path.read_bytes().decode().encode(coding))
    assert read(path).meetings[0].name == "Größe"
    folded = (
        file(path, event(START, WEEKLY, name="Größe")).read_bytes().replace(b"\xc3\xb6", b"\xc3\r\n \xb6")
    )
    path.write_bytes(folded)
    assert read(path).meetings[0].name == "Größe"


# What is left out


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ((START,), "It is not recurring."),
        ((START, WEEKLY, "STATUS:CANCELLED"), "It was cancelled."),
        ((START, WEEKLY, "CLASS:PRIVATE"), "It is marked as private."),
        (("DTSTART;VALUE=DATE:20261102", WEEKLY), "It lasts all day."),
        ((START, WEEKLY, "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"), "It lasts all day."),
        ((START, WEEKLY, "DURATION:P2D"), "It lasts longer than a day."),
        ((WEEKLY,), "It has no beginning."),
        ((START, WEEKLY, "RRULE:FREQ=DAILY"), "It has several rules."),
        ((START, "RDATE:20261103T083000Z"), "It has single days instead of a rule (RDATE)."),
        (
            (START, WEEKLY, "EXRULE:FREQ=MONTHLY"),
            "It has a rule for exceptions (EXRULE), which only old calendars have.",
        ),
        (
            (START, "RRULE:FREQ=HOURLY"),
            "A meeting happens at most once a day; give a rule of days, weeks, months or years.",
        ),
        ((START, "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), "would never happen."),
        ((START, "RRULE:FREQ=WEEKLY;UNTIL=20200101"), "would never happen."),
        ((START, "RRULE:" + "X" * 10_000), "looks like FREQ=WEEKLY"),
        (("DTSTART;TZID=Mars/Base:20261102T093000", WEEKLY), "Its time zone “Mars/Base” does not exist."),
        (("DTSTART:20261102T250000", WEEKLY), "It could not be understood: DTSTART."),
        (("DTSTART:soon", WEEKLY), "It could not be understood: DTSTART."),
        ((START, START, WEEKLY), "It could not be understood: DTSTART."),
        ((START, WEEKLY, "EXDATE:never"), "It could not be understood: EXDATE."),
        (
            ("DTSTART:00010101T000000Z", "DTEND;TZID=Asia/Tokyo:00010101T000000", WEEKLY),
            "It could not be understood.",
        ),
    ],
)
def test_what_is_left_out_says_why_and_stops_no_other(path: Path, lines: tuple[str, ...], why: str) -> None:
    found = read(file(path, event(*lines), event(START, WEEKLY, uid="u-2", name="Retro")))
    assert [meeting.name for meeting in found.meetings] == ["Retro"]
    ((name, said),) = found.skipped
    assert (name, said.endswith(why) or why in said) == ("Stand-up", True)


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (("RDATE:20261103T083000Z,20261109T083000Z",), "Its extra days are left out: 2026-11-03."),
        (("RRULE:FREQ=WEEKLY;BYDAY=TU",), "Its first day, 2026-11-02, is left out: it is none of its rule."),
    ],
)
def test_days_beside_the_rule_are_said(path: Path, lines: tuple[str, ...], why: str) -> None:
    rule = () if lines[0].startswith("RRULE") else (WEEKLY,)
    found = read(file(path, event(START, *rule, *lines)))
    assert len(found.meetings) == 1
    assert found.skipped == [Skipped("Stand-up", why)]


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (
            ("RECURRENCE-ID:20261103T083000Z",),
            "The change of 2026-11-03 is left out: that is none of its days.",
        ),
        (("RECURRENCE-ID;RANGE=THISANDFUTURE:20261109T083000Z",), "make it a series of its own."),
        (
            ("RECURRENCE-ID:20261109T083000Z", "DTSTART;VALUE=DATE:20261110"),
            "lasts all day; it stays at 09:30.",
        ),
        (("RECURRENCE-ID:20261109T083000Z", "DTSTART:20281110T083000Z"), "moved by more than a year"),
        (
            ("RECURRENCE-ID:20261109T083000Z", "DTSTART;TZID=No/Where:20261110T083000"),
            "“No/Where” does not exist.",
        ),
        (("RECURRENCE-ID:tomorrow",), "A change is left out. It could not be understood: RECURRENCE-ID."),
    ],
)
def test_a_change_that_cannot_be_kept_leaves_the_series(path: Path, lines: tuple[str, ...], why: str) -> None:
    found = read(file(path, event(START, WEEKLY), event(*lines)))
    assert [meeting.moves for meeting in found.meetings] == [{}]
    assert [why in said for _, said in found.skipped] == [True]


def test_a_change_without_its_series_is_said(path: Path) -> None:
    found = read(file(path, event("RECURRENCE-ID:20261109T083000Z", START)))
    assert found == ([], [Skipped("Stand-up", "It is a change to a series that is not in the file.")])


def test_a_file_that_is_cut_off_gives_what_it_has(path: Path) -> None:
    whole = file(path, event(START, WEEKLY), event(START, WEEKLY, uid="u-2")).read_bytes()
    path.write_bytes(whole[: whole.rindex(b"RRULE")])
    found = read(path)
    assert len(found.meetings) == 1
    assert found.skipped == [Skipped("", "The file is cut off; what its end held is missing.")]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is no calendar"),
        (b"name,handle\nNia,nia\n", "is no calendar"),
        (bytes(5 << 20), "is no calendar"),
        (b"\xff\xfe\x00", "is no calendar"),
        (b"BEGIN:VCALENDAR\n" + b"x" * SIZE_LIMIT, "larger than a calendar can be"),
    ],
)
def test_files_that_are_none(path: Path, data: bytes, said: str) -> None:
    path.write_bytes(data)
    with pytest.raises(UsageError, match=said):
        read(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.ics"):
        with pytest.raises(UsageError, match="There is no file"):
            read(path)


def test_ten_thousand_events_are_read_and_as_many_series_refused(path: Path) -> None:
    description = "DESCRIPTION:" + "x" * 500
    many = (event(START, description, uid=f"u-{n}") for n in range(10_000))
    found = read(file(path, *many, event(START, WEEKLY)))
    assert path.stat().st_size > 5 << 20
    assert (len(found.meetings), len(found.skipped)) == (1, 10_000)
    with pytest.raises(UsageError, match=r"10000 recurring events .* takes up to 500"):
        read(file(path, *(event(START, WEEKLY, uid=f"u-{n}") for n in range(10_000))))


def test_reading_ends_when_its_time_is_over(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = iter(range(0, 1000, 15))
    monkeypatch.setattr(Clock, "monotonic", lambda: next(seconds))
    found = read(file(path, *(event(START, WEEKLY, uid=f"u-{n}", name=f"{n}") for n in range(3))))
    assert [meeting.name for meeting in found.meetings] == ["0"]
    assert [said[:22] for _, said in found.skipped] == ["There was no time left"] * 2
    assert calendars.PATIENCE < 30


pieces = st.sampled_from(
    [
        *(
            "BEGIN:VCALENDAR",
            "END:VCALENDAR",
            "BEGIN:VEVENT",
            "END:VEVENT",
            "BEGIN:VTIMEZONE",
            "END:VTIMEZONE",
        ),
        *("BEGIN:STANDARD", "END:STANDARD", "TZID:Ours", "TZOFFSETTO:+0100", "DTSTART:16010101T000000"),
        *("UID:u", "SUMMARY:Stand-up", START, WEEKLY, "DTSTART;TZID=Ours:20261102T093000", "DURATION:-P1D"),
        *(
            "EXDATE:20261109T083000Z",
            "EXDATE:",
            "RDATE;VALUE=PERIOD:20261102T083000Z/PT1H",
            "DTEND:99991231T235959Z",
        ),
        *(
            "RECURRENCE-ID:20261109T083000Z",
            "RRULE:FREQ=DAILY;COUNT=3",
            "DTSTART;TZID=:1",
            ";",
            ":",
            " x",
            "DTSTART:083000",
        ),
    ]
)


@given(st.lists(pieces, max_size=25))
@settings(max_examples=200, deadline=None)
def test_no_file_ever_raises_but_in_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "odd.ics"
    path.write_text("\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines]), "utf-8")
    found = read(path)
    assert all(said.endswith(".") for _, said in found.skipped)
    assert all(start_of(meeting, meeting.first) for meeting in found.meetings)


# Into the team


def test_the_same_file_twice_or_on_two_machines_is_one_meeting(path: Path, team: Team, ben: Team) -> None:
    changed = event("RECURRENCE-ID:20261109T083000Z", "DTSTART:20261110T083000Z")
    (meeting,) = read(file(path, event(START, WEEKLY, "EXDATE:20261116T083000Z"), changed)).meetings
    assert team.add_series([meeting]) == [meeting]
    assert team.add_series([meeting]) == []
    assert ben.add_series([meeting]) == [meeting]
    for one in (team, ben, team):
        one.sync()
    assert team.snapshot().meetings == ben.snapshot().meetings == {meeting.id: meeting}
    team.remove_meeting(meeting.id)
    assert team.snapshot().meetings == {}
    assert team.add_series([meeting]) == [meeting]
    assert team.undo() is not None
    assert team.snapshot().meetings == {}


def test_two_people_who_move_two_meetings_both_do(path: Path, team: Team, ben: Team) -> None:
    changed = event("RECURRENCE-ID:20261109T083000Z", "DTSTART:20261110T083000Z")
    (meeting,) = team.add_series(read(file(path, event(START, WEEKLY), changed)).meetings)
    for one in (team, ben):
        one.sync()
    here, there = date(2026, 11, 23), date(2026, 11, 30)
    team.move(meeting.id, here, date(2026, 11, 24))
    ben.move(meeting.id, there, date(2026, 12, 1), "8:00")
    for one in (team, ben, team):
        one.sync()
    both = {**meeting.moves, here: Move(date(2026, 11, 24), "09:30"), there: Move(date(2026, 12, 1), "08:00")}
    assert team.snapshot().meetings[meeting.id].moves == ben.snapshot().meetings[meeting.id].moves == both
    team.move(meeting.id, there, there)
    assert there not in team.snapshot().meetings[meeting.id].moves
    assert team.undo() is not None
    assert team.snapshot().meetings[meeting.id].moves == both
