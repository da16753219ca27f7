"""How the dashboard looks and which keys it has: what the settings of this machine say, at once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from textual import events
from textual.filter import ANSIToTruecolor, LineFilter
from textual.message import Message
from textual.reactive import Reactive, reactive
from textual.screen import Screen

from store.preferences import Value
from store.when import Way, write_as
from tui import themes
from tui.commands import choose_keys
from tui.rooms import Rooms


class SettingsMoved(Message):
    """The settings of this machine are others now; posted from the store's thread."""


def can_show_signs() -> bool:
    """Whether the terminal can show more than ASCII; where it does not say so, it can."""
    encoding = getattr(sys.__stderr__, "encoding", None) or "utf-8"
    return "utf" in encoding.casefold()


class Dressed(Rooms):
    """What follows the settings."""

    theme: Reactive[str] = Reactive(themes.DARK.name, init=False)  # `_dress` does what its start would do
    chosen: reactive[tuple[Mapping[str, Value], Mapping[str, Any]]] = reactive(({}, {}))
    """The values of all settings, and the keys that were chosen."""
    _plain: Sequence[LineFilter] = ()
    trying: bool = False
    """Whether the theme is only tried."""

    def dress(self) -> list[str]:
        """Puts on the theme of last time before there is anything to dress anew: that would cost 15 ms.

        Returns what in the settings makes no sense.
        """
        for theme in themes.OWN:
            self.register_theme(theme)
        problems = self._follow()
        self.set_reactive(Dressed.theme, str(self.settings.values["theme"]))
        for line_filter in self._filters:
            if isinstance(line_filter, ANSIToTruecolor):  # it was made for the usual theme
                line_filter.enabled = not self.current_theme.ansi
        self.stylesheet.set_variables(self.get_css_variables())
        self.set_class(self.current_theme.dark, "-dark-mode", update=False)
        self.set_class(not self.current_theme.dark, "-light-mode", update=False)
        self.add_class(f"-theme-{self.theme}", update=False)
        return problems

    def _follow(self) -> list[str]:
        """Takes everything but the theme; returns what makes no sense."""
        values, problems = self.settings.values, self.settings.problems
        keys: dict[str, str] = {}
        if values["reduced_motion"]:
            self.animation_level = "none"
        write_as(Way(bool(values["clock_24h"]), str(values["date_format"])))
        if values["ascii"] or not can_show_signs():
            from tui.plain import PlainSigns

            self._plain = [PlainSigns()]
        else:
            self._plain = []
        if self.settings.keys:
            from tui import keymap

            keys, odd = keymap.read(self.settings.keys)
            problems = [*problems, *odd]
        choose_keys(keys)
        self.set_keymap(keys)
        return problems

    def begin_tips(self) -> None:
        """From here on says what a thing is for when the mouse rests on it: the first frame is out."""
        self.screen_change_signal.subscribe(self, self._tip)
        self._tip(self.screen)

    def _tip(self, screen: Screen[Any]) -> None:
        from tui.tips import give_tips

        screen.call_after_refresh(give_tips, screen)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """What came to a screen later has its words as well."""
        if event.widget.tooltip is None and event.widget.is_attached:
            self._tip(event.widget.screen)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line goes through before it is drawn."""
        return [*super().get_line_filters(), *self._plain]

    def on_settings_moved(self) -> None:
        """Shows everything as the settings say now."""
        self._follow()
        values = self.settings.values
        self.animation_level = "none" if values["reduced_motion"] else "full"
        self.theme = str(values["theme"])
        self.chosen = (values, dict(self.settings.keys))
        self.taken()  # the header's clock, which may have been told of the change before
        self.mutate_reactive(Dressed.view)
        for screen in (screen for stack in self._screen_stacks.values() for screen in stack):
            for widget in screen.query("*"):
                widget.refresh(layout=True)

    def prefer(self, name: str, value: Value | None) -> None:
        """Sets a preference, None for the usual value; ctrl+z takes it back."""
        before = self.settings.preferences.get(name)
        self._settle(partial(self.settings.prefer, name, value), partial(self.settings.prefer, name, before))

    def prefer_keys(self, keys: Mapping[str, str | None]) -> None:
        """Chooses keys for commands by their names, None for the usual ones; ctrl+z takes it back."""
        before = {name: self.settings.keys.get(name) for name in keys}
        choose = self.settings.choose_keys
        self._settle(partial(choose, keys), partial(choose, before))

    def _settle(self, job: Callable[[], object], back: Callable[[], object]) -> None:
        def run(what: Callable[[], object]) -> str:
            what()
            self.post_message(SettingsMoved())
            return "the setting"

        self.do(partial(run, job), undo=partial(run, back))

    def action_motion(self) -> None:
        """Lets cards turn over, or change at once; kept for the next time."""
        still = not self.settings.values["reduced_motion"]
        self.notify("Cards change at once." if still else "Cards turn over.", markup=False)
        self.prefer("reduced_motion", still or None)

    def watch_theme(self, theme: str) -> None:
        """Keeps the theme for the next time, unless it is only tried."""
        if self.is_running and not self.trying and theme != self.settings.values["theme"]:
            self._worker.submit(self.settings.prefer, "theme", theme)
