"""The thanks of a week or a month on one quiet page, to read aloud or to copy."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from store.exchange.digest import EMPTY, Digest, Kind, Span, as_markdown, digest, joining, span_of
from store.exchange.thanks import Thanks
from store.text import listed
from store.zones import zone
from tui.commands import EVERYWHERE, bindings, commands
from tui.screens.base import AmityScreen
from tui.widgets.frame import KeyBar

if TYPE_CHECKING:
    from tui.app import AmityApp

LONGEST: Final = 300
"""Thanks that one page shows; more than anyone reads aloud."""


class DigestScreen(Screen[None]):
    """Opens on this week; what is given meanwhile comes in at the end of it."""

    place = "digest"
    CSS_PATH = "digest.tcss"
    AUTO_FOCUS = "VerticalScroll"
    BINDINGS: ClassVar[list[BindingType]] = bindings("digest")
    HORIZONTAL_BREAKPOINTS = AmityScreen.HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = AmityScreen.VERTICAL_BREAKPOINTS

    scroll = getters.query_one(VerticalScroll)
    page = getters.query_one("#page", Static)

    if TYPE_CHECKING:

        @property
        def app(self) -> AmityApp:  # type: ignore[override]
            """The app, with its own type."""

    def __init__(self) -> None:
        super().__init__()
        self._span: Span | None = None
        self._told: Digest | None = None

    def compose(self) -> ComposeResult:
        """The page, below it the keys."""
        with VerticalScroll():
            yield Static(id="page", markup=False)
        everywhere = [c for c in commands(EVERYWHERE) if c.bar and c.id != "thank"]
        yield KeyBar([*(c for c in commands("digest") if c.bar), *everywhere])

    def on_mount(self) -> None:
        """Shows the days, and again whenever something changes in them."""
        self.watch(self.app, "view", self._show)

    @property
    def _today(self) -> date:
        return self.app.clock.today(self.app.timezone)

    @property
    def _week_start(self) -> int:
        team, snapshot = self.app.team, self.app.snapshot
        me = snapshot.members.get(team.me) if team and snapshot else None
        return me.week_start if me else 1

    def _show(self) -> None:
        if self.app.snapshot is None:
            return
        self._span = self._span or span_of("week", self._today, self._week_start)
        told = digest(self.app.snapshot, self._span, self.app.timezone, self._week_start)
        if told != self._told:
            self._told = told
            self.page.update(written(told, self._today))

    def _turn(self, span: Span) -> None:
        self._span = span
        self.scroll.scroll_home(animate=False)
        self._show()

    def action_before(self) -> None:
        """Shows the week or the month before."""
        snapshot, span = self.app.snapshot, self._span
        if snapshot is None or span is None:
            return
        here = zone(self.app.timezone)
        if not snapshot.kudos or snapshot.kudos[-1].given.astimezone(here).date() >= span.first:
            self.notify("There is nothing older on the wall.", markup=False)
        else:
            self._turn(span.before)

    def action_after(self) -> None:
        """Shows the week or the month after, up to this one."""
        if self._span is None:
            return
        if self._span.last >= self._today:
            self.notify(f"This is the newest {self._span.kind}.", markup=False)
        else:
            self._turn(self._span.after)

    def action_week_or_month(self) -> None:
        """Shows the month that the week ends in, or the last week of the month up to today."""
        if self._span is not None:
            kind: Kind = "month" if self._span.kind == "week" else "week"
            self._turn(span_of(kind, min(self._span.last, self._today), self._week_start))

    def action_further(self) -> None:
        """Goes one page on."""
        self.scroll.scroll_page_down()

    def action_copy(self) -> None:
        """Copies all of it as Markdown."""
        if self._told is not None:
            self.app.copy(as_markdown(self._told), "Copied as Markdown: paste it in your chat.")

    def action_leave(self) -> None:
        """Goes back to the wall."""
        self.dismiss(None)

    @on(KeyBar.Pressed)
    async def _run_command(self, event: KeyBar.Pressed) -> None:
        where = "app." if event.command.where == EVERYWHERE else ""
        await self.run_action(f"{where}{event.command.id}")


def written(told: Digest, today: date) -> Content:
    """The page: title, days, then one of the thanks after the other."""
    parts: list[Content | str | tuple[str, str]] = [
        (told.title, "bold $primary"),
        (f"\n{told.span.words} · {told.team}\n", "$text-muted"),
    ]
    left = LONGEST
    for chapter in told.chapters:
        shown = chapter.thanks[: max(0, left)]
        left -= len(chapter.thanks)
        if shown:
            parts += [(f"\n\n{chapter.heading}\n", "bold $text-muted"), *map(_told, shown)]
    if not told.chapters:
        parts.append(f"\n\n{EMPTY}\n")
    when = "" if told.span.first <= today <= told.span.last else f" --date {told.span.first.isoformat()}"
    command = f"amity kudos digest --{told.span.kind}{when}"
    if left < 0:
        parts.append(("\n\nThere is more than fits here; all of it prints\n", "$text-muted"))
        parts.append((f"{command}\n", "$text-muted"))
    if told.chapters:
        parts.append(("\n\nAs a page to keep or to print:\n", "$text-muted"))
        parts.append((f"{command} --format html -o thanks.html", "$text-muted"))
    return Content.assemble(*parts)


def _told(thanks: Thanks) -> Content:
    """One of the thanks, as somebody reads it aloud: names first, then the words, then who joined in."""
    theme = Content.styled(f", for {thanks.theme}", "$secondary") if thanks.theme else ""
    parts: list[Content | str | tuple[str, str]] = [
        *("\n", (thanks.giver, "bold"), f" {thanks.verb} ", (listed(thanks.to), "bold"), theme, ":\n"),
        f"“{thanks.text}”\n",
    ]
    if thanks.joined:
        parts.append((f"{joining(thanks)}\n", "$text-muted"))
    return Content.assemble(*parts)
