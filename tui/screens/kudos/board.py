"""What the Kudos screen shows and how one finds something on it: the wall, its filters, its search."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar, cast

from textual import events, getters, on
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from store.finding import PERIODS, Finder, Period, View, Who, themes_on, words_of
from store.records import Kudos, Private, Snapshot
from store.wall import facts, select
from tui.commands import hint
from tui.screens.base import AmityScreen
from tui.widgets.card import Reader
from tui.widgets.chips import Chip, Chips
from tui.widgets.field import Field
from tui.widgets.filters import filter_chips
from tui.widgets.wall import Wall

_NOTHING: dict[Who, str] = {
    "all": "The wall is still empty.\n\nSomeone made your week a little easier.\n"
    "Press {thank} and tell them.",
    "for_me": "Nothing for you here yet.\n\nThanks travel: press {thank} and begin with someone else.",
    "from_me": "You have not thanked anyone here yet.\n\nPress {thank} and name one thing that someone did.",
}


class WallScreen(AmityScreen):
    """The wall, newest first, or what is wanted of it.

    What others add while one reads waits until it is asked for, so that no card moves under one's eyes.
    """

    mode = "kudos"
    CSS_PATH = "kudos.tcss"
    AUTO_FOCUS = "Wall"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False),
        Binding("down", "to_wall", "To the wall", show=False),
    ]

    wall = getters.query_one(Wall)
    filters = getters.query_one("#filters", Chips)
    news = getters.query_one("#news", Chips)
    search = getters.query_one("#search", Field)

    def __init__(self) -> None:
        super().__init__()
        self.view = View()
        """What of the wall is wanted."""
        self._finder = Finder()
        self._source: Snapshot | None = None  # what was shown last
        self._admitted: Sequence[Kudos] = ()  # its kudos but for those that wait to be asked for
        self._seen = ""

    def body(self) -> Iterable[Widget]:
        """Chips, the search while it is used, the wall with what is new above it."""
        yield Chips(id="filters")
        yield Field(placeholder="words, themes, names", compact=True, id="search")
        yield Container(Wall(), Chips(id="news"), id="board")

    def on_mount(self) -> None:
        """Keeps the times on the cards true."""
        self.watch(self.app, "moment", self._pass_time, init=False)

    # What is on the wall

    def show(self, snapshot: Snapshot, private: Private) -> None:
        """Shows the wall as it is now; what others added since waits to be asked for."""
        self._seen = max(self._seen, private.seen.get("kudos", ""))
        if snapshot is not self._source:
            self._admit(self._without_news(snapshot.kudos), snapshot)
        self._note_seen()

    def _without_news(self, wall: Sequence[Kudos]) -> Sequence[Kudos]:
        """The wall without what others added while I read; all of it when I do not, or wrote something."""
        before = self._admitted
        if not before or not self._is_open:
            return wall
        new = 0
        while new < len(wall) and (wall[new].given, wall[new].id) > (before[0].given, before[0].id):
            if wall[new].giver == self._me:
                return wall
            new += 1
        rest = wall[new:] if new else wall
        if len(rest) <= len(before):
            return rest
        known = {says["id"] for says in facts(before)}  # some came late, to stand among the others
        return select(rest, lambda says: says["id"] in known or says["from"] == self._me)

    def _admit(self, wall: Sequence[Kudos], snapshot: Snapshot) -> None:
        self._source, self._admitted = snapshot, wall
        new = len(snapshot.kudos) - len(wall)
        words = hint(f" {new} new · press {{kudos.newest}} ")
        self.news.chips = (Chip("newest", words, "bold reverse $primary", "Show them"),) if new else ()
        self.news.display = new > 0
        self._show_wall()

    def _admit_all(self) -> None:
        if self.app.snapshot is not None:
            self._admit(self.app.snapshot.kudos, self.app.snapshot)

    @property
    def _is_open(self) -> bool:
        """Whether this tab is the one in front, maybe behind a window."""
        return self.app.current_mode == self.mode

    @property
    def _me(self) -> str:
        return self.app.team.me if self.app.team else ""

    @property
    def _reader(self) -> Reader:
        """I, at this minute: cards are drawn anew when it changes."""
        assert self.app.snapshot is not None
        now = self.app.clock.now().replace(second=0, microsecond=0)
        return Reader(self.app.snapshot.members, self._me, now, self.app.timezone)

    def _show_wall(self, *, filtered: bool = False) -> None:
        """Brings the cards that are wanted to the wall, and the chips in step with them."""
        snapshot = self.app.snapshot
        if snapshot is None:
            return
        view, shown, today = self.view, self._admitted, self.app.clock.today(self.app.timezone)
        person = self._reader.name(view.person) if view.person else ""
        # While one types, the words stand in the field; a chip that grew with them would move the others.
        query = "" if self.search.has_focus else " ".join(self.search.value.split())
        self.filters.chips = filter_chips(view, person, query)
        if view.words and not self._finder.is_quick(shown):
            self._walk(partial(self._show_wall, filtered=filtered))
            return
        shown = self._finder.find(shown, view, self._me, snapshot.members, today, self.app.timezone)
        self.wall.show(shown, self._reader, self._nothing(), view.words, filtered=filtered)

    def _walk(self, then: Callable[[], object]) -> None:
        """Looks at the words of the whole wall once, on another thread, and goes on."""
        wall = self._admitted

        async def walk() -> None:
            await asyncio.to_thread(self._finder.walk, wall)
            then()

        self.run_worker(walk(), group="walk", exclusive=True)

    def _nothing(self) -> Content:
        """What to say instead of no cards."""
        view = self.view
        if view.words:
            return Content(f"No thanks with “{self.search.value.strip()}” here.\n\nesc clears the search.")
        if self._admitted and (view.person or view.theme or view.period):
            return Content("No thanks here that fit all of this.\n\nesc shows everyone’s again.")
        return Content(hint(_NOTHING[view.who]))

    def _pass_time(self) -> None:
        if self.app.snapshot is not None:
            self.wall.pass_time(self._reader)

    # What I have seen

    def _note_seen(self) -> None:
        """Keeps privately up to where I have seen the wall, so that the tab can say what is new."""
        notebook = self.app.notebook
        if notebook is None or not self._admitted or not self._is_open:
            return
        newest = self._admitted[0].given.isoformat()
        if newest > self._seen:
            self._seen = newest
            self.app.do(partial(notebook.see, "kudos", newest))

    def on_screen_resume(self) -> None:
        """Back on this tab: what is on it has been seen."""
        self._note_seen()

    def on_screen_suspend(self) -> None:
        """Another tab: nobody reads here, so what waits may come in."""
        if not self._is_open:
            self._admit_all()

    def action_newest(self) -> None:
        """Takes in what waits and goes to the newest card."""
        self._admit_all()
        self.wall.go_newest()
        self._note_seen()

    @on(Chips.Pressed)
    async def _chip_pressed(self, event: Chips.Pressed) -> None:
        await self.run_action(event.id)

    # Filters and search

    def _look_for(self, view: View) -> None:
        self.view = view
        self._show_wall(filtered=True)

    def action_show_all(self) -> None:
        """Shows the whole wall: every filter is off."""
        self._look_for(View(words=self.view.words))
        self.wall.focus()

    def action_show_for_me(self) -> None:
        """Shows what I was thanked for, or everyone's again."""
        self._show_whose("for_me")

    def action_show_from_me(self) -> None:
        """Shows what I thanked others for, or everyone's again."""
        self._show_whose("from_me")

    def _show_whose(self, who: Who) -> None:
        self._look_for(replace(self.view, who="all" if self.view.who == who else who))
        self.wall.focus()

    def action_pick_person(self) -> None:
        """Asks whose thanks to show, given or received."""
        members = self.app.snapshot.members.values() if self.app.snapshot else ()
        others = sorted((m for m in members if m.id != self._me), key=lambda m: m.handle)
        people = [(m.id, m.name, f"@{m.handle}", m.handle) for m in others]
        self._pick("person", "Thanks to and from", ("", "anyone"), *people)

    def action_pick_theme(self) -> None:
        """Asks for which theme to show thanks."""
        themes = [(theme, theme) for theme in themes_on(self._admitted)]
        self._pick("theme", "Thanks for", ("", "anything"), *themes)

    def action_pick_time(self) -> None:
        """Asks from when to show thanks."""
        self._pick("time", "Thanks from", *((period, period or "any time") for period in PERIODS))

    def _pick(self, name: str, title: str, *choices: tuple[str, ...]) -> None:
        from tui.screens.pick_person import Choice, PickPersonScreen

        def then(chosen: str | None) -> None:
            if chosen is not None:
                self._narrow(name, chosen)

        self.app.push_screen(PickPersonScreen(title, [Choice(*choice) for choice in choices]), then)

    def action_drop(self, name: str) -> None:
        """Takes one of the filters off."""
        self._narrow(name, "")

    def _narrow(self, name: str, value: str) -> None:
        match name:
            case "person":
                self._look_for(replace(self.view, person=value))
            case "theme":
                self._look_for(replace(self.view, theme=value))
            case "words":
                self._leave_search()
            case _:
                self._look_for(replace(self.view, period=cast(Period, value)))
        self.wall.focus()

    def action_search(self) -> None:
        """Goes to the search field."""
        self.add_class("-searching")
        self.search.focus()
        if not self._finder.is_quick(self._admitted):
            self._walk(bool)  # while the first letters are typed

    @on(Input.Changed, "#search")
    def _typed(self, event: Input.Changed) -> None:
        words = words_of(event.value)
        if words != self.view.words:
            self._look_for(replace(self.view, words=words))

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Once one has finished typing, the chip says the words."""
        if event.widget is self.search and self.view.words:
            self._show_wall()

    @on(Input.Submitted, "#search")
    def action_to_wall(self) -> None:
        """Goes to the cards."""
        self.set_class(bool(self.search.value), "-searching")
        self.wall.focus()

    def action_back(self) -> None:
        """Leaves the search, then the filters."""
        if self.has_class("-searching"):
            self._leave_search()
        else:
            self.action_show_all()

    def _leave_search(self) -> None:
        self.search.value = ""
        self.action_to_wall()
