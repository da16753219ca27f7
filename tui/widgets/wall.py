"""The wall of thanks: cards in columns, drawn line by line, so that ten thousand cost what ten cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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

from store.finding import place_of
from store.records import Kudos
from store.wall import times
from tui.widgets.card import Reader, State, ago, draw, exactly, height_of
from tui.widgets.masonry import GAP, Aim, Group, Masonry
from tui.widgets.spans import group


class Wall(ScrollView, can_focus=True, inherit_bindings=False):
    """Cards under headings in as many columns as fit, one of them chosen by key or mouse; nothing animates.

    No widget stands behind a card: `render_line` draws the lines that are seen and keeps them as strips until
    the card, the width or the state changes. Cards are measured when they come into view.
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
        self._masonry = Masonry(0)
        self._height = 0  # lines in view when it was laid out
        self._cursor = 0
        self._aim: Aim | None = None  # what steps from the cursor aim at, once there was one
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
            if before.today != reader.today:  # what is "Today" now has another heading
                self._lay_out(self._anchor())
            for index in self._seen():
                given = self._wall[index].given
                if ago(given, before.now) != ago(given, reader.now):
                    self._refresh_card(index)

    def go_newest(self) -> None:
        """Moves to the newest card; no card is being read any more."""
        self._move(0)
        self._wanted = None
        self.scroll_to(y=0, animate=False)

    def follow(self, by: int) -> Kudos | None:
        """Chooses the card so many further on, older ones after newer ones; None where there is none."""
        index = self._cursor + by
        if not 0 <= index < len(self._wall):
            return None
        self._move(index)
        return self.chosen

    # Where things are

    def _seen(self) -> list[int]:
        return self._masonry.seen(self.scroll_offset.y, self._height)

    def _anchor(self) -> tuple[Kudos, int] | None:
        """The card that must not move, and its line on the screen: the chosen one if seen, else the first."""
        seen = [index for index in self._seen() if index < len(self._wall)]
        if not seen:
            return None
        index = self._cursor if self._cursor in seen else seen[0]
        return self._wall[index], self._masonry.region(index).y - self.scroll_offset.y

    def _lay_out(self, anchor: tuple[Kudos, int] | None) -> None:
        """Lays the cards out in the present width and scrolls so that the anchor keeps its line."""
        width = self.scrollable_content_region.width
        if width != self._masonry.width:
            self._strips.clear()
        self._aim, self._height = None, self.size.height
        if not width:  # before the first layout it only matters that there is something to scroll
            self.virtual_size = Size(0, Masonry(0, [Group("", len(self._wall))]).height)
            return
        self._masonry = masonry = Masonry(width, self._groups(), self._measure)
        index = place_of(self._wall, anchor[0]) if anchor else None
        if anchor and index is not None:
            region = masonry.region(index)
            self._show_from(max(0, region.y - anchor[1]), masonry.section_at(region.y))
        else:
            self._show_from(self.scroll_offset.y, 0)
        if index is None:
            self._scroll_to_cursor()
        self.refresh()

    def _groups(self) -> Iterable[Group]:
        reader = self._reader
        if reader is None:
            return ()
        me = reader.members.get(reader.me)
        return group(times(self._wall), reader.now, reader.timezone, me.week_start if me else 1)

    def _measure(self, index: int) -> int:
        return height_of(self._wall[index], self._masonry.card_width, self._words)

    def _show_from(self, top: int, kept: int) -> None:
        """Scrolls to that line once all is measured that is then seen; what lies from `kept` on stays."""
        masonry, height = self._masonry, self.size.height
        top = masonry.settle(top, height, kept)
        last = max(0, masonry.height - height)
        if top > last:  # near the end, what was thought to lie below is not there
            top = min(masonry.settle(last, height, kept), max(0, masonry.height - height))
        size = Size(masonry.width, masonry.height)
        if size != self.virtual_size:
            self.virtual_size = size
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Measures what comes into view."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self._show_from(round(new_value), self._masonry.section_at(round(old_value)))

    def on_resize(self) -> None:
        """Lays the cards out anew; what is being read stays in view."""
        anchor = self._anchor()
        self._lay_out(anchor)
        if anchor and anchor[0] is self.chosen:
            self._scroll_to_cursor()

    def _scroll_to_cursor(self) -> None:
        """Scrolls no more than needed to see the chosen card whole."""
        masonry, height = self._masonry, self.size.height
        if not masonry.count:
            return
        place, top = masonry.region(self._cursor), self.scroll_offset.y
        number = masonry.section_at(place.y)
        if place.y < top or place.height > height:
            headed = bool(masonry.sections[number].heading) and place.y == masonry.tops[number] + 1
            self._show_from(place.y - headed if place.height < height else place.y, number)
        elif place.bottom > top + height:
            self._show_from(place.bottom - height, number)
        else:
            self._show_from(top, number)

    # Drawing

    def notify_style_update(self) -> None:
        """Another theme: everything is drawn anew."""
        super().notify_style_update()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """One line of the screen: the cards that it crosses, beside each other."""
        masonry, base = self._masonry, self.visual_style.rich_style
        if not masonry.count:
            return self._empty_line(y).extend_cell_length(masonry.width, base)
        line = y + self.scroll_offset.y
        if line >= masonry.height:
            return Strip.blank(masonry.width, base)
        heading, crossed = masonry.crossing(line)
        if heading:
            return self._strip(_heading(heading, masonry.width))
        parts: list[Strip] = []
        for card in crossed:
            if parts:
                parts.append(Strip.blank(GAP, base))
            parts.append(self._card(card[0])[card[1]] if card else Strip.blank(masonry.card_width, base))
        return Strip.join(parts).extend_cell_length(masonry.width, base)

    def _card(self, index: int) -> list[Strip]:
        """The strips of a card."""
        kudos, size = self._wall[index], self._masonry.region(index).size
        state: State = "plain" if index != self._cursor else "focused" if self.has_focus else "chosen"
        known = self._strips.get((kudos.id, state))
        if known is not None and known[0] == kudos and len(known[1]) == size.height:
            return known[1]
        assert self._reader is not None
        lines = draw(kudos, self._reader, size.width, size.height, self._words, state)
        strips = [self._strip(line) for line in lines]
        self._strips[kudos.id, state] = (kudos, strips)
        return strips

    def _empty_line(self, y: int) -> Strip:
        """A line of the words that stand in for cards, in the upper middle of the wall."""
        width = self._masonry.width
        lines = [line for part in self._empty.split() for line in part.wrap(max(8, min(56, width - 4)))]
        at = y - max(0, (self.size.height - len(lines)) // 3)
        return self._strip(lines[at].center(width)) if 0 <= at < len(lines) else Strip([])

    def _strip(self, line: Content) -> Strip:
        pieces = line.render(self.visual_style, end="", parse_style=_parsed)
        return Strip([Segment(text, style.rich_style) for text, style in pieces], line.cell_length)

    def _refresh_card(self, index: int) -> None:
        if index in self._seen():  # to ask for the region of any other would measure it
            self.refresh(self._masonry.region(index).translate(-self.scroll_offset))

    # Moving

    def action_step(self, across: int, down: int) -> None:
        """Moves to the neighbour."""
        if self._masonry.count:
            aim = self._aim or self._masonry.aim(self._cursor)
            index, aim = self._masonry.step(self._cursor, across, down, aim)
            self._move(index)
            self._aim = aim

    def action_page(self, down: int) -> None:
        """Turns the page: the wall moves by what is seen at once, less two lines, and the choice with it."""
        masonry, lines = self._masonry, down * max(1, self.size.height - 2)
        if masonry.count:
            self._show_from(max(0, self.scroll_offset.y + lines), masonry.section_at(self.scroll_offset.y))
            self._move(masonry.page(self._cursor, lines))

    def action_oldest(self) -> None:
        """Moves to the oldest card."""
        self._move(len(self._wall) - 1)

    def _move(self, index: int) -> None:
        if not 0 <= index < len(self._wall):
            return
        before, self._cursor, self._aim = self._cursor, index, None
        self._wanted = self._wall[index]
        if before != index:
            self._refresh_card(before)
            self._refresh_card(index)
        self._scroll_to_cursor()

    # Mouse and focus

    def _under(self, event: events.MouseEvent) -> int | None:
        """The card under the mouse."""
        place = event.get_content_offset_capture(self) + self.scroll_offset
        return self._masonry.at(place.x, place.y)

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


def _heading(words: str, width: int) -> Content:
    """A quiet line above the cards of a day, a week or a month."""
    heading = Content.styled(f" {words} ", "$text-muted")
    rule = Content.styled("─" * max(0, width - heading.cell_length), "$border 40%")
    return Content.assemble(heading, rule).truncate(width)


def _parsed(style: str | Style) -> Style:
    return style if isinstance(style, Style) else Style.parse(style)
