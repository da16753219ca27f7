"""The wall of thanks: cards in columns, drawn line by line, so that ten thousand cost what ten cost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from store.records import Kudos
from tui.widgets.card import Reader, State, ago, draw, exactly
from tui.widgets.finding import place_of
from tui.widgets.grid import GAP, Grid


class Wall(ScrollView, can_focus=True, inherit_bindings=False):
    """Cards in as many columns as fit, one of them chosen. Keys and mouse choose and open; nothing animates.

    No widget stands behind a card: `render_line` draws the lines that are seen and keeps them as strips until
    the card, the width or the state changes.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Wall {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(0, -1)", "Card above", show=False),
        Binding("down", "step(0, 1)", "Card below", show=False),
        Binding("left", "step(-1, 0)", "Card before", show=False),
        Binding("right", "step(1, 0)", "Card after", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("end", "oldest", "Oldest", show=False),
    ]

    class Opened(Message):
        """A card was opened."""

        def __init__(self, kudos: Kudos) -> None:
            super().__init__()
            self.kudos = kudos
            """The card."""

    def __init__(self) -> None:
        super().__init__()
        self._wall: Sequence[Kudos] = ()
        self._reader: Reader | None = None
        self._words: tuple[str, ...] = ()
        self._empty = Content("")
        self._grid = Grid(0, 0)
        self._height = 0  # lines in view when it was laid out
        self._cursor = 0
        self._wanted: Kudos | None = None  # last chosen by hand, even while a filter hides it
        self._strips: LRUCache[tuple[str, State], tuple[Kudos, list[Strip]]] = LRUCache(1024)

    # What is shown

    @property
    def kudos(self) -> Sequence[Kudos]:
        """The cards that are shown."""
        return self._wall

    @property
    def chosen(self) -> Kudos | None:
        """The card that commands are about."""
        return self._wall[self._cursor] if self._cursor < len(self._wall) else None

    def show(
        self,
        wall: Sequence[Kudos],
        reader: Reader,
        empty: Content,
        words: Sequence[str] = (),
        *,
        filtered: bool = False,
    ) -> None:
        """Shows these cards; the words of a search stand out, `empty` is said instead of none.

        `wall` must be newest first.
        The card that is being read stays where it is on the screen, and a wall that stands at its beginning
        stays there. With `filtered` the cards answer another question than before: then the chosen card is
        looked for among them, and if it is not there the first one is chosen.
        """
        self._forget_strips_unless_like(reader, tuple(words))
        at_newest, anchor = self._cursor == 0 and self.scroll_offset.y == 0, self._anchor()
        self._wall, self._empty, self._reader, self._words = wall, empty, reader, tuple(words)
        wanted = place_of(wall, self._wanted) if self._wanted is not None else None
        nearest = 0 if filtered or (at_newest and self._wanted is None) else min(self._cursor, len(wall) - 1)
        self._cursor = max(0, nearest) if wanted is None else wanted
        self._lay_out(None if filtered or at_newest else anchor)

    def _forget_strips_unless_like(self, reader: Reader, words: tuple[str, ...]) -> None:
        before = self._reader
        if (
            before is None
            or words != self._words
            or reader.now != before.now
            or reader.me != before.me
            or reader.members != before.members
        ):
            self._strips.clear()

    def pass_time(self, reader: Reader) -> None:
        """Takes note of the time; redraws only those cards whose words for it have changed."""
        before, self._reader = self._reader, reader
        if before is not None and before.now != reader.now:
            self._strips.clear()
            for index in self._seen():
                given = self._wall[index].given
                if ago(given, before.now) != ago(given, reader.now):
                    self._refresh_card(index)

    def go_newest(self) -> None:
        """Moves to the newest card; no card is being read any more."""
        self._move(0)
        self._wanted = None
        self.scroll_to(y=0, animate=False)

    # Where things are

    def _seen(self) -> range:
        return self._grid.seen(self.scroll_offset.y, self._height)

    def _anchor(self) -> tuple[Kudos, int] | None:
        """The card that must not move, and its line on the screen: the chosen one if seen, else the first."""
        seen = self._seen()
        if not seen or not self._wall:
            return None
        index = self._cursor if self._cursor in seen else seen.start
        return self._wall[index], self._grid.region(index).y - self.scroll_offset.y

    def _lay_out(self, anchor: tuple[Kudos, int] | None) -> None:
        """Lays the cards out in the present width and scrolls so that the anchor keeps its line."""
        width = self.scrollable_content_region.width
        if width != self._grid.width:
            self._strips.clear()
        self._grid, self._height = Grid(width, len(self._wall)), self.size.height
        self.virtual_size = Size(width, self._grid.height)
        index = place_of(self._wall, anchor[0]) if anchor else None
        if anchor and index is not None:
            self.scroll_to(y=max(0, self._grid.region(index).y - anchor[1]), animate=False)
        if index in (None, self._cursor):
            self._scroll_to_cursor()
        self.refresh()

    def on_resize(self) -> None:
        """Lays the cards out anew; what is being read stays in view."""
        self._lay_out(self._anchor())

    def _scroll_to_cursor(self) -> None:
        """Scrolls no more than needed to see the chosen card whole."""
        place, top, height = self._grid.region(self._cursor), self.scroll_offset.y, self.size.height
        if place.y < top or place.height > height:
            self.scroll_to(y=place.y, animate=False)
        elif place.bottom > top + height:
            self.scroll_to(y=place.bottom - height, animate=False)

    # Drawing

    def notify_style_update(self) -> None:
        """Another theme: everything is drawn anew."""
        super().notify_style_update()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """One line of the screen: the cards that it crosses, beside each other."""
        grid, base = self._grid, self.visual_style.rich_style
        if not self._wall:
            return self._empty_line(y).extend_cell_length(grid.width, base)
        row, line = divmod(y + self.scroll_offset.y, grid.card_height)
        first = row * grid.columns
        parts: list[Strip] = []
        for index in range(first, min(first + grid.columns, grid.count)):
            if parts:
                parts.append(Strip.blank(GAP, base))
            parts.append(self._card(index)[line])
        return Strip.join(parts).extend_cell_length(grid.width, base)

    def _card(self, index: int) -> list[Strip]:
        """The strips of a card."""
        kudos = self._wall[index]
        state: State = "plain" if index != self._cursor else "focused" if self.has_focus else "chosen"
        known = self._strips.get((kudos.id, state))
        if known is not None and known[0] == kudos:
            return known[1]
        assert self._reader is not None
        lines = draw(kudos, self._reader, self._grid.card_width, self._grid.card_height, self._words, state)
        strips = [self._strip(line) for line in lines]
        self._strips[kudos.id, state] = (kudos, strips)
        return strips

    def _empty_line(self, y: int) -> Strip:
        """A line of the words that stand in for cards, in the upper middle of the wall."""
        width = self._grid.width
        lines = [line for part in self._empty.split() for line in part.wrap(max(8, min(56, width - 4)))]
        at = y - max(0, (self.size.height - len(lines)) // 3)
        return self._strip(lines[at].center(width)) if 0 <= at < len(lines) else Strip([])

    def _strip(self, line: Content) -> Strip:
        pieces = line.render(self.visual_style, end="", parse_style=_parsed)
        return Strip([Segment(text, style.rich_style) for text, style in pieces], line.cell_length)

    def _refresh_card(self, index: int) -> None:
        self.refresh(self._grid.region(index).translate(-self.scroll_offset))

    # Moving

    def action_step(self, across: int, down: int) -> None:
        """Moves to the neighbour."""
        self._move(self._grid.step(self._cursor, across, down))

    def action_page(self, down: int) -> None:
        """Moves by as many rows as are seen whole."""
        rows = max(1, self.size.height // self._grid.card_height)
        self._move(self._grid.page(self._cursor, down * rows))

    def action_oldest(self) -> None:
        """Moves to the oldest card."""
        self._move(len(self._wall) - 1)

    def _move(self, index: int) -> None:
        if not 0 <= index < len(self._wall):
            return
        before, self._cursor = self._cursor, index
        self._wanted = self._wall[index]
        if before != index:
            self._refresh_card(before)
            self._refresh_card(index)
        self._scroll_to_cursor()

    # Mouse and focus

    def _under(self, event: events.MouseEvent) -> int | None:
        """The card under the mouse."""
        place = event.get_content_offset_capture(self) + self.scroll_offset
        return self._grid.at(place.x, place.y)

    def on_click(self, event: events.Click) -> None:
        """Chooses the card; a double click opens it."""
        index = self._under(event)
        if index is not None:
            self._move(index)
            if event.chain == 2:
                self.post_message(self.Opened(self._wall[index]))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Says the exact time of the card under the mouse."""
        index, words = self._under(event), ""
        if index is not None and self._reader is not None:
            words = exactly(self._wall[index].given, self._reader.timezone)
        if words != str(self.tooltip or ""):
            self.tooltip = Content(words) if words else None

    def on_focus(self) -> None:
        """Shows that keys are about this card."""
        self._refresh_card(self._cursor)

    def on_blur(self) -> None:
        """Shows that keys go elsewhere."""
        self._refresh_card(self._cursor)


def _parsed(style: str | Style) -> Style:
    return style if isinstance(style, Style) else Style.parse(style)
