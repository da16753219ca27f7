"""Where the cards of the wall lie: columns of cards of different heights, measured only where somebody looks.

The wall is cut into sections of a few rows that begin and end on one line. What is not measured yet counts as
much as its cards would take on average, so that a wall of any length is laid out at once; what is measured
later moves only what lies below it, or is made up for in `settle`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from textual.geometry import Region

GAP: Final = 1
"""Cells between two columns."""

SIDE_BY_SIDE: Final = 86
"""Cells from which on two cards lie beside each other."""

ROWS: Final = 8
"""Cards above each other in one section, about."""

_FIRST_GUESS: Final = 8.0
"""Lines of a card while none was measured."""


class Group(NamedTuple):
    """So many cards under one heading."""

    heading: str
    cards: int


class Section(NamedTuple):
    """The cards `first` to before `end`, below a heading; "" where they go on from the section before."""

    heading: str
    first: int
    end: int


class Place(NamedTuple):
    """Where a card lies in its section: its column, its first line, the line after its last."""

    column: int
    top: int
    bottom: int


class Aim(NamedTuple):
    """Where steps lead to: the column that steps up and down keep to, the line for steps to the side."""

    column: int
    line: int


class Masonry:
    """The cards of `groups` on a wall of `width` cells; `measure` tells the lines that a card needs."""

    def __init__(self, width: int, groups: Iterable[Group] = (), measure: Callable[[int], int] = int) -> None:
        self.width = width
        self.columns = 1 if width < SIDE_BY_SIDE else min(4, max(2, width // 38))
        self.card_width = max(1, (width - GAP * (self.columns - 1)) // self.columns)
        self.sections = list(self._cut(groups))
        self.count = self.sections[-1].end if self.sections else 0
        self._firsts = [section.first for section in self.sections]
        self._measure = measure
        self._places: dict[int, list[Place]] = {}
        self._heights = [self._guess(section, _FIRST_GUESS) for section in self.sections]
        self._tops: list[int] | None = None

    def _cut(self, groups: Iterable[Group]) -> Iterator[Section]:
        size, first = ROWS * self.columns, 0
        for heading, cards in groups:
            # The last piece is not left with a card or two: their columns could not end on one line.
            pieces = max(1, round(cards / size))
            ends = [first + cards * number // pieces for number in range(pieces + 1)]
            for number, (begin, end) in enumerate(pairwise(ends)):
                yield Section(heading if number == 0 else "", begin, end)
            first += cards

    def _guess(self, section: Section, card: float) -> int:
        rows = -(-(section.end - section.first) // self.columns)
        return round(rows * card) + bool(section.heading)

    # Lines of the whole wall

    @property
    def tops(self) -> list[int]:
        """The first line of each section, and the height of the wall as the last."""
        if self._tops is None:
            self._tops = list(accumulate(self._heights, initial=0))
        return self._tops

    @property
    def height(self) -> int:
        """Lines of the whole wall."""
        return self.tops[-1]

    def section_at(self, line: int) -> int:
        """The section that has that line, else the nearest."""
        return max(0, min(bisect_right(self.tops, line) - 1, len(self.sections) - 1))

    def settle(self, top: int, height: int, kept: int) -> int:
        """Measures what lies within `height` lines from `top` on; the line from which on it then lies there.

        What is measured above the section `kept` moves the wall, so that what lies from there on stays.
        """
        while True:
            fresh = [n for n in self._within(top, height) if n not in self._places]
            if not fresh:
                return top
            before = self.tops[kept]
            self._place(fresh[0])
            top += self.tops[kept] - before

    def _within(self, top: int, height: int) -> range:
        if not self.sections:
            return range(0)
        return range(self.section_at(top), self.section_at(top + height - 1) + 1)

    def seen(self, top: int, height: int) -> list[int]:
        """The cards that are at least partly within `height` lines from `top` on."""
        return [
            index
            for number in self._within(top, height)
            for index, place in enumerate(self._place(number), self.sections[number].first)
            if place.top + self.tops[number] < top + height and place.bottom + self.tops[number] > top
        ]

    def crossing(self, line: int) -> tuple[str, list[tuple[int, int] | None]]:
        """What a line of the wall crosses: a heading, or for each column a card and which line of it."""
        number = self.section_at(line)
        section, places = self.sections[number], self._place(number)
        line -= self.tops[number]
        if section.heading and line == 0:
            return section.heading, []
        crossed: list[tuple[int, int] | None] = [None] * self.columns
        for index, place in enumerate(places, section.first):
            if place.top <= line < place.bottom:
                crossed[place.column] = (index, line - place.top)
        return "", crossed

    # Cards

    def region(self, index: int) -> Region:
        """Where a card lies on the whole wall."""
        number, place = self._placed(index)
        return Region(
            place.column * (self.card_width + GAP),
            self.tops[number] + place.top,
            self.card_width,
            place.bottom - place.top,
        )

    def at(self, x: int, y: int) -> int | None:
        """The card at that cell of the whole wall, if there is one."""
        column, within = divmod(x, self.card_width + GAP)
        if not self.sections or not (0 <= y < self.height) or x < 0 or within >= self.card_width:
            return None
        _, crossed = self.crossing(y)
        found = crossed[column] if column < len(crossed) else None
        return found[0] if found else None

    def aim(self, index: int) -> Aim:
        """What steps from a card aim at."""
        _, place = self._placed(index)
        return Aim(place.column, (place.top + place.bottom) // 2)

    def step(self, index: int, across: int, down: int, aim: Aim) -> tuple[int, Aim]:
        """The neighbour in that direction, or the card itself at the edge; and what to aim at from there."""
        number, place = self._placed(index)
        if across:
            beside = self._in_column(number, place.column + across)
            if not beside:
                return index, aim
            target = min(beside, key=lambda n: _distance(self._placed(n)[1], aim.line))
            return target, Aim(place.column + across, aim.line)
        column = self._in_column(number, place.column)
        following = column.index(index) + down
        target = index
        if 0 <= following < len(column):
            target = column[following]
        elif 0 <= number + down < len(self.sections):
            target = self._nearest(number + down, aim.column)[0 if down > 0 else -1]
        return target, aim if target == index else Aim(aim.column, self.aim(target).line)

    def page(self, index: int, lines: int) -> int:
        """The card so many lines further down, in the same column if there is one."""
        region = self.region(index)
        line = max(0, min(region.y + lines, self.height - 1))
        number = self.section_at(line)
        self._place(number)
        line = min(line, self.tops[number + 1] - 1)
        column = self._nearest(number, self._placed(index)[1].column)
        return min(column, key=lambda n: _distance(self._placed(n)[1], line - self.tops[number]))

    def _nearest(self, number: int, column: int) -> list[int]:
        """The cards of that column of a section, else of the nearest one that has any."""
        return next(
            cards
            for distance in range(self.columns)
            for wanted in (column - distance, column + distance)
            if (cards := self._in_column(number, wanted))
        )

    def _in_column(self, number: int, column: int) -> list[int]:
        first = self.sections[number].first
        return [n for n, place in enumerate(self._place(number), first) if place.column == column]

    def _placed(self, index: int) -> tuple[int, Place]:
        number = bisect_right(self._firsts, index) - 1
        return number, self._place(number)[index - self.sections[number].first]

    # Measuring

    def _place(self, number: int) -> Sequence[Place]:
        """Where the cards of a section lie; measures them when it is asked for the first time."""
        known = self._places.get(number)
        if known is None:
            section = self.sections[number]
            heights = [self._measure(index) for index in range(section.first, section.end)]
            known = flush(stack(heights, self.columns, bool(section.heading)), self.columns)
            if not self._places:  # the others will be about as high
                average = sum(heights) / len(heights)
                self._heights = [self._guess(other, average) for other in self.sections]
            self._places[number] = known
            self._heights[number] = max(place.bottom for place in known)
            self._tops = None
        return known


def stack(heights: Iterable[int], columns: int, top: int = 0) -> list[Place]:
    """Puts each card below the column that is shortest by then, from line `top` on."""
    ends = [top] * columns
    places = []
    for height in heights:
        column = ends.index(min(ends))
        places.append(Place(column, ends[column], ends[column] + height))
        ends[column] += height
    return places


def flush(places: Sequence[Place], columns: int) -> list[Place]:
    """Makes columns end on one line, as far as a line more for each card reaches."""
    end = max(place.bottom for place in places)
    moved = list(places)
    for column in range(columns):
        cards = [n for n, place in enumerate(places) if place.column == column]
        missing = end - places[cards[-1]].bottom if cards else 0
        if 0 < missing <= len(cards):
            for number, n in enumerate(cards[-missing:]):
                place = places[n]
                moved[n] = Place(column, place.top + number, place.bottom + number + 1)
    return moved


def _distance(place: Place, line: int) -> int:
    """Lines between a card and a line; 0 for one that it crosses."""
    return max(place.top - line, line - place.bottom + 1, 0)
