"""Earlier days of the team that this machine keeps: what going back to one would change, and going back."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar, Final

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from store.restoring import Preview
from store.team.backups import Backup, Restored
from store.when import day_of, time_of
from store.zones import zone
from tui.commands import bindings, commands, hint
from tui.screens.window import Window
from tui.widgets.frame import KeyBar

EMPTY: Final = "None yet: amity keeps one of each day on which something changed. n keeps one now."
HINT: Final = "enter shows what would change; nothing is changed by looking."
RULES: Final = "What was made since stays; so does what people took back, and what was removed for good."


class BackupsScreen(Window[None]):
    """The days, the newest first, and below them what going back to the chosen one would change."""

    CSS_PATH = "backups.tcss"
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = bindings("backups")
    place = "backups"

    days = getters.query_one(OptionList)
    told = getters.query_one("#told", Static)

    def __init__(self) -> None:
        super().__init__()
        self._kept: list[Backup] = []
        self._looked: tuple[Path, Preview] | None = None

    def compose(self) -> ComposeResult:
        """The list, what would change, the keys."""
        with Vertical(id="window") as window:
            window.border_title = "Backups"
            yield OptionList(markup=False, compact=True)
            with VerticalScroll(can_focus=False):
                yield Static(id="told", markup=False)
            yield KeyBar(commands("backups"))

    def on_mount(self) -> None:
        """Asks what there is."""
        self._ask()

    def _ask(self) -> None:
        if self.app.team is not None:
            self.app.do(self.app.team.backups, self._show)

    def _show(self, kept: list[Backup]) -> None:
        chosen = self._chosen
        self._kept = kept
        self.days.set_options([Option(self._words(one), one.file.name) for one in kept])
        self.days.display = bool(kept)
        if kept:
            self.days.highlighted = kept.index(chosen) if chosen in kept else 0
        if self._looked is None:
            self.told.update(Content.styled(HINT if kept else EMPTY, "$text-muted"))

    def _words(self, one: Backup) -> Content:
        if one.moment is None:
            return Content(day_of(one.day, "%a"))
        at = one.moment.astimezone(zone(self.app.timezone))
        return Content.assemble(
            f"{day_of(at, '%a')}  {time_of(at)}", ("  kept when asked for", "$text-muted")
        )

    @property
    def _chosen(self) -> Backup | None:
        at = self.days.highlighted
        return self._kept[at] if at is not None and at < len(self._kept) else None

    # Commands

    def action_look(self) -> None:
        """Shows what going back to the chosen one would change."""
        chosen, team = self._chosen, self.app.team
        if chosen is not None and team is not None:
            self.app.do(partial(team.look_back_to, chosen.file), partial(self._tell, chosen))

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self.action_look()

    @on(OptionList.OptionHighlighted)
    def _moved(self) -> None:
        chosen = self._chosen
        if self._looked is not None and (chosen is None or chosen.file != self._looked[0]):
            self._looked = None
            self.told.update(Content.styled(HINT, "$text-muted"))

    def _tell(self, backup: Backup, found: Preview) -> None:
        self._looked = (backup.file, found)
        lines = "\n".join(f"· {line}" for line in found.told)
        self.told.update(Content.assemble(lines, (f"\n\n{RULES}" if found.lines else "", "$text-muted")))

    def action_restore(self) -> None:
        """Goes back to the chosen one, once what would change was shown and confirmed."""
        chosen, team = self._chosen, self.app.team
        if chosen is None or team is None:
            return
        if self._looked is None:
            self.action_look()
            words = hint("This is what would change. Press {backups.restore} again to go back to it.")
            self.notify(words, markup=False)
            return
        if not self._looked[1].lines:
            self.notify("Nothing would change.", markup=False)
            return

        def then(sure: bool | None) -> None:
            if sure:
                self.app.do(partial(team.restore, chosen.file), self._restored, undo=team.undo)

        self.app.push_screen(GoBackScreen(self._looked[1]), then)

    def _restored(self, _done: Restored) -> None:
        self._looked = None
        self.notify(hint("Done. The team as it was before is kept; {undo} undoes it."), markup=False)
        self._ask()

    def action_keep(self) -> None:
        """Keeps the team as it is now."""
        if self.app.team is not None:
            self.app.do(self.app.team.back_up, lambda _: self._ask())


class GoBackScreen(Window[bool]):
    """Asks once whether to go back."""

    CSS_PATH = "backups.tcss"
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Back", show=False)]

    def __init__(self, found: Preview) -> None:
        super().__init__()
        self._found = found

    def compose(self) -> ComposeResult:
        """How much it changes, and the two ways."""
        with Vertical(id="window") as window:
            window.border_title = "Go back to that day?"
            window.border_subtitle = "enter choose · esc back"
            words = "Everyone in the team will see it. The team as it is now is kept first."
            yield Static(Content.styled(words, "$text-muted"), markup=False)
            yield OptionList(
                Option("Leave everything as it is", id="leave"),
                Option("Go back to it", id="restore"),
                markup=False,
                compact=True,
            )

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id == "restore")

    def action_leave(self) -> None:
        """Leaves everything as it is."""
        self.dismiss(False)
